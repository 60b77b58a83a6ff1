import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { WorkerPlan } from '../../contracts/plan.ts';
import type { FinishedCase } from '../../engine/case-record.ts';
import { areEnough, atOnce, type DriveOptions, type DriveResult, pendingCases } from '../../engine/drive.ts';
import { tellLeft } from '../../processes/left-behind.ts';
import { separating } from '../../processes/sandbox/enclosure.ts';
import { isTold, type Told } from '../judging-words.ts';

const judgingProcess = fileURLToPath(new URL('../judging-process.js', import.meta.url));

/**
 * Judges each target in a process, and with it in a network namespace, of its own, so that no program in a sandbox meets
 * another one: a submission could answer through its neighbour, or speak to it. So many go on at a time as targets do in threads.
 */
export async function driveApart(options: DriveOptions): Promise<DriveResult> {
  const { plans, signal, workerFile } = options;
  const finished: FinishedCase[] = [];
  const errors: string[] = [];
  const pending = pendingCases();
  const under = new Set<ChildProcess>();
  let isComplete = true;
  let hasEnough = false;
  const interrupt = (): void => {
    isComplete = false;
    for (const child of under) child.send('interrupt', unheard);
  };
  const heard = (told: Exclude<Told, { kind: 'ended' }>): void => {
    if (told.kind === 'awaited') pending.add(told.target, told.requirement, 1);
    // What was under way when the last failure came is not told: so many failures were asked for.
    if (hasEnough) return;
    if (told.kind === 'started') options.onStart(told.id, told.target);
    if (told.kind !== 'case') return;
    const { result, onWire } = told;
    pending.add(result.target, result.requirement, -1);
    finished.push({ result, onWire });
    options.onCase(result, onWire);
    hasEnough = areEnough(
      options,
      finished.map((one) => one.result),
      pending,
    );
    if (hasEnough) interrupt();
  };

  const judge = (plan: WorkerPlan): Promise<void> =>
    new Promise((resolve) => {
      const [program, ...words] = separating();
      const child = fork(judgingProcess, {
        ...{ execPath: program, execArgv: [...words, process.execPath, ...process.execArgv] },
        ...{ serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
        // What a terminal tells its foreground would end it before it listens: it is told by its parent.
        detached: true,
      });
      under.add(child);
      let driven: Omit<DriveResult, 'cases'> | undefined;
      child.on('message', (message) => {
        if (!isTold(message)) return;
        if (message.kind !== 'ended') return heard(message);
        driven = message.driven;
        for (const path of message.left) tellLeft(path);
      });
      const over = (how: string): void => {
        under.delete(child);
        if (driven === undefined) errors.push(`${plan.target.name}: the process that judged it ${how}`);
        else errors.push(...driven.errors);
        // The cases of one that was lost are told as errors: those of the others are whole.
        isComplete &&= driven?.complete ?? true;
        resolve();
      };
      child.once('error', (error) => over(`did not begin: ${error.message}`));
      child.once('close', (status, by) => over(by === null ? `ended with status ${status}` : `was ended by ${by}`));
      child.send({ plans: [plan], workerFile }, unheard);
    });

  signal.addEventListener('abort', interrupt, { once: true });
  const left = [...plans];
  const judgeLeft = async (): Promise<void> => {
    for (let plan = left.shift(); plan !== undefined; plan = left.shift()) {
      if (signal.aborted || hasEnough) {
        isComplete = false;
        return;
      }
      await judge(plan);
    }
  };
  await Promise.all(Array.from({ length: atOnce(plans) }, judgeLeft));
  signal.removeEventListener('abort', interrupt);
  return { cases: finished, complete: isComplete, errors };
}

/** One that cannot be told any more has ended, which is told by itself. */
function unheard(): void {}
