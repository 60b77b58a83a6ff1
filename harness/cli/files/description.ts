import { readFile, stat } from 'node:fs/promises';
import type { KnownProtocol } from '../../../suites/index.ts';
import { errorText, UsageError } from '../../contracts/errors.ts';
import type { DescribedProtocol } from '../../contracts/plan.ts';
import { parseDescription } from '../../protocols/wire/description.ts';

/** The names of the built-in protocols, and of the suite of captures: no description may have one. */
export const builtInProtocols = ['broadcast', 'connect', 'fortune', 'frames', 'lines', 'multicast', 'record', 'upload'];

/** The largest file that is read at all, in octets: the parser tells what is too large for a description. */
const MOST_OCTETS = 1024 * 1024;

/** A description whose text was read: checked, and ready for the table of suites. Throws a UsageError of one line. */
export function knownProtocol(described: DescribedProtocol): KnownProtocol {
  return { ...described, description: parseDescription(described.text, described.file, builtInProtocols) };
}

/** Reads the text of a description. Throws a UsageError where it cannot be read. */
export async function readDescribed(file: string): Promise<DescribedProtocol> {
  const text = await readBounded(file).catch((error: unknown) => {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`expected a description that can be read, found ${file}: ${errorText(error)}`);
  });
  return { file, text };
}

async function readBounded(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > MOST_OCTETS)
    throw new UsageError(`${file}: expected a description of at most 256 KiB, found ${size} octets`);
  return await readFile(file, 'utf8');
}
