import type { Output } from '../contracts/observer.ts';
import { commandWords, type Placeholders } from '../processes/command-line.ts';
import { type LaunchOptions, launch } from '../processes/launch.ts';
import { commandEnd, commandEndWords, whyNotStarted } from './command-end.ts';

/** How long a version command may take, in milliseconds: a virtual machine, or a phone's bridge, starts in seconds. */
const VERSION_MS = 10_000;

/** Characters of a version that are kept. */
const VERSION_LENGTH = 200;

/** A command that prints more characters than this tells something else than its version, or has no end. */
const PRINTED_LENGTH = 64 * 1024;

/** What a version command told: a version, or one sentence that says why there is none. */
export type ToldVersion = { readonly version: string } | { readonly versionProblem: string };

/**
 * Runs a version command once, and takes the first line that it prints: on standard output, or on standard error where it has
 * printed nothing else. It is ended with all that it has started: at its
 * limit in milliseconds, when it has printed too much, and when the run is interrupted.
 */
export async function toldVersion(
  command: string,
  places: Placeholders,
  options: LaunchOptions,
  signal: AbortSignal,
  limitMs = VERSION_MS,
): Promise<ToldVersion> {
  const failed = (why: string): ToldVersion => ({ versionProblem: `"${command}" told no version: it ${why}` });
  if (signal.aborted) return failed('was ended with the run');
  const process = await launch(commandWords(command, places), options).catch(whyNotStarted);
  if (typeof process === 'string') return { versionProblem: process };
  process.closeInput();
  const end = await Promise.race([commandEnd(process.ended, limitMs, signal), floods(process.output)]);
  await process.stop();
  const line = firstLine(process.output);
  if (end === 'floods') return failed(`printed more than ${PRINTED_LENGTH} characters`);
  if (typeof end === 'string' || end.status !== 0)
    return failed(`${commandEndWords(end, limitMs)}${line === '' ? '' : `; its first line: ${line}`}`);
  return line === '' ? failed('printed an empty first line, or nothing') : { version: line };
}

/** A warning on standard error may come before the version, and is none. */
function firstLine({ each, text }: Output): string {
  const printed = (each?.() ?? [text()]).find((stream) => stream.trim() !== '') ?? '';
  return (printed.split(/\r?\n/, 1)[0] ?? '').trim().slice(0, VERSION_LENGTH);
}

/** Resolves when too much was printed; what has ended prints no more. */
async function floods({ text, total = () => text().length, changed }: Output): Promise<'floods'> {
  while (total() <= PRINTED_LENGTH) await changed();
  return 'floods';
}
