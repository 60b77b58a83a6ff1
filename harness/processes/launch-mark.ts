import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Numbering, numberingNow, processesSince } from './numbering.ts';
import { statFields } from './stat-fields.ts';

/**
 * The environment variable by which everything that a launch has started is found again: whoever calls setsid leaves the
 * process group, and whoever forks twice has no parent that could tell, but both keep their environment.
 */
const VARIABLE = 'SOCKSPEC_LAUNCH';

/** Octets of a mark, so that no two are ever alike. */
const OCTETS = 8;

/** Looks for what is left: a program that forks as fast as it can may be a step ahead of some. */
const LOOKS = 50;

/** A process that is becoming another program is left to it for so many milliseconds between two looks, and is looked at so often. */
const BEGIN_MS = 2;
const BEGIN_LOOKS = 1000;

/** Nobody wakes who waits here. */
const nobody = new Int32Array(new SharedArrayBuffer(4));

/** `statFields`: the state, the flags of the kernel, and where the code and the environment are in memory. */
const [STATE, FLAGS, CODE_START, ENVIRONMENT_START, ENVIRONMENT_END] = [0, 6, 23, 47, 48];

/** States of a process that has ended: it has no memory any more. */
const OVER = ['Z', 'X', 'x'];

/** PF_EXITING and PF_KTHREAD of the kernel's flags: such have no memory, and no environment. */
const [EXITING, KERNEL_THREAD] = [0x4, 0x200000];

/** A launch that is about to be: its mark, and where the numbering of processes stands, behind which all of its own are. */
export interface LaunchMark {
  readonly mark: string;
  readonly since: Numbering | undefined;
}

/** A mark of one launch, and the environment that carries it; of a harness that was itself launched its own marks too. */
export function markLaunch(env: NodeJS.ProcessEnv): LaunchMark & { readonly env: NodeJS.ProcessEnv } {
  const mark = randomBytes(OCTETS).toString('hex');
  const outer = env[VARIABLE] === undefined ? '' : `${env[VARIABLE]} `;
  return { mark, since: numberingNow(), env: { ...env, [VARIABLE]: `${outer}${mark}` } };
}

/** Ends everything that carries a mark, at once, and what it starts meanwhile. Linux only: elsewhere nobody tells. */
export function endMarked(mark: string, since?: Numbering): void {
  for (let look = 0; look < LOOKS; look += 1) {
    let left = 0;
    for (const pid of markedSince(mark, since)) {
      left += 1;
      end(pid);
    }
    if (left === 0) return;
  }
}

/** The processes that carry a mark, by their ids; zombies, which nobody can end, are none. `since` is when it was made, where that is known. */
export function marked(mark: string, since?: Numbering): readonly number[] {
  return [...markedSince(mark, since)];
}

/**
 * Each as soon as it is found. A process of a list may begin another and end before it is looked at: what a list does not have is in
 * the next one, so that lists are made until one has nothing new.
 */
function* markedSince(mark: string, since: Numbering | undefined): Generator<number> {
  const looked = new Set<number>();
  for (let look = 0; look < LOOKS; look += 1) {
    const fresh = processesSince(since).filter((pid) => !looked.has(pid));
    if (fresh.length === 0) return;
    for (const pid of fresh) {
      looked.add(pid);
      if (marksOf(pid).includes(mark)) yield pid;
    }
  }
}

function marksOf(pid: number): readonly string[] {
  const variables = environmentOf(pid).split('\0');
  const own = variables.find((variable) => variable.startsWith(`${VARIABLE}=`)) ?? '';
  return own.slice(VARIABLE.length + 1).split(' ');
}

/** As it was when the program began (proc_pid_environ(5)); empty of what is over, and of other users' processes. */
function environmentOf(pid: number): string {
  for (let look = 0; look < BEGIN_LOOKS; look += 1) {
    const environment = readable(`/proc/${pid}/environ`);
    if (environment !== '' || !hasEnvironment(pid)) return environment ?? '';
    Atomics.wait(nobody, 0, 0, BEGIN_MS);
  }
  return '';
}

/** Undefined where it cannot be read, as of other users' processes. */
function readable(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Whether a process has an environment after all whose file was empty: while execve(2) puts another program in its place there
 * is none for a moment, and on a busy machine that moment is long. The kernel tells where the code begins once all else is there.
 */
function hasEnvironment(pid: number): boolean {
  const fields = statFields(pid);
  if (fields === undefined || OVER.includes(fields[STATE] ?? '')) return false;
  const isOfNobody = (Number(fields[FLAGS]) & (EXITING | KERNEL_THREAD)) !== 0;
  return !isOfNobody && (fields[CODE_START] === '0' || fields[ENVIRONMENT_START] !== fields[ENVIRONMENT_END]);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
