import { clock } from '../clock.ts';
import { conclusiveIf } from '../finding.ts';
import { count } from '../words.ts';
import type { CaseContext } from './context.ts';

/** What a case of many clients in a row needs here. */
export type InTurn = Pick<CaseContext<unknown>, 'limits' | 'ends' | 'nextClient' | 'note'>;

/**
 * So many clients, each after the one before; then the next is served. There are fewer where they take longer than half of a case
 * has, or where `client` resolves to words for why the last one was enough.
 */
export async function oneByOne(
  { limits, ends, nextClient, note }: InTurn,
  total: number,
  client: (index: number) => Promise<string | undefined>,
): Promise<void> {
  const began = clock.now();
  for (let index = 0; index < total; index += 1) {
    const hasEnded = index === 1 && (await ends(limits.settleMs)) !== undefined;
    conclusiveIf(!hasEnded, 'a launch serves one client: the IUT ends after its first');
    const enough = await client(index);
    const isLate = clock.now() - began > limits.caseMs / 2;
    if (index + 1 === total || (enough === undefined && !isLate)) continue;
    note(`${count(index + 1, 'client')} of ${total}: ${enough ?? 'more take longer than half of the limit of a case'}`);
    break;
  }
  await nextClient();
}
