import type { CaseResult } from '../../contracts/run.ts';
import { say } from './print.ts';

/** Tells a person how the run goes on; says nothing to a pipe. */
export interface Progress {
  readonly started: (caseId: string, target: string) => void;
  readonly finished: (result: CaseResult) => void;
  readonly done: () => void;
  /** Leaves the terminal to others; the returned function takes it back. What is finished meanwhile is told afterwards. */
  readonly standAside: () => () => void;
}

/** A progress line on a terminal, or with `verbose` a line for every case; `quiet` says nothing. */
export function openProgress({ verbose, quiet }: { readonly verbose: boolean; readonly quiet: boolean }): Progress {
  const nothing = (): void => undefined;
  const silent: Progress = { started: nothing, finished: nothing, done: nothing, standAside: () => nothing };
  if (quiet) return silent;
  if (verbose) return progressLines(silent);
  return process.stderr.isTTY ? progressLine() : silent;
}

function lineOf({ verdict, id, target, durationMs, reason }: CaseResult): string {
  return `${verdict.padEnd(14)} ${id} (${target}, ${durationMs} ms)${reason === '' ? '' : `: ${reason}`}`;
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

/** One line that is written over and over, cut to the terminal's width, and gone at the end. */
function progressLine(): Progress {
  let finished = 0;
  let failed = 0;
  let aside = false;
  let last = '';
  const write = (text: string): void => {
    last = text.slice(0, (process.stderr.columns ?? 80) - 1);
    if (!aside) say(`\r\x1b[K${last}`);
  };
  return {
    started: (caseId) => write(`${finished} cases, ${failed} failed  ${caseId}`),
    finished: ({ verdict }) => {
      finished += 1;
      if (verdict === 'fail' || verdict === 'error') failed += 1;
    },
    done: () => say('\r\x1b[K'),
    standAside: () => {
      aside = true;
      say('\r\x1b[K');
      return () => {
        aside = false;
        write(last);
      };
    },
  };
}
