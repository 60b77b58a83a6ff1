import { stat } from 'node:fs/promises';
import type { ProcessEnd } from '../contracts/process.ts';
import { NotReachable } from '../contracts/target.ts';
import { commandWords } from '../processes/command-line.ts';
import { launch } from '../processes/launch.ts';
import { type ExecMeans, placesOfFolder } from './exec-plan.ts';

/** Why a program is not there to be judged. */
export interface BuildProblem {
  /** One sentence, with the last lines that the build printed. */
  readonly reason: string;
  /** The end of what the build printed; empty where nothing was run. */
  readonly said: string;
}

/** Lines of a build's output that the reason tells: a compiler's error stands a few lines above the words of make. */
const LAST_LINES = 4;

/** Characters of such a line: a compiler's command may have thousands. */
const LINE_LENGTH = 160;

/** Characters of its output that are kept, as much as a reader looks into. */
const SAID_LENGTH = 2048;

/**
 * Builds a program where it is to be built, within the limit of its plan. Resolves to undefined where it is ready to be
 * launched, and where the signal came first. The whole process group ends with the build.
 */
export async function build(means: ExecMeans, signal: AbortSignal): Promise<BuildProblem | undefined> {
  const { cwd, env } = means;
  if (cwd !== undefined && (await stat(cwd).catch(() => undefined))?.isDirectory() !== true)
    return { reason: `there is no folder ${cwd} to launch the program in`, said: '' };
  if (means.build === undefined || signal.aborted) return undefined;
  const { command, limitMs } = means.build;
  const words = commandWords(command, placesOfFolder(means));
  const process = await launch(words, { env, ...(cwd === undefined ? {} : { cwd }) }).catch(notStarted);
  if (typeof process === 'string') return { reason: `the build failed: ${process}`, said: '' };
  process.closeInput();
  const end = await firstOf(process.ended, limitMs, signal);
  await process.stop();
  const said = process.output.text();
  if (end === 'aborted' || (typeof end === 'object' && end.status === 0)) return undefined;
  return { reason: reasonOf(command, wordsOf(end, limitMs), said), said: said.slice(-SAID_LENGTH) };
}

/** How a build ends: by itself, not in time, or with the run. */
type BuildEnd = ProcessEnd | 'late' | 'aborted';

function firstOf(ended: Promise<ProcessEnd>, limitMs: number, signal: AbortSignal): Promise<BuildEnd> {
  return new Promise((resolve) => {
    const over = (end: BuildEnd): void => {
      clearTimeout(late);
      signal.removeEventListener('abort', aborted);
      resolve(end);
    };
    const aborted = (): void => over('aborted');
    const late = setTimeout(() => over('late'), limitMs);
    signal.addEventListener('abort', aborted, { once: true });
    // It may have come while the build was begun.
    if (signal.aborted) aborted();
    void ended.then(over);
  });
}

function notStarted(error: unknown): string {
  if (error instanceof NotReachable) return error.message;
  throw error;
}

function wordsOf(end: BuildEnd, limitMs: number): string {
  if (typeof end === 'string') return `did not end within ${limitMs / 1000} s`;
  return end.signal === null ? `ended with status ${end.status}` : `was ended by ${end.signal}`;
}

function reasonOf(command: string, ended: string, said: string): string {
  const lines = said
    .slice(-SAID_LENGTH)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-LAST_LINES)
    .map((line) => (line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line));
  const last = lines.length === 0 ? 'it printed nothing' : `its last lines: ${lines.join(' | ')}`;
  return `the build failed: "${command}" ${ended}; ${last}`;
}
