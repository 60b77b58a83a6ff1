import { relative } from 'node:path';
import { errorText, UsageError } from '../../contracts/errors.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import type { WorkerPlan } from '../../contracts/plan.ts';
import type { Run } from '../../contracts/run.ts';
import { watchFiles } from '../../processes/file-changes.ts';
import { terminalLine } from '../../text/visible.ts';
import { hasFailed, nothingResumed, ofSamePrograms, onlyFailed, type Resumed, resumeFrom } from '../planning/resume.ts';
import { watchedFiles } from '../planning/watched-files.ts';
import { say } from '../terminal/print.ts';
import { interruptible } from './interruption.ts';
import type { RunFlags } from './run-flags.ts';

/** One of the judgings of a run that is watched. */
export interface Round {
  /** Called with the plans, before anything is begun: what of them is judged. */
  readonly begins: (plans: readonly WorkerPlan[]) => Resumed | Promise<Resumed>;
  /** Aborted when what is judged has changed: it ends, and its reports are not written. */
  readonly changed: AbortSignal;
  /** Whether nothing was judged before: then what the machine lacks is told. */
  readonly isFirst: boolean;
  /** Whether its reports are written. */
  readonly isReported: boolean;
  /** Called with what came of it, unless something has changed meanwhile. */
  readonly judged: (run: Run) => void;
}

/**
 * `sockspec run --watch`: judges, and whenever a watched file has changed judges again, what failed before the rest. A change in
 * the middle of that begins it anew. Goes on until it is interrupted; resolves to that status.
 */
export async function runWatched(flags: RunFlags, judge: (round: Round) => Promise<number>): Promise<number> {
  const tell = (words: string): void => {
    if (flags.quiet !== true) say(`sockspec: ${words}\n`);
  };
  const watch = openWatch(flags);
  let last: Run | undefined;
  const round = async (begins: Round['begins'], isReported: boolean): Promise<Run | undefined> => {
    let run: Run | undefined;
    const judged = (one: Run): void => {
      run = one;
    };
    const opening: Round['begins'] = (plans) => {
      watch.open(plans);
      return begins(plans);
    };
    await judge({ begins: opening, changed: watch.signal(), isFirst: last === undefined, isReported, judged });
    return run;
  };
  return interruptible(async (interrupted) => {
    try {
      for (;;) {
        watch.begin();
        const failed = last?.cases.filter(hasFailed) ?? [];
        let again: Run | undefined;
        if (last !== undefined && failed.length > 0) {
          const before = last;
          tell(`judging first what failed: ${casesOf(failed.length)}`);
          again = await round((plans) => onlyFailed(before, plans), false);
          if (again !== undefined)
            tell(`${again.cases.filter(hasFailed).length} of ${casesOf(failed.length)} fail still; now the rest`);
        }
        if (!interrupted.aborted && !watch.signal().aborted) {
          const first = again;
          const whole = await round(
            (plans) => (first === undefined ? nothingResumed(plans) : resumeFrom(first, plans).then(ofSamePrograms)),
            true,
          );
          last = whole ?? last;
        }
        if (!interrupted.aborted && !watch.signal().aborted)
          tell(`watching ${watch.names()}; a change has it judged again, Ctrl-C ends`);
        const path = await watch.change(interrupted);
        if (path === undefined) return exitStatus.interrupted;
        tell(`${path} has changed`);
      }
    } finally {
      watch.close();
    }
  });
}

/** The watched files of a run. */
interface Watch {
  /** Begins to watch, where it has not begun: what the plans launch is known then. */
  readonly open: (plans: readonly WorkerPlan[]) => void;
  /** From here on the next change counts. */
  readonly begin: () => void;
  /** Aborted by the first change since. */
  readonly signal: () => AbortSignal;
  /** Resolves to the path of the first change since, and to undefined where the interrupt comes first. */
  readonly change: (interrupted: AbortSignal) => Promise<string | undefined>;
  readonly names: () => string;
  readonly close: () => void;
}

function openWatch(flags: RunFlags): Watch {
  let changed = new AbortController();
  let files: readonly string[] = [];
  let close: (() => void) | undefined;
  const onTrouble = (words: string): void => say(`sockspec: --watch: ${words}\n`);
  return {
    open: (plans) => {
      if (close !== undefined) return;
      files = watchedFiles(flags, plans);
      try {
        close = watchFiles(files, (path) => changed.abort(path), onTrouble).close;
      } catch (error) {
        throw new UsageError(`--watch: expected files that can be watched, found: ${errorText(error)}`);
      }
    },
    begin: () => {
      changed = new AbortController();
    },
    signal: () => changed.signal,
    change: async (interrupted) => {
      await firstAborted(changed.signal, interrupted);
      return interrupted.aborted ? undefined : nameOf(String(changed.signal.reason));
    },
    names: () => files.map(nameOf).join(', '),
    close: () => close?.(),
  };
}

function firstAborted(...signals: readonly AbortSignal[]): Promise<void> {
  const over = new AbortController();
  return new Promise<void>((resolve) => {
    if (signals.some(({ aborted }) => aborted)) resolve();
    for (const signal of signals) signal.addEventListener('abort', () => resolve(), { signal: over.signal });
  }).finally(() => over.abort());
}

function casesOf(count: number): string {
  return count === 1 ? '1 case' : `${count} cases`;
}

/** As the user would name it. */
function nameOf(path: string): string {
  const short = relative(process.cwd(), path);
  return terminalLine(short.startsWith('..') ? path : short);
}
