import type { Check } from '../harness/engine/cases.ts';
import { mustBe } from '../harness/engine/finding.ts';
import { askedToEndFact, endsAsAsked, endsSoon, interruptedFact } from '../harness/engine/server/asked-to-end.ts';
import type { CaseContext } from '../harness/engine/server/context.ts';
import { listensAgain, restartFact } from '../harness/engine/server/restarting.ts';
import type { serverRows } from './server-rows.ts';

/** The rows about a server as a program of its machine: its port, and its end. */
type ProcessRow = Extract<keyof typeof serverRows, 'restarts-on-its-port' | 'ends-when-asked'>;

/** The cases of these rows. `begin` brings a client as far as a connection that the server has accepted, and stays. */
export function processCases<Context extends CaseContext<unknown>>(
  check: Check<Context, ProcessRow>,
  begin: (context: Context, peer: Context['peer']) => Promise<void>,
): void {
  check('restarts-on-its-port', async (context) => {
    mustBe(await restartFact(context, (peer) => begin(context, peer)), listensAgain);
  });

  check('ends-when-asked', async (context) => {
    mustBe(await askedToEndFact(context, (peer) => begin(context, peer)), endsAsAsked);
  });
}

/** A server of a tutorial is begun by hand, and ended by Ctrl-C; what a service manager begins may leave that to others. */
export function interruptCase<Context extends CaseContext<unknown>>(check: Check<Context, 'ends-when-asked'>): void {
  check('ends-when-asked', [{ label: 'SIGINT' }], async (context) => {
    mustBe(await interruptedFact(context), endsSoon);
  });
}
