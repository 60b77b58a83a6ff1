import type { CaseResult } from '../contracts/run.ts';

/** Tells a person how the run goes on; says nothing to a pipe. */
export interface Progress {
  readonly started: (caseId: string, target: string) => void;
  readonly finished: (result: CaseResult) => void;
  readonly done: () => void;
}

/** A progress line on a terminal, or with `verbose` a line for every case; `quiet` says nothing. */
export function openProgress({ verbose, quiet }: { readonly verbose: boolean; readonly quiet: boolean }): Progress {
  const silent: Progress = { started: () => undefined, finished: () => undefined, done: () => undefined };
  if (quiet) return silent;
  if (verbose) return { ...silent, finished: (result) => process.stderr.write(`${lineOf(result)}\n`) };
  return process.stderr.isTTY ? progressLine(process.stderr) : silent;
}

function lineOf({ verdict, id, target, durationMs, reason }: CaseResult): string {
  return `${verdict.padEnd(14)} ${id} (${target}, ${durationMs} ms)${reason === '' ? '' : `: ${reason}`}`;
}

/** One line that is written over and over, cut to the terminal's width, and gone at the end. */
function progressLine(terminal: NodeJS.WriteStream & { readonly fd: 2 }): Progress {
  let finished = 0;
  let failed = 0;
  const write = (text: string): void => {
    const line = text.slice(0, (terminal.columns ?? 80) - 1);
    terminal.write(`\r\x1b[K${line}`);
  };
  return {
    started: (caseId) => write(`${finished} cases, ${failed} failed  ${caseId}`),
    finished: ({ verdict }) => {
      finished += 1;
      if (verdict === 'fail' || verdict === 'error') failed += 1;
    },
    done: () => terminal.write('\r\x1b[K'),
  };
}
