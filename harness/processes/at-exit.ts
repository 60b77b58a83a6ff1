import { isMainThread } from 'node:worker_threads';
import { processIds } from './kernel-file.ts';
import { removeFoldersOf } from './own-folders.ts';
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
  // A shell that runs a process substitution, `--report json=>(tee …)`, may leave it to the program that it becomes.
  const inherited = new Set(childrenOf(process.pid).map(({ name }) => name));
  process.on('exit', () => {
    removeFoldersOf([process.pid, ...endChildren(inherited)]);
  });
}

/**
 * Kills every child of this process but the inherited, and theirs, which a starter has; with its group each that leads one.
 * Linux; elsewhere the list of the groups must do. Returns the ids of those.
 */
function endChildren(inherited: ReadonlySet<string>): readonly number[] {
  const ended: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const ours = descendantsOf(process.pid, inherited);
    if (ours.length === 0) break;
    for (const { pid, leads } of ours) {
      if (leads) kill(-pid);
      kill(pid);
      ended.push(pid);
    }
  }
  return ended;
}

interface Child {
  readonly pid: number;
  readonly parent: number;
  /** Its id and its start: an id alone may be another's later. */
  readonly name: string;
  /** Whether it leads a process group. */
  readonly leads: boolean;
}

/** Of one look at all processes: when a parent is ended, its children have another. */
function descendantsOf(root: number, spared: ReadonlySet<string>): readonly Child[] {
  const running = allRunning();
  const found: Child[] = [];
  for (const parents = [root]; parents.length > 0; ) {
    const parent = parents.pop();
    for (const child of running) {
      if (child.parent !== parent || spared.has(child.name)) continue;
      found.push(child);
      parents.push(child.pid);
    }
  }
  return found;
}

function childrenOf(parent: number): readonly Child[] {
  return allRunning().filter((one) => one.parent === parent);
}

/** Without those that have ended, and wait only to be told of. */
function allRunning(): readonly Child[] {
  return processIds().flatMap((pid) => {
    const fields = statFields(pid) ?? [];
    const [state, parent, group] = fields;
    if (parent === undefined || state === 'Z' || state === 'X') return [];
    return [{ pid, parent: Number(parent), name: `${pid} ${fields[19]}`, leads: Number(group) === pid }];
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
