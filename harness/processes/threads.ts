import { readdirSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { kernelFile } from './kernel-file.ts';

/** Threads that one look reads, more than a sandbox may have; of a program with more the rest is not looked at. */
const THREADS = 320;

/** Looks at the threads of a process and of its descendants: the place of each in `/proc`; none where there is no `/proc`. */
export function threadsOf(root: string, pid: number, found: string[] = []): readonly string[] {
  for (const thread of list(`${root}/${pid}/task`)) {
    if (found.length >= THREADS) break;
    const place = `${root}/${pid}/task/${thread}`;
    found.push(place);
    for (const child of kernelFile(`${place}/children`).trim().split(' ')) {
      if (child !== '') threadsOf(root, Number(child), found);
    }
  }
  return found;
}

/**
 * Whether a thread of a process, or of a descendant, runs or is about to (state R of proc(5)), or the process is gone and not
 * told of yet (Z, X). A program that waits for clients sleeps. Undefined where the system does not tell (other than Linux).
 */
export function isAnyBusy(pid: number, root = '/proc'): boolean | undefined {
  const threads = threadsOf(root, pid);
  if (threads.length === 0) return undefined;
  return 'RZX'.includes(stateOf(`${root}/${pid}`)) || threads.some(isRunnable);
}

/** Whether a thread runs or is about to, by its place in `/proc`. */
export function isRunnable(place: string): boolean {
  return stateOf(place) === 'R';
}

/** The name of the file that a process runs, of a script that of its interpreter; empty where the system does not tell. */
export function programOf(pid: number, root = '/proc'): string {
  try {
    return basename(readlinkSync(`${root}/${pid}/exe`));
  } catch {
    return '';
  }
}

/** The letter behind the name, which stands in parentheses and may hold anything. */
function stateOf(place: string): string {
  return /\) (\w)[^)]*$/.exec(kernelFile(`${place}/stat`))?.[1] ?? 'X';
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
