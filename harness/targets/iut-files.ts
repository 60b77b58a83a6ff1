import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { basename, delimiter, join, resolve, sep } from 'node:path';
import { errorText } from '../contracts/errors.ts';
import type { TestedFile } from '../contracts/tested.ts';

/** More octets of a file are not hashed: no program is as large. */
const HASHED_OCTETS = 1024 ** 3;

/** How long one file may take to be hashed, in milliseconds: that of a share that hangs would never be. */
const HASH_MS = 30_000;

/** Octets that are read at a time. */
const CHUNK_OCTETS = 1024 * 1024;

/** A file that a launch uses. */
export interface NamedFile {
  readonly what: TestedFile['what'];
  readonly path: string;
}

/** Where a command is launched. */
export interface LaunchPlace {
  readonly cwd: string;
  /** The folders in which programs are looked for, as the environment has them. */
  readonly path: string;
}

/**
 * The files that a command launches: its program, looked for as the system does, and the first argument that is a file, which
 * is the script where the program is an interpreter. Where Python runs a module (`-m`), no argument behind that is.
 */
export async function launchedFiles(
  [program, ...words]: readonly [string, ...string[]],
  place: LaunchPlace,
): Promise<readonly NamedFile[]> {
  const script = await firstOf(
    beforeModule(program, words)
      .filter((word) => word !== '')
      .map((word) => resolve(place.cwd, word)),
    isFile,
  );
  return [
    { what: 'program', path: await programFile(program, place) },
    ...(script === undefined ? [] : [{ what: 'script' as const, path: script }]),
  ];
}

function beforeModule(program: string, words: readonly string[]): readonly string[] {
  const isPython = /^(?:python|pypy)[\d.]*$/.test(basename(program));
  const module = words.indexOf('-m');
  return isPython && module >= 0 ? words.slice(0, module) : words;
}

/** The file with its SHA-256, or with the reason why it has none. */
export async function hashedFile({ what, path }: NamedFile, octets = HASHED_OCTETS): Promise<TestedFile> {
  try {
    return { what, path, sha256: await sha256Of(path, octets) };
  } catch (error) {
    return { what, path, problem: errorText(error) };
  }
}

/** The name as it is where there is no such program: the launch says so. */
async function programFile(program: string, { cwd, path }: LaunchPlace): Promise<string> {
  if (program.includes(sep)) return resolve(cwd, program);
  const places = path.split(delimiter).map((folder) => join(resolve(cwd, folder), program));
  return (await firstOf(places, isProgram)) ?? program;
}

async function firstOf(
  paths: readonly string[],
  isIt: (path: string) => Promise<boolean>,
): Promise<string | undefined> {
  for (const path of paths) if (await isIt(path)) return path;
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  const isExecutable = access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  return (await isFile(path)) && (await isExecutable);
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

/** Throws where it is no file, too large, not readable, or not read in time. Nothing is waited for that is no file. */
async function sha256Of(path: string, octets: number): Promise<string> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) throw new Error('it is no regular file');
    const hash = createHash('sha256');
    const chunk = new Uint8Array(CHUNK_OCTETS);
    const ends = performance.now() + HASH_MS;
    for (let total = 0; ; ) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length);
      if (bytesRead === 0) return hash.digest('hex');
      total += bytesRead;
      if (total > octets) throw new Error(`it has more than ${octets} octets, and is not hashed`);
      if (performance.now() > ends) throw new Error(`it was not read within ${HASH_MS / 1000} s`);
      hash.update(chunk.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
