import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorText } from '../contracts/errors.ts';

/**
 * Writes what comes into a new file, at most so many octets; what comes beyond is read and forgotten. Resolves once all is
 * written, to undefined; or to why not all is there, in words. Never rejects.
 */
export function writeUpTo(octets: Readable, path: string, limit: number): Promise<string | undefined> {
  let isCut = false;
  const upToLimit = async function* (pieces: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    let left = limit;
    for await (const piece of pieces) {
      if (piece.length > left) isCut = true;
      if (isCut) continue;
      left -= piece.length;
      yield piece;
    }
  };
  return pipeline(octets, upToLimit, createWriteStream(path, { flags: 'wx' })).then(
    () => (isCut ? `it is larger than ${limit} octets` : undefined),
    (error: unknown) => `it cannot be written: ${errorText(error)}`,
  );
}
