import type { TargetPlan } from '../../contracts/plan.ts';
import type { RunningClient } from '../../contracts/target.ts';
import { clock } from '../clock.ts';
import { applicableIf } from '../finding.ts';
import type { Transcript } from '../tester/transcript.ts';
import type { ClientContext } from './client-context.ts';

/** Ends a case that must hold its client where that is no process which the harness launches, on a system that can. */
export function mustBeHeld({ means }: Pick<TargetPlan, 'means'>): void {
  applicableIf(
    means.kind === 'exec' && process.platform !== 'win32',
    'what the harness has not launched, it cannot stop for a while: needs --exec, and a system that has SIGSTOP',
  );
}

/** Does something while the group of a launched client is held (SIGSTOP, as Ctrl-Z does), then has it go on (SIGCONT, as fg does). */
export async function whileHeld<Value>(
  client: Pick<RunningClient, 'signal'>,
  transcript: Pick<Transcript, 'add'>,
  work: () => Promise<Value>,
): Promise<Value> {
  const send = (signal: NodeJS.Signals): void => {
    transcript.add({ who: 'harness', what: 'note', text: signal });
    client.signal?.(signal);
  };
  send('SIGSTOP');
  return work().finally(() => send('SIGCONT'));
}

/**
 * The server says nothing for a while, in the middle of which a launched client is stopped and goes on: what it waits in may be
 * interrupted by that (signal(7): EINTR after SIGCONT, of a socket with a time limit). The silence before is for the client to
 * wait by then, the one behind for it to wait again.
 */
export async function stoppedWhileWaiting({ whileHeld }: Pick<ClientContext, 'whileHeld'>): Promise<void> {
  await clock.silence(MOMENT_MS);
  await whileHeld(() => clock.silence(MOMENT_MS));
  await clock.silence(MOMENT_MS);
}

/** Milliseconds of each part of such a silence: all three are far from what a client gives up on. */
const MOMENT_MS = 100;
