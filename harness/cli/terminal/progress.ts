import type { CaseResult } from '../../contracts/run.ts';
import { terminalLine } from '../../text/visible.ts';
import { drawLine, say } from './print.ts';

/** Tells a person how the run goes on. */
export interface Progress {
  readonly started: (caseId: string, target: string) => void;
  readonly finished: (result: CaseResult) => void;
  readonly done: () => void;
  /** Leaves the terminal to others; the returned function takes it back. What is finished meanwhile is told afterwards. */
  readonly standAside: () => () => void;
}

/** How often a log is told that a run goes on, in milliseconds: a short run says nothing, a long one fills no log. */
const TOLD_MS = 10_000;

/** A progress line on a terminal, one every 10 s elsewhere, or with `verbose` one for every case; `quiet` says nothing. */
export function openProgress({ verbose, quiet }: { readonly verbose: boolean; readonly quiet: boolean }): Progress {
  const nothing = (): void => undefined;
  const silent: Progress = { started: nothing, finished: nothing, done: nothing, standAside: () => nothing };
  if (quiet) return silent;
  if (verbose) return progressLines(silent);
  return process.stderr.isTTY ? progressLine() : progressNow(silent);
}

function lineOf({ verdict, id, target, durationMs, reason }: CaseResult): string {
  return terminalLine(`${verdict.padEnd(14)} ${id} (${target}, ${durationMs} ms)${reason === '' ? '' : `: ${reason}`}`);
}

/** A line for every case. */
function progressLines(silent: Progress): Progress {
  const held: string[] = [];
  let aside = false;
  const tell = (): void => {
    if (!aside) for (const line of held.splice(0)) say(`${line}\n`);
  };
  return {
    ...silent,
    finished: (result) => {
      held.push(lineOf(result));
      tell();
    },
    standAside: () => {
      aside = true;
      return () => {
        aside = false;
        tell();
      };
    },
  };
}

/** How many cases are over, and the last that began. */
function tally(): Pick<Progress, 'started' | 'finished'> & { readonly text: () => string } {
  /** Whether each case failed that is over: an operator may have one judged once more. */
  const failed = new Map<string, boolean>();
  let last = '';
  return {
    started: (caseId) => {
      last = caseId;
    },
    finished: ({ id, target, verdict }) => {
      failed.set(JSON.stringify([target, id]), verdict === 'fail' || verdict === 'error');
    },
    text: () => `${failed.size} cases, ${[...failed.values()].filter(Boolean).length} failed  ${last}`.trimEnd(),
  };
}

/** One line that is written over and over, cut to the terminal's width, and gone at the end. */
function progressLine(): Progress {
  const { started, finished, text } = tally();
  let aside = false;
  const write = (): void => {
    if (!aside) drawLine(text());
  };
  return {
    started: (caseId, target) => {
      started(caseId, target);
      write();
    },
    finished,
    done: () => drawLine(''),
    standAside: () => {
      aside = true;
      drawLine('');
      return () => {
        aside = false;
        write();
      };
    },
  };
}

/** A plain line now and then, so that a log shows that the run goes on. */
function progressNow(silent: Progress): Progress {
  const { started, finished, text } = tally();
  const timer = setInterval(() => say(`sockspec: ${terminalLine(text())}\n`), TOLD_MS);
  timer.unref();
  return { ...silent, started, finished, done: () => clearInterval(timer) };
}
