import { conclusiveIf, unmeasured } from '../finding.ts';
import type { Peer } from '../tester/peer.ts';
import type { CaseContext } from './context.ts';
import type { ProcessAccess } from './process-access.ts';

/** What `restartFact` says of a server that listens. */
export const listensAgain = 'it listens on the port that it had';

/** What a case of any suite needs here. */
interface Asked<Client> extends Pick<CaseContext<unknown>, 'note'> {
  readonly peer: Client;
  readonly process: Pick<ProcessAccess, 'hasOwnPort' | 'end' | 'lingering' | 'onItsPort' | 'isPortTaken' | 'hasPort'>;
}

/**
 * Ends the IUT beside a client, so that the IUT's end of the connection is closed first and lingers, and launches it again on
 * the same port. `begin` brings the client as far as a connection that the IUT has accepted and read.
 */
export async function restartFact<Client extends Pick<Peer, 'history'>>(
  { peer, process, note }: Asked<Client>,
  begin: (peer: Client) => Promise<void>,
): Promise<string> {
  conclusiveIf(process.hasOwnPort(), 'it cannot be launched again: needs --exec');
  await begin(peer);
  await process.end();
  await peer.history();
  const lingering = await process.lingering();
  // On a busy machine the IUT may not have read yet what its client said, which resets the connection at its end.
  if (lingering === 0)
    unmeasured(
      'the connection does not linger (it was reset, or the kernel keeps no more): a launch on its port would show nothing',
    );
  if (lingering === undefined)
    note('whether the connection lingers (TIME-WAIT) could not be seen: that needs Linux, and one network namespace');
  const problem = await process.onItsPort();
  if (problem !== undefined) {
    return (await process.isPortTaken())
      ? unmeasured(`another program has taken the port meanwhile: ${problem}`)
      : problem;
  }
  conclusiveIf(await process.hasPort(), 'another program listens on the port, or one that the launched one has begun');
  return listensAgain;
}
