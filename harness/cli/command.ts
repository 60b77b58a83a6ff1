import type { ArgumentsCamelCase, Argv } from 'yargs';

/** Values stay texts, and a flag that is given twice is told: whoever uses one says what was expected of it. */
export const parserConfiguration = {
  'duplicate-arguments-array': true,
  'parse-numbers': false,
  'parse-positional-numbers': false,
} as const;

/**
 * The words of a command line for the parser, which takes quotes off some values behind `=`. A shell has taken off its own: those
 * that are left are the user's. A value that is a word of its own keeps them.
 */
export function withOwnQuotes(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  return words.flatMap((word, index) => {
    const [, flag, value] = /^(--?[^=]+)=((["'])[\s\S]*\3)$/.exec(word) ?? [];
    return flag === undefined || value === undefined || (end >= 0 && index >= end) ? [word] : [flag, value];
  });
}

/** What a command file exports. It is loaded only when its command is asked for. */
export interface Command<Arguments> {
  readonly builder: (yargs: Argv) => Argv<Arguments>;
  /** Does the work and resolves to the exit status. Throws `UsageError` for wrong input. */
  readonly handler: (args: ArgumentsCamelCase<Arguments>) => Promise<number>;
}

/** Ties a builder's arguments to its handler, so that neither has to spell them out. */
export function defineCommand<Arguments>(
  builder: (yargs: Argv) => Argv<Arguments>,
  handler: (args: ArgumentsCamelCase<Arguments>) => Promise<number>,
): Command<Arguments> {
  return { builder, handler };
}
