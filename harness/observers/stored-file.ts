import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { errorCode, errorText } from '../contracts/errors.ts';
import { ObserverFailed, type StoredAs } from '../contracts/observer.ts';
import { firstDifference } from './compare.ts';

/** What the system says where no file of that name is there, or can be: a NUL is an invalid argument to Node. */
const noFile: ReadonlySet<string | undefined> = new Set([
  'ENOENT',
  'EISDIR',
  'ENOTDIR',
  'ENAMETOOLONG',
  'ELOOP',
  'ERR_INVALID_ARG_VALUE',
]);

/** Octets that one read takes. */
const READ_OCTETS = 65_536;

/**
 * Without waiting for the other end of what has become a FIFO since it was looked at, and not to become the terminal of this
 * process. 0 where the system has no such flag.
 */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/**
 * Compares a file on disk piece by piece; neither side is ever held whole. Only a regular file is opened, or a link to one, and
 * it is read no further than it is equal: what a program stores may have no end.
 */
export async function compareFile(path: string, contents: Iterable<Uint8Array>): Promise<StoredAs> {
  try {
    const before = await stat(path);
    if (!before.isFile()) return before.isDirectory() ? { kind: 'absent' } : { kind: 'special', what: kindOf(before) };
    const file = await open(path, OPEN_FLAGS);
    try {
      const opened = await file.stat();
      if (!opened.isFile()) return { kind: 'special', what: kindOf(opened) };
      const first = await firstDifference(piecesOf(file), contents);
      if (first === undefined) return { kind: 'equal' };
      return { kind: 'different', octets: (await file.stat()).size, firstDifference: first };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (noFile.has(errorCode(error))) return { kind: 'absent' };
    return unseen('what is stored cannot be read', error);
  }
}

/** What a file holds, read by read, each in the same buffer. */
async function* piecesOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(READ_OCTETS);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/** What is no regular file, in words. */
function kindOf(found: Stats): string {
  if (found.isFIFO()) return 'a FIFO';
  if (found.isSocket()) return 'a socket';
  return found.isCharacterDevice() || found.isBlockDevice() ? 'a device' : 'something that is no file';
}

/** Throws what was thrown where the system lets nobody look, in words: that is no fault of the IUT. */
export function unseen(what: string, error: unknown): never {
  if (errorCode(error) === undefined) throw error;
  throw new ObserverFailed(`${what}: ${errorText(error)}`);
}
