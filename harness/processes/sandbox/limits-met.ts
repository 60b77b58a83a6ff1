import { statfsSync } from 'node:fs';
import type { Output } from '../../contracts/observer.ts';
import type { ProcessEnd } from '../../contracts/process.ts';
import { SANDBOX_NOTE } from '../../contracts/run-form.ts';
import { OUTPUT_LIMIT } from '../output.ts';
import { threadsOf } from '../threads.ts';
import { FOLDER_MIB, MIB, PROCESSES, PROCESSOR_SECONDS, TEMPORARY_MIB } from './limits.ts';

/** How often a program in a sandbox is looked at, in milliseconds: each look reads a file a thread. */
const LOOK_MS = 250;

/** Threads of a sandbox that are not the program's: its leader, and its init. */
const OUTSIDE = 2;

/** How runtimes tell of a thread or a process that the system refuses. */
const REFUSED =
  /can't start new thread|unable to create (?:new )?native thread|\bfork\b[^\n]*\n(?:[^\n]*\n)?[^\n]*Errno 11\]/i;

/** A program in a sandbox. */
export interface Held {
  /** The process that stays outside, and the program's first as the harness sees it. */
  readonly leader: number;
  readonly pid: number;
  readonly writable: readonly string[];
  readonly output: Output;
  readonly end: () => ProcessEnd | undefined;
}

/** Which limits of its sandbox a program has met. */
export interface LimitsMet {
  /** Looks once more, and tells of all so far: each one sentence that begins with `SANDBOX_NOTE`. */
  readonly told: () => readonly string[];
  readonly close: () => void;
}

/** Looks at a program every now and then until it is closed. What the kernel tells nobody of, as memory that is refused, is not seen. */
export function watchLimits({ leader, pid, writable, output, end }: Held): LimitsMet {
  const met = new Set<string>();
  const look = (): void => {
    for (const what of [
      ...(threadsOf('/proc', leader).length - OUTSIDE >= PROCESSES ? [manyProcesses] : []),
      ...(writable.some((folder) => isFull(folder, FOLDER_MIB)) ? [fullFolder] : []),
      ...(isFull(`/proc/${pid}/root/tmp`, TEMPORARY_MIB) ? [fullTemporary] : []),
    ])
      met.add(what);
  };
  const timer = setInterval(look, LOOK_MS).unref();
  return {
    told: () => {
      if (end() === undefined) look();
      return [...new Set([...met, ...byOutput(output), ...byEnd(end())])];
    },
    close: () => clearInterval(timer),
  };
}

const manyProcesses = `${SANDBOX_NOTE}the program came to ${PROCESSES} processes and threads, and may have no more`;
const fullFolder = `${SANDBOX_NOTE}the program has filled the ${FOLDER_MIB} MiB that it may store`;
const muchOutput = `${SANDBOX_NOTE}the program has printed more than ${OUTPUT_LIMIT / MIB} MiB, of which the last are kept`;
const fullTemporary = `${SANDBOX_NOTE}the program has filled the ${TEMPORARY_MIB} MiB of /tmp`;

/** Limits that end a program by a signal of their own. */
function byEnd(end: ProcessEnd | undefined): readonly string[] {
  if (end?.signal === 'SIGXCPU')
    return [
      `${SANDBOX_NOTE}the program was ended by SIGXCPU: a process may have ${PROCESSOR_SECONDS} s of processor time`,
    ];
  if (end?.signal === 'SIGXFSZ')
    return [`${SANDBOX_NOTE}the program was ended by SIGXFSZ: a file may have ${FOLDER_MIB} MiB`];
  return [];
}

function byOutput({ total, text }: Output): readonly string[] {
  return [...(REFUSED.test(text()) ? [manyProcesses] : []), ...((total?.() ?? 0) > OUTPUT_LIMIT ? [muchOutput] : [])];
}

/** Whether a file system of a sandbox has no room left; another one of another size is not looked at. */
function isFull(place: string, mebibytes: number): boolean {
  try {
    const { bsize, blocks, bfree } = statfsSync(place);
    return blocks * bsize === mebibytes * MIB && bfree === 0;
  } catch {
    return false;
  }
}
