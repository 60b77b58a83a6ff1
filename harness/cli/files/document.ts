import { readFile } from 'node:fs/promises';
import { errorText, UsageError } from '../../contracts/errors.ts';

/** Whether a file is YAML, by its name. */
export function isYaml(file: string): boolean {
  return /\.ya?ml$/.test(file);
}

/** The value that a JSON or YAML file holds, whatever its form. `flag` names the file in messages. Throws a UsageError. */
export async function readDocument(flag: string, file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${flag}: expected a file that can be read, found ${file}: ${errorText(error)}`);
  });
  try {
    if (!isYaml(file)) return JSON.parse(text);
    const { parse } = await import('yaml');
    return parse(text);
  } catch (error) {
    throw new UsageError(
      `${file}: expected ${isYaml(file) ? 'YAML' : 'JSON'}, found something else: ${errorText(error)}`,
    );
  }
}
