import { conclusiveIf } from '../finding.ts';
import type { Peer } from '../tester/peer.ts';
import type { CaseContext } from './context.ts';

/** What `restartFact` says of a server that listens. */
export const listensAgain = 'it listens on the port that it had';

/**
 * Ends the IUT beside a client, so that the IUT's end of the connection is closed first and lingers, and launches it again on
 * the same port. `begin` brings the client as far as a connection that the IUT has accepted and read.
 */
export async function restartFact(
  { peer, process, note }: Pick<CaseContext<unknown>, 'peer' | 'process' | 'note'>,
  begin: (peer: Peer) => Promise<void>,
): Promise<string> {
  conclusiveIf(process.hasOwnPort(), 'it cannot be launched again: needs --exec');
  await begin(peer);
  await process.end();
  await peer.history();
  const lingering = await process.lingering();
  conclusiveIf(
    lingering !== 0,
    'the connection does not linger (it was reset, or the kernel keeps no more): a launch on its port would show nothing',
  );
  if (lingering === undefined)
    note('whether the connection lingers (TIME-WAIT) could not be seen: that needs Linux, and one network namespace');
  const problem = await process.onItsPort();
  if (problem !== undefined) {
    conclusiveIf(!(await process.isPortTaken()), `another program has taken the port meanwhile: ${problem}`);
    return problem;
  }
  conclusiveIf(await process.hasPort(), 'another program listens on the port, or one that the launched one has begun');
  return listensAgain;
}
