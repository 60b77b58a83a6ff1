import type { CaseContext } from './context.ts';
import { type InTurn, oneByOne } from './one-by-one.ts';

/** Clients that reset their connection: more than the places of most servers, which often have 100 or 128. */
const RESETS = 130;

/** What cases call them. */
export const manyResets = { label: `RST of ${RESETS} in turn` };

/**
 * Clients that reset their connection, each after the one before; then the next is served: of a server that gives a client's place
 * back where all goes well alone, no place is left.
 */
export async function resetInTurn(context: InTurn, resets: () => Promise<void>): Promise<void> {
  await oneByOne(context, RESETS, async () => {
    await resets();
    return undefined;
  });
}

/** A client that is within what it says, and has been read, when it resets its connection. */
export async function resetsWithin(
  { connect }: Pick<CaseContext<unknown>, 'connect'>,
  part: Uint8Array,
): Promise<void> {
  const peer = connect();
  await peer.send(part);
  await peer.taken();
  await peer.reset();
}
