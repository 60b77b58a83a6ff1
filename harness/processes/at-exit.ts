import { readdirSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { removeOwnFolders } from './own-folders.ts';
import { statFields } from './stat-fields.ts';

/** Looks at the table of processes, at most: a thread may start one more while the others are ended. */
const LOOKS = 10;

let isSet = false;

/**
 * Has this process end its children, and remove its folders, whenever and however it exits from now on: a second interrupt
 * and a fault of the harness wait for nothing. Only the main thread's exit is that of the process.
 */
export function leaveNothingAtExit(): void {
  if (isSet || !isMainThread) return;
  isSet = true;
  process.on('exit', () => {
    endChildren();
    removeOwnFolders();
  });
}

/** Kills every child of this process, with its group where it leads one. Linux; elsewhere the list of the groups must do. */
export function endChildren(): void {
  for (let look = 0; look < LOOKS; look += 1) {
    const children = childrenOf(process.pid);
    if (children.length === 0) return;
    for (const { pid, leads } of children) {
      if (leads) kill(-pid);
      kill(pid);
    }
  }
}

/** Those that have ended and wait to be told of are none. */
function childrenOf(parent: number): ReadonlyArray<{ readonly pid: number; readonly leads: boolean }> {
  return processes().flatMap((pid) => {
    const [state, its, group] = statFields(pid) ?? [];
    return Number(its) === parent && state !== 'Z' && state !== 'X' ? [{ pid, leads: Number(group) === pid }] : [];
  });
}

function processes(): readonly number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0);
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
