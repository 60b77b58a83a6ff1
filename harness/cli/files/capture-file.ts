import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs';
import { errorText, UsageError } from '../../contracts/errors.ts';
import { FRONT } from '../../frames/foreign.ts';
import { feed, openRecords } from '../../frames/records.ts';
import { compressionOf } from '../../frames/sink.ts';
import { lookAt } from '../../processes/look-at.ts';

/** The size of a capture in octets; undefined for what can only be read as it comes. Throws a UsageError. */
export function captureSize(flag: string, file: string): number | undefined {
  try {
    accessSync(file, constants.R_OK);
    const status = lookAt(file, { follows: true });
    if (status.isDirectory()) throw new Error('it is a folder');
    return status.isFile() ? status.size : undefined;
  } catch (error) {
    throw new UsageError(`${flag}: expected a capture, found ${JSON.stringify(file)}: ${errorText(error)}`);
  }
}

/** Checks that a file can be read, again if need be, and begins as a capture does, if it is not compressed. Throws a UsageError. */
export function checkCapture(flag: string, file: string): void {
  const size = captureSize(flag, file);
  if (size === undefined) {
    throw new UsageError(`${flag}: expected a capture in a regular file, found ${JSON.stringify(file)}`);
  }
  const front = Buffer.alloc(Math.min(FRONT, size));
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, front);
  } finally {
    closeSync(descriptor);
  }
  if (compressionOf(front) !== undefined) return;
  const reader = openRecords(() => undefined);
  if (feed(reader, front) && size <= FRONT) reader.end();
  const damage = reader.damage();
  if (damage?.offset === 0) throw new UsageError(`${flag}: ${damage.text}, in ${JSON.stringify(file)}`);
}
