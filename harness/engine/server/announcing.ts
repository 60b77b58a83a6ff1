import { clock } from '../clock.ts';
import { conclusiveIf } from '../finding.ts';
import type { CaseContext } from './context.ts';

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

/** What a case needs here. */
type Context = Pick<CaseContext<unknown>, 'connect' | 'limits' | 'ends' | 'nextClient' | 'note'>;

/**
 * Clients that announce much, say an octet of it and end their side, each after the one before was ended; then the next is served.
 * There are fewer where they take longer than half of a case has.
 */
export async function announcedAndLeft(
  { connect, limits, ends, nextClient, note }: Context,
  headerFor: (octets: number) => Uint8Array,
): Promise<void> {
  const began = clock.now();
  for (const [index, octets] of ANNOUNCED.entries()) {
    const isOver = index === 1 && (await ends(limits.settleMs)) !== undefined;
    conclusiveIf(!isOver, 'the IUT ends after its first client');
    if (clock.now() - began > limits.caseMs / 2) {
      note(`${index} of ${ANNOUNCED.length} clients: more take longer than half of the limit of a case`);
      break;
    }
    const peer = connect();
    await peer.send(headerFor(octets), Uint8Array.of(0x61));
    await peer.endWriting();
    const isEnded = (await peer.endsWithin(limits.closeMs)) !== undefined;
    conclusiveIf(isEnded, 'a client that leaves is not ended: judged by closes-after-disconnect');
    peer.dispose();
  }
  await nextClient();
}
