import { clock } from '../clock.ts';
import { conclusiveIf } from '../finding.ts';
import { count } from '../words.ts';
import type { CaseContext } from './context.ts';

/** How often clients say the same: more than the workers of most pools. */
const OFTEN = 20;

/** What cases call them. */
export const often = { label: `${OFTEN} times each` };

/** What a case needs here. */
type Context = Pick<CaseContext<unknown>, 'connect' | 'limits' | 'ends' | 'nextClient' | 'note'>;

/**
 * Clients that say each of these 20 times and end their side, each after the one before was ended; then the next is served: of a
 * pool whose workers die of what they are told, one worker dies each time. There are fewer where one is not ended in time, or
 * where they take longer than half of a case has.
 */
export async function saidOften(
  { connect, limits, ends, nextClient, note }: Context,
  messages: readonly Uint8Array[],
): Promise<void> {
  const began = clock.now();
  const all = messages.flatMap((message) => Array.from({ length: OFTEN }, () => message));
  for (const [index, message] of all.entries()) {
    const hasEnded = index === 1 && (await ends(limits.settleMs)) !== undefined;
    conclusiveIf(!hasEnded, 'the IUT ends after its first client');
    const peer = connect();
    await peer.send(message);
    await peer.endWriting();
    const isEnded = (await peer.endsWithin(limits.closeMs)) !== undefined;
    peer.dispose();
    const isLate = clock.now() - began > limits.caseMs / 2;
    if (isEnded && !isLate) continue;
    const why = isEnded ? 'more take longer than half of the limit of a case' : 'the last is not ended in time';
    note(`${count(index + 1, 'client')} of ${all.length}: ${why}`);
    break;
  }
  await nextClient();
}
