import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorText } from '../contracts/errors.ts';

/** A file that is written while octets come, up to a limit. */
export interface BoundedFile {
  /** Resolves once all is written, to undefined; or to why not all is there, in words. Never rejects. */
  readonly written: Promise<string | undefined>;
}

/** Writes what comes into a new file, at most so many octets. What comes beyond, or after an error, is read and forgotten. */
export function writeUpTo(octets: Readable, path: string, limit: number): BoundedFile {
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
  const written = pipeline(octets, upToLimit, createWriteStream(path, { flags: 'wx' })).then(
    () => (isCut ? `it is larger than ${limit} octets` : undefined),
    (error: unknown) => `it cannot be written: ${errorText(error)}`,
  );
  return { written };
}
