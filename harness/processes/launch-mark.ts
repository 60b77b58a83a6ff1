import { randomBytes } from 'node:crypto';
import { kernelFile, processIds } from './kernel-file.ts';

/**
 * The environment variable by which everything that a launch has started is found again: whoever calls setsid leaves the
 * process group, and whoever forks twice has no parent that could tell, but both keep their environment.
 */
const VARIABLE = 'SOCKSPEC_LAUNCH';

/** Octets of a mark, so that no two are ever alike. */
const OCTETS = 8;

/** Looks for what is left: a program that forks as fast as it can may be a step ahead of some. */
const LOOKS = 50;

/** A mark of one launch, and the environment that carries it; of a harness that was itself launched its own marks too. */
export function markLaunch(env: NodeJS.ProcessEnv): { readonly mark: string; readonly env: NodeJS.ProcessEnv } {
  const mark = randomBytes(OCTETS).toString('hex');
  const outer = env[VARIABLE] === undefined ? '' : `${env[VARIABLE]} `;
  return { mark, env: { ...env, [VARIABLE]: `${outer}${mark}` } };
}

/** Ends everything that carries a mark, at once, and what it starts meanwhile. Linux only: elsewhere nobody tells. */
export function endMarked(mark: string): void {
  for (let look = 0; look < LOOKS; look += 1) {
    const left = marked(mark);
    if (left.length === 0) return;
    for (const pid of left) end(pid);
  }
}

/** The processes that carry a mark, by their ids; zombies, which nobody can end, are none. */
export function marked(mark: string): readonly number[] {
  return processIds().filter((pid) => marksOf(pid).includes(mark));
}

function marksOf(pid: number): readonly string[] {
  const variables = environmentOf(pid).split('\0');
  const own = variables.find((variable) => variable.startsWith(`${VARIABLE}=`)) ?? '';
  return own.slice(VARIABLE.length + 1).split(' ');
}

/** As it was when the program began (proc_pid_environ(5)); empty of what is over, and of other users' processes. */
function environmentOf(pid: number): string {
  return kernelFile(`/proc/${pid}/environ`);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
