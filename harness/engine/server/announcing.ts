import { conclusiveIf } from '../finding.ts';
import type { CaseContext } from './context.ts';
import { type InTurn, oneByOne } from './one-by-one.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** How many clients announce so many octets: together more than servers grant all clients, and in the end what is left of that. */
const clients: readonly (readonly [number, number])[] = [
  [20, 16 * MIB],
  [64, 4 * MIB],
  ...[MIB, 256 * KIB, 64 * KIB, 16 * KIB, 4 * KIB, KIB, 256].map((octets) => [4, octets] as const),
];

/** Octets that clients announce one after another. */
const ANNOUNCED = clients.flatMap(([count, octets]) => Array.from({ length: count }, () => octets));

/** What cases call them. */
export const announcing = { label: `${ANNOUNCED.length} that announce much` };

/** Clients that announce much, say an octet of it and end their side, each after the one before was ended; then the next is served. */
export async function announcedAndLeft(
  context: InTurn & Pick<CaseContext<unknown>, 'connect'>,
  headerFor: (octets: number) => Uint8Array,
): Promise<void> {
  const { connect, limits } = context;
  await oneByOne(context, ANNOUNCED.length, async (index) => {
    const peer = connect();
    await peer.send(headerFor(ANNOUNCED[index] ?? 0), Uint8Array.of(0x61));
    await peer.endWriting();
    const isEnded = (await peer.endsWithin(limits.closeMs)) !== undefined;
    conclusiveIf(isEnded, 'a client that leaves is not ended: judged by closes-after-disconnect');
    peer.dispose();
    return undefined;
  });
}
