import { randomInt } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { tellLeft } from './left-behind.ts';
import { processNamespace, processStart } from './process-start.ts';
import { removeTree, removeTreeAtOnce } from './removal.ts';
import { statFields } from './stat-fields.ts';

/** Letters and figures of the last part of a name, and how many there are of them: nobody has such a folder by chance. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const RANDOM_LETTERS = 16;

/** What a folder is for, the namespace of process ids, whose process made it, when that was started, and letters. */
const NAME = /^sockspec (?<kind>[a-z]+)-(?<namespace>\d+)-(?<pid>\d+)-(?<started>\d+)-[a-z0-9]{16}$/;

/** How often it is tried again to remove a folder in which a program that was just ended has made a file, and after how many milliseconds more each time. */
const RETRIES = 3;
const RETRY_MS = 100;

/** Makes a folder of this process for what is temporary, which nobody else may open. Its path has a space in it, as a user's may. */
export async function makeOwnFolder(kind: 'iut' | 'fetch' | 'pipes' | 'capture'): Promise<string> {
  const letters = Array.from({ length: RANDOM_LETTERS }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
  // Programs that are told of it are launched elsewhere, perhaps.
  const folder = resolve(tmpdir(), `sockspec ${kind}-${ownerOf(process.pid)}-${letters}`);
  await mkdir(folder, { mode: 0o700 });
  return folder;
}

/** Removes such a folder with all that is in it, and nothing that a link in it leads to. What cannot be removed is told. */
export async function removeOwnFolder(folder: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const left = await removeTree(dirname(folder), basename(folder));
    if (left.length === 0) return;
    if (tries === RETRIES) break;
    await pause(RETRY_MS * (tries + 1));
  }
  tellLeft(folder);
}

/** Removes all folders of these processes, at once: nothing of this one, and of those that it has ended, is to outlive it. */
export function removeFoldersOf(pids: readonly number[]): void {
  const owners = new Set(pids.map(ownerOf));
  for (const { name, owner } of folders()) if (owners.has(owner)) removeTreeAtOnce(tmpdir(), name);
}

/**
 * Removes the folders of runs that were killed: nobody else can. Those of other users and containers, and of runs that go on,
 * stay. Linux only: elsewhere the system does not tell whether a process is still the one that made it.
 */
export async function removeOrphans(): Promise<void> {
  const namespace = processNamespace();
  if (namespace === '0') return;
  for (const { name, owner, pid } of folders()) {
    if (!owner.startsWith(`${namespace}-`) || (owner === ownerOf(pid) && !isOver(pid))) continue;
    if (isOfThisUser(join(tmpdir(), name))) await removeTree(tmpdir(), name);
  }
}

/** Whether a process has ended, and waits only to be told of. */
function isOver(pid: number): boolean {
  return statFields(pid)?.[0] === 'Z';
}

function ownerOf(pid: number): string {
  return `${processNamespace()}-${pid}-${processStart(pid) ?? 0}`;
}

function folders(): ReadonlyArray<{ readonly name: string; readonly owner: string; readonly pid: number }> {
  return namesIn(tmpdir()).flatMap((name) => {
    const { namespace, pid, started } = NAME.exec(name)?.groups ?? {};
    return namespace === undefined ? [] : [{ name, owner: `${namespace}-${pid}-${started}`, pid: Number(pid) }];
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isOfThisUser(folder: string): boolean {
  try {
    const found = lstatSync(folder);
    return found.isDirectory() && found.uid === process.getuid?.();
  } catch {
    return false;
  }
}
