import { parseArgsStringToArgv } from 'string-argv';
import { UsageError } from '../contracts/errors.ts';

/** What stands for `{host}`, `{port}` and so on in a command. */
export type Placeholders = Readonly<Record<string, string>>;

/**
 * A command's words with its placeholders filled in. Quotes group words; there is no shell unless the user writes one.
 * Placeholders are filled after splitting, so that a path with spaces stays one word. Throws a UsageError for an unknown one,
 * and for a quote that is not closed.
 */
export function commandWords(command: string, placeholders: Placeholders): readonly [string, ...string[]] {
  if (hasOpenQuote(command))
    throw new UsageError(`expected each quote of the command to be closed, found ${JSON.stringify(command)}`);
  const [program, ...words] = parseArgsStringToArgv(command).map((word) => fillPlaceholders(word, placeholders));
  if (program === undefined || program === '')
    throw new UsageError(`expected a command, found ${JSON.stringify(command)}`);
  return [program, ...words];
}

/** The parser takes an open quote for closed at the end, and whatever it hides for one word. */
function hasOpenQuote(command: string): boolean {
  let open = '';
  for (const character of command) {
    if (character === open) open = '';
    else if (open === '' && (character === '"' || character === "'")) open = character;
  }
  return open !== '';
}

/** Words that a shell takes for more than words. */
const shellWords: ReadonlySet<string> = new Set(['&&', '||', '|', ';', '&', '>', '>>', '<', '2>', '2>&1']);

/** The first word of a command that a shell would take for more than a word, as it stands there without quotes; undefined for none. */
export function shellWordIn(command: string): string | undefined {
  const withoutQuotes = command.replace(/"[^"]*"|'[^']*'/g, '""');
  return withoutQuotes.split(/\s+/).find((word) => shellWords.has(word));
}

/** Whether the command mentions a placeholder. */
export function mentions(command: string, placeholder: string): boolean {
  return command.includes(`{${placeholder}}`);
}

function fillPlaceholders(word: string, placeholders: Placeholders): string {
  return word.replace(/\{([a-z]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
    if (value === undefined) {
      const known = Object.keys(placeholders).map((key) => `{${key}}`);
      throw new UsageError(`expected one of ${known.join(' ')} in the command, found {${name}}`);
    }
    return value;
  });
}
