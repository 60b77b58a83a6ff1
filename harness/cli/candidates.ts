import { allRequirements, suites } from '../../suites/index.ts';
import { commands } from './commands.ts';
import { flagsOf } from './main.ts';
import { print } from './terminal/print.ts';

/** Flags that take the id of a requirement, or a glob over ids. */
const ID_FLAGS = ['--only', '--skip', '--require'];

/** Prints them, a line each, for the script of a shell. */
export async function printCandidates(words: readonly string[]): Promise<void> {
  await print((await candidates(words)).map((one) => `${one}\n`).join(''));
}

/**
 * What may stand for the last of these words, which follow `sockspec` on a command line that is being typed: commands, flags,
 * suites, ids, or values that are a known list. Nothing where a file or another value is expected.
 */
export async function candidates(words: readonly string[]): Promise<readonly string[]> {
  const typed = words.at(-1) ?? '';
  const found = await mayFollow(words.slice(0, -1), typed);
  return found.filter((one) => one.startsWith(typed));
}

async function mayFollow(before: readonly string[], typed: string): Promise<readonly string[]> {
  const [command] = before;
  if (command === undefined) return commands.map(({ name }) => name);
  if (!commands.some(({ name }) => name === command)) return [];
  const flags = await flagsOf(command);
  if (typed.startsWith('-')) return flags.map(({ flag }) => flag);
  const last = before.at(-1) ?? '';
  if (ID_FLAGS.includes(last)) return ids();
  const isValueOf = (word: string): boolean => flags.some(({ flag, takesValue }) => flag === word && takesValue);
  // Over a hundred files of endpoints and their faults stand behind these values: no flag is to wait for them.
  const values = await import('./candidate-values.ts');
  if (isValueOf(last)) return values.valuesOfFlag(last, { command, words: before.slice(1) });
  const firsts = await values.firstArguments(command);
  if (firsts !== undefined) {
    const given = before
      .slice(1)
      .filter((word, index, words) => !word.startsWith('-') && !isValueOf(words[index - 1] ?? ''));
    return given.length === 0 ? firsts : [];
  }
  if (command === 'run') return suites.map(({ path }) => path);
  if (command === 'explain') return [...ids(), ...values.lawNames];
  return command === 'list' ? ids() : [];
}

function ids(): readonly string[] {
  return [...suites.map(({ path }) => path), ...allRequirements.map(({ id }) => id)];
}
