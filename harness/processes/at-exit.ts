import { isMainThread } from 'node:worker_threads';
import { processIds } from './kernel-file.ts';
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
  // A shell that runs a process substitution, `--report json=>(tee …)`, may leave it to the program that it becomes.
  const inherited = new Set(childrenOf(process.pid).map(({ name }) => name));
  process.on('exit', () => {
    endChildren(inherited);
    removeOwnFolders();
  });
}

/** Kills every child of this process but the inherited, with its group where it leads one. Linux; elsewhere the list of the groups must do. */
function endChildren(inherited: ReadonlySet<string>): void {
  for (let look = 0; look < LOOKS; look += 1) {
    const children = childrenOf(process.pid).filter(({ name }) => !inherited.has(name));
    if (children.length === 0) return;
    for (const { pid, leads } of children) {
      if (leads) kill(-pid);
      kill(pid);
    }
  }
}

interface Child {
  readonly pid: number;
  /** Its id and its start: an id alone may be another's later. */
  readonly name: string;
  /** Whether it leads a process group. */
  readonly leads: boolean;
}

/** Those that still run: one that has ended waits only to be told of. */
function childrenOf(parent: number): readonly Child[] {
  return processIds().flatMap((pid) => {
    const fields = statFields(pid) ?? [];
    const [state, its, group] = fields;
    if (Number(its) !== parent || state === 'Z' || state === 'X') return [];
    return [{ pid, name: `${pid} ${fields[19]}`, leads: Number(group) === pid }];
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
