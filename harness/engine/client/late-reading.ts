import { clock } from '../clock.ts';
import { applicableIf, conclusiveIf } from '../finding.ts';
import type { Peer } from '../tester/peer.ts';
import type { ClientContext } from './client-context.ts';
import { endedFact, endedWell } from './ending-well.ts';

/** For so long the harness reads nothing of what a client has sent, in milliseconds: longer than the five seconds that many wait for a server's farewell. */
const UNREAD_MS = 6500;

/** Octets that the buffers of a connection take while nobody reads, and more than the window of the server: a part of them has not left. */
export const UNREAD_OCTETS = 160_000;

/** What came of a client that was read late. */
export interface ReadLate {
  readonly octets: Buffer;
  /** How it ended. As where all is well, too, where that is not seen, or where it ends ill after its plain exchange: `ends-well` judges that. */
  readonly end: string;
}

/** Ends the case as not applicable where the profile declares that the client gives up on a server that stalls before it is read. */
export function mayBeReadLate({ limits: { stallMs = Number.POSITIVE_INFINITY } }: Pick<ClientContext, 'limits'>): void {
  applicableIf(stallMs > UNREAD_MS, 'the profile declares that a server which stalls is left sooner');
}

/** Waits until a client has sent so many octets, reads nothing of them for a while, and then all, and lets the client end. */
export async function readLate(context: ClientContext, peer: Peer, octets: number): Promise<ReadLate> {
  const { end: usual } = await context.twin();
  const isHeldUp = await peer.holdsUp(octets);
  conclusiveIf(!isHeldUp, 'the buffers of this connection do not take all that the client sends');
  await clock.silence(UNREAD_MS);
  const came = Buffer.from(await peer.octets());
  conclusiveIf(!peer.isCutShort(), 'octets were still coming when the limit was over (--timeout raises it)');
  const endsWell = context.sees.exit && usual?.status === 0;
  const words = context.sees.output ? context.printed() : '';
  return { octets: came, end: endsWell ? endedFact(await context.end(), words) : endedWell };
}
