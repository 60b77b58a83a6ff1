import { type ChildProcess, spawn } from 'node:child_process';
import { errorText, UsageError } from '../../contracts/errors.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import type { WorkerPlan } from '../../contracts/plan.ts';
import { NotReachable } from '../../contracts/target.ts';
import { launch } from '../../processes/launch.ts';
import { removeOrphans } from '../../processes/own-folders.ts';
import { enclosedEnv, enclosing, NEEDS, whyNotEnclosed } from '../../processes/sandbox/enclosure.ts';
import { statFields } from '../../processes/stat-fields.ts';
import { lastWords } from '../../text/last-words.ts';
import { interrupts } from './interruption.ts';

/** `statFields`: the process group, the terminal that controls it (0 for none), and the group in the terminal's foreground. */
const [GROUP, TERMINAL, FOREGROUND] = [2, 4, 5];

/**
 * Runs this same command line again where nothing leaves, so that the programs of `--sandbox` and the harness share a loopback
 * of their own. Resolves to its exit status. Throws a UsageError where this machine does not let it in there.
 */
export async function runEnclosed(): Promise<number> {
  if (process.platform !== 'linux') throw new UsageError(`--sandbox: expected Linux, found ${process.platform}`);
  const problem = whyNotEnclosed();
  if (problem !== undefined)
    throw new UsageError(`--sandbox: expected a machine that makes namespaces of its own for a run, found ${problem}`);
  const [program, ...words] = enclosing();
  let isInterrupted = false;
  let inner: ChildProcess | undefined;
  const passOn = (signal: NodeJS.Signals): void => {
    isInterrupted = true;
    // What a terminal tells its foreground, the inner one has heard too; twice would end it at once.
    if (!(isByKeyboard(signal) && isInForeground())) inner?.kill(signal);
  };
  // Before it is there: from then on nothing ends this process alone.
  for (const signal of interrupts) process.on(signal, passOn);
  try {
    const begun = spawn(program, [...words, process.execPath, ...process.execArgv, ...process.argv.slice(1)], {
      stdio: 'inherit',
      env: enclosedEnv(),
    });
    inner = begun;
    return await new Promise((resolve, reject) => {
      begun.once('error', (error) => reject(new Error(`the enclosed run did not begin: ${errorText(error)}`)));
      begun.once('exit', (status, signal) => {
        if (status !== null) resolve(status);
        // It had not begun to listen yet.
        else if (isInterrupted) resolve(exitStatus.interrupted);
        else reject(new Error(`the enclosed run was ended by ${signal}`));
      });
    });
  } finally {
    for (const signal of interrupts) process.off(signal, passOn);
    // What was mounted in there is gone with it: a folder that could not be removed inside can be now.
    await removeOrphans();
  }
}

/** Puts a program that does nothing into a sandbox. Throws a UsageError where this machine, which enclosed the run, does not do that. */
export async function trySandbox(plans: readonly WorkerPlan[]): Promise<void> {
  const [own] = plans.flatMap(({ target: { means } }) => (means.kind === 'exec' ? (means.sandbox ?? []) : []));
  if (own === undefined) return;
  const trial = await launch(['true'], { sandbox: { own, writable: [] } }).catch((error: unknown) => {
    throw error instanceof NotReachable ? new UsageError(`${errorText(error)} (needed: ${NEEDS})`) : error;
  });
  const { status } = await trial.ended;
  await trial.stop();
  if (status === 0) return;
  throw new UsageError(
    `--sandbox: expected true to end with status 0 there, found ${status}${lastWords(trial.output.text())} (needed: ${NEEDS})`,
  );
}

function isByKeyboard(signal: NodeJS.Signals): boolean {
  return signal === 'SIGINT' || signal === 'SIGQUIT';
}

function isInForeground(): boolean {
  const fields = statFields(process.pid) ?? [];
  return fields[TERMINAL] !== '0' && fields[GROUP] === fields[FOREGROUND];
}
