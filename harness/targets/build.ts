import { isUtf8 } from 'node:buffer';
import { access, constants, readdir, readlink, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { errorCode } from '../contracts/errors.ts';
import { commandWords } from '../processes/command-line.ts';
import { launch } from '../processes/launch.ts';
import { whyNotOwn } from '../processes/sandbox/own-folder.ts';
import { shownText } from '../text/utf8.ts';
import { commandEnd, commandEndWords, whyNotStarted } from './command-end.ts';
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
  const missing = await missingPlace(means);
  if (missing !== undefined) return { reason: missing, said: '' };
  if (means.build === undefined || signal.aborted) return undefined;
  const { command, limitMs } = means.build;
  const words = commandWords(command, placesOfFolder(means));
  const process = await launch(words, { env, ...(cwd === undefined ? {} : { cwd }) }).catch(whyNotStarted);
  if (typeof process === 'string') return { reason: `the build failed: ${process}`, said: '' };
  process.closeInput();
  const end = await commandEnd(process.ended, limitMs, signal);
  await process.stop();
  const said = process.output.text();
  if (end === 'aborted' || (typeof end === 'object' && end.status === 0)) return undefined;
  return { reason: reasonOf(command, commandEndWords(end, limitMs), said), said: said.slice(-SAID_LENGTH) };
}

/** Why nothing can be launched where a program is to be, in words; undefined where it can. */
export async function missingPlace({
  cwd,
  folder,
  sandbox,
}: Pick<ExecMeans, 'cwd' | 'folder' | 'sandbox'>): Promise<string | undefined> {
  for (const place of [folder, cwd]) {
    const problem = place === undefined ? undefined : await whyNotThere(place);
    if (problem !== undefined) return problem;
  }
  const problem = sandbox === undefined ? undefined : whyNotOwn(sandbox);
  return problem === undefined ? undefined : `the program cannot be put into its sandbox: ${problem}`;
}

async function whyNotThere(place: string): Promise<string | undefined> {
  if ((await stat(place).catch(() => undefined))?.isDirectory() !== true) {
    const none = `there is no folder ${place} to launch the program in`;
    const why = (await whereLinkLeads(place)) ?? (await whyUnnamed(place));
    return why === undefined ? none : `${none}: ${why}`;
  }
  const problem = await access(place, constants.X_OK).then(() => undefined, errorCode);
  return problem === undefined
    ? undefined
    : `the program cannot be launched in the folder ${place}: this user may not enter it (${problem})`;
}

async function whereLinkLeads(place: string): Promise<string | undefined> {
  const leads = await readlink(place).catch(() => undefined);
  return leads === undefined ? undefined : `it is a link to ${leads}`;
}

/** A name that is no text can be shown, and not be said in a path. */
async function whyUnnamed(place: string): Promise<string | undefined> {
  const names = await readdir(dirname(place), { encoding: 'buffer' }).catch(() => []);
  const isIts = names.some((name) => !isUtf8(name) && shownText(name) === basename(place));
  return isIts ? 'its name is not UTF-8, and has to be another one' : undefined;
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
