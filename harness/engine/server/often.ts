import type { CaseContext } from './context.ts';
import { type InTurn, oneByOne } from './one-by-one.ts';

/** How often clients say the same: more than the workers of most pools. */
const OFTEN = 20;

/** What cases call them. */
export const often = { label: `${OFTEN} times each` };

/**
 * Clients that say each of these 20 times and end their side, each after the one before was ended; then the next is served: of a
 * pool whose workers die of what they are told, one worker dies each time. The last is the one that is not ended in time.
 */
export async function saidOften(
  context: InTurn & Pick<CaseContext<unknown>, 'connect'>,
  messages: readonly Uint8Array[],
): Promise<void> {
  const { connect, limits } = context;
  const all = messages.flatMap((message) => Array.from({ length: OFTEN }, () => message));
  await oneByOne(context, all.length, async (index) => {
    const peer = connect();
    await peer.send(all[index] ?? new Uint8Array());
    await peer.endWriting();
    const isEnded = (await peer.endsWithin(limits.closeMs)) !== undefined;
    peer.dispose();
    return isEnded ? undefined : 'the last is not ended in time';
  });
}
