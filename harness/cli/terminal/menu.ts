import { UsageError } from '../../contracts/errors.ts';
import { plainTable } from './plain-table.ts';
import { say } from './print.ts';
import type { Questions } from './questions.ts';

/** One line of a menu. */
export interface Choice<Value> {
  readonly value: Value;
  /** What may be typed for it beside its number. */
  readonly names: readonly string[];
  /** What the line shows behind its number, column by column. */
  readonly columns: readonly string[];
}

/**
 * Shows a numbered menu and asks which of its lines is meant, by its number or by what else names it (`kinds`, e.g. "name" and
 * "address"), until one is. Throws a UsageError at the end of the input.
 */
export async function choose<Value>(
  title: string,
  choices: readonly Choice<Value>[],
  { ask }: Questions,
  kinds: readonly [string, ...string[]] = ['name'],
): Promise<Value> {
  say(`${title}:\n${plainTable(choices.map(({ columns }, index) => [`  ${index + 1})`, ...columns]))}`);
  const chosen = (answer: string): Choice<Value> => {
    const found =
      choices.find((_, index) => String(index + 1) === answer) ?? choices.find(({ names }) => names.includes(answer));
    if (found !== undefined) return found;
    const expected = [`a number from 1 to ${choices.length}`, ...kinds.map(withArticle)];
    throw new UsageError(`expected ${either(expected)}, found ${JSON.stringify(answer)}`);
  };
  return chosen(await ask(`Which one (${either(['number', ...kinds])})`, chosen)).value;
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function either(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
