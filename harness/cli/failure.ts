import { errorText, UsageError } from '../contracts/errors.ts';
import { exitStatus } from '../contracts/exit-status.ts';
import { terminalLine } from '../text/visible.ts';
import { say } from './terminal/print.ts';

/**
 * Where errors become exit statuses: wrong input is one line on standard error and 2, anything unforeseen is the
 * harness's own fault and 4. What was given may hold anything: the line is made harmless.
 */
export function reportFailure(error: unknown): number {
  return error instanceof UsageError ? tell(error, exitStatus.usage) : reportUncaught(error);
}

/**
 * What nobody has caught is the harness's own fault, whatever it is. A process that it ends has status 1 otherwise, which
 * says that a target is not conformant.
 */
export function reportUncaught(error: unknown): number {
  const status = tell(error, exitStatus.harness);
  if (error instanceof Error && process.env.SOCKSPEC_DEBUG !== undefined) say(`${error.stack}\n`);
  return status;
}

function tell(error: unknown, status: number): number {
  say(`sockspec: ${terminalLine(errorText(error))}\n`);
  return status;
}
