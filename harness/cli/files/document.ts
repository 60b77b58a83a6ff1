import { readFile } from 'node:fs/promises';
import { errorText, UsageError } from '../../contracts/errors.ts';
import { jsonValue } from '../../text/json.ts';

/** Whether a file is YAML, by its name. */
export function isYaml(file: string): boolean {
  return /\.ya?ml$/.test(file);
}

/** The kinds of files that a user gives, and the keys by which each is known: of several the first. */
const kinds = [
  ['a JSON report of a run', ['tool', 'targets', 'cases']],
  ['a baseline', ['known']],
  ['a description of a protocol', ['protocol', 'messages']],
  ['a profile', ['targets']],
] as const;

/**
 * Says that a file of another kind was given than the one that was expected; undefined where its keys do not show that. The first key
 * that it lacks would tell less.
 */
export function otherKind(value: unknown, expected: (typeof kinds)[number][0]): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const [kind = expected] = kinds.find(([, keys]) => keys.every((key) => Object.hasOwn(value, key))) ?? [];
  return kind === expected ? undefined : `expected ${expected}, found ${kind}`;
}

/**
 * The value that a JSON or YAML file holds, whatever its form. `flag` names the file in messages. Throws a UsageError, for a
 * wrong text with the line and the column.
 */
export async function readDocument(flag: string, file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${flag}: expected a file that can be read, found ${file}: ${errorText(error)}`);
  });
  if (!isYaml(file)) return jsonValue(text, file);
  if (text.trim() === '') throw new UsageError(`${file}: expected YAML, found an empty file`);
  try {
    const { parse } = await import('yaml');
    return parse(text);
  } catch (error) {
    throw new UsageError(`${file}: expected YAML, found something else: ${errorText(error)}`);
  }
}
