import { randomUUID } from 'node:crypto';
import { closeSync, constants, openSync } from 'node:fs';
import { access, lstat, mkdtemp, rename, rm, rmdir, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { causeText, errorCode, UsageError } from '../../contracts/errors.ts';
import { makeFolders } from '../../processes/make-folders.ts';

/** Throws a UsageError for a file that could not be written, before anything is done for it. */
export async function checkWritable(flag: string, file: string): Promise<void> {
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory() === true) throw new UsageError(`${flag}: expected a file, found the folder ${file}`);
  if (await isReplaceable(file)) return checkRoom(flag, dirname(file));
  await checkAccess(flag, 'a file', file);
}

/**
 * Throws a UsageError for a folder in which no file could be made, or that could not be made itself. It is tried, in the nearest
 * folder that is there: /proc, and what is mounted from elsewhere, has rights of its own.
 */
export async function checkRoom(flag: string, folder: string): Promise<void> {
  const nearest = await nearestFolder(folder);
  await checkFolder(flag, nearest);
  try {
    await rmdir(await mkdtemp(join(nearest, OWN)));
  } catch (error) {
    throw new UsageError(
      `${flag}: expected a folder in which files can be made, found ${nearest}: ${causeText(error)}`,
    );
  }
}

/** How names begin of what is there for a moment. */
const OWN = '.sockspec-';

/** Throws a UsageError for what is no folder, or may not be written to. */
export async function checkFolder(flag: string, folder: string): Promise<void> {
  await checkAccess(flag, 'a folder', folder);
  if (!(await stat(folder)).isDirectory()) throw new UsageError(`${flag}: expected a folder, found the file ${folder}`);
}

async function checkAccess(flag: string, meant: string, path: string): Promise<void> {
  await access(path, constants.W_OK).catch((error: unknown) => {
    throw new UsageError(`${flag}: expected ${meant} that can be written to, found ${path}: ${causeText(error)}`);
  });
}

/**
 * Writes a file that is complete, or as it was before; the folders that lead to it are made. What is there and is no
 * regular file is written through, as a shell does it: a rename would replace a device, a FIFO or a symbolic link.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  if (!(await isReplaceable(file))) return writeThrough(file, text);
  makeFolders(dirname(file));
  const draft = join(dirname(file), `${OWN}${randomUUID()}.part`);
  try {
    await writeFile(draft, text);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Removes a regular file, and empties one that a link leads to. Resolves to whether there was one. */
export async function withdrawn(file: string): Promise<boolean> {
  if ((await stat(file).catch(() => undefined))?.isFile() !== true) return false;
  await ((await lstat(file)).isSymbolicLink() ? truncate(file) : rm(file));
  return true;
}

/** Whether nothing is there, or a regular file. */
async function isReplaceable(file: string): Promise<boolean> {
  const there = await lstat(file).catch(() => undefined);
  return there === undefined || there.isFile();
}

/** To open a FIFO that nobody reads waits for ever: that is an error. The first handle keeps its reader until all is written. */
async function writeThrough(file: string, text: string): Promise<void> {
  const isFifo = (await stat(file).catch(() => undefined))?.isFIFO() === true;
  const held = isFifo ? openFifo(file) : undefined;
  try {
    await writeFile(file, text);
  } catch (error) {
    // A reader that left is no error, as on standard output.
    if (!isFifo || errorCode(error) !== 'EPIPE') throw error;
  } finally {
    if (held !== undefined) closeSync(held);
  }
}

function openFifo(file: string): number {
  try {
    return openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (errorCode(error) !== 'ENXIO') throw error;
    throw new Error(`expected a reader of the FIFO ${file}, found none`);
  }
}

/** The folder itself, or the nearest one above it that is there. A link that leads nowhere is there. */
async function nearestFolder(folder: string): Promise<string> {
  const above = dirname(folder);
  const isThere = await lstat(folder).then(
    () => true,
    () => false,
  );
  return isThere || above === folder ? folder : nearestFolder(above);
}
