import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeOwnFolder, removeOwnFolder } from './own-folders.ts';

/** A pipe by its two ends, which are file descriptors of this process, closed on exec unless they are handed over. */
export interface PipeEnds {
  readonly read: number;
  readonly write: number;
}

const run = promisify(execFile);

/**
 * Makes pipes as a shell has them. What Node calls a pipe is a pair of sockets, which no program can open again by its
 * name (/dev/stdout: ENXIO). Each is a FIFO that is opened at both ends and then removed, so that no file is left
 * whatever happens. One command makes all of them, since it costs as much as to launch a program. Empty where there is
 * no mkfifo.
 *
 * The main thread alone may call it: Node closes the descriptors that a worker thread has opened when that ends, those
 * too that a socket took over and closed, and whose numbers are another's by then.
 */
export async function makePipes(count: number): Promise<readonly PipeEnds[]> {
  const folder = await makeOwnFolder('pipes');
  try {
    const paths = Array.from({ length: count }, (_, index) => join(folder, String(index)));
    await run('mkfifo', ['-m', '600', ...paths]);
    return paths.map(openBoth);
  } catch {
    return [];
  } finally {
    await removeOwnFolder(folder);
  }
}

/** Closes an end; where it was opened, as above. */
export function closeEnd(end: number): void {
  closeSync(end);
}

/** The reader does not wait for the writer, and the writer finds the reader. The program's end blocks, as it expects. */
function openBoth(path: string): PipeEnds {
  const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { read, write: openSync(path, constants.O_WRONLY) };
}
