import { QUIET_MS } from '../../harness/engine/limits.ts';
import { staysSilent } from '../../harness/engine/server/departures.ts';
import { served, takenUnseen } from '../../harness/engine/server/next-client.ts';
import { plainClient } from './answering.ts';
import type { Context, Oracle } from './oracle.ts';

/** Looks whether a target serves its clients side by side. Looked at once a target. */
export type SideBySide = (context: Context) => Promise<boolean>;

/** The look at one target: a client that has said half of a message waits while another asks. */
export function sideBySideOnce(oracle: Oracle): SideBySide {
  let known: Promise<boolean> | undefined;
  const look = async (context: Context): Promise<boolean> => {
    if (context.capabilities.concurrentClients === false || context.process.servesOne()) return false;
    const [first] = oracle.script(context).spoken;
    const half = first?.octets.subarray(0, Math.ceil(first.octets.length / 2)) ?? new Uint8Array();
    const waiting = await staysSilent(context, half);
    const fact = await plainClient(oracle.description)(context, QUIET_MS);
    await waiting.leave();
    return fact === served || fact === takenUnseen;
  };
  return (context) => {
    known ??= look(context).catch(() => false);
    return known;
  };
}
