import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ProcessEnd } from '../../contracts/process.ts';
import type { Beginning } from '../beginning.ts';
import { signalGroup } from '../group.ts';
import type { ProgramToStart, StarterSaid, StarterTold } from './words.ts';

/** So many programs a thread starts itself before a starter does it: that is a process, too, which takes as long as some starts. */
const FIRST = 6;

/** How often it is looked whether a program has ended whose starter has, in milliseconds. */
const POLL_MS = 20;

/** The process beside this file, as it is built. */
const file = fileURLToPath(new URL('process.js', import.meta.url));

/** A small process that starts programs for a thread of this large one. */
export interface Starter {
  readonly start: (program: ProgramToStart) => Beginning;
}

/** What a thread knows of a program that it has had started. */
interface Known {
  pid: number | undefined;
  readonly started: (pid: number) => void;
  readonly failed: (error: Error) => void;
  readonly ended: (end: ProcessEnd) => void;
}

let launches = 0;
let own: (Starter & { readonly isReady: () => boolean }) | undefined;
/** It has ended, or could not begin: there is no second one. */
let isLost = false;

/**
 * The starter of this thread; undefined as long as it has launched few programs. To start a program a process is copied, with
 * all of its memory as soon as that is written to: six threads that judge pay four times of what a small process does, and all of
 * them are held up meanwhile. Linux alone lets one process open the pipes of another.
 */
export function starterHere(): Starter | undefined {
  if (process.platform !== 'linux' || isLost) return undefined;
  launches += 1;
  if (launches > FIRST) own ??= beginStarter();
  return own?.isReady() === true ? own : undefined;
}

function beginStarter(): Starter & { readonly isReady: () => boolean } {
  // An interrupt by the keyboard goes to all processes of its group: this one is to live until the programs are ended.
  const child = spawn(process.execPath, [file], { detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
  const programs = new Map<number, Known>();
  let last = 0;
  let isReady = false;
  const tell = (words: StarterTold): unknown => child.stdin.write(`${JSON.stringify(words)}\n`);
  const forget = (number: number): void => {
    programs.delete(number);
    if (programs.size === 0) holdLoop(child, false);
  };

  const heed = (said: StarterSaid): void => {
    if (said.says === 'ready') {
      isReady = true;
      return;
    }
    const known = programs.get(said.number);
    if (said.says === 'started') {
      if (known !== undefined) known.pid = said.pid;
      known?.started(said.pid);
      return;
    }
    forget(said.number);
    if (said.says === 'ended') known?.ended({ status: said.status, signal: said.signal });
    else known?.failed(Object.assign(new Error(said.message), { code: said.code }));
  };
  const lost = (): void => {
    isLost = true;
    own = undefined;
    for (const [number, { pid, failed, ended }] of programs) {
      forget(number);
      if (pid === undefined) failed(new Error('the process that starts programs has ended'));
      else void endedWithIt(pid).then(ended);
    }
  };
  child.stdin.on('error', () => undefined);
  child.once('error', lost);
  child.once('exit', lost);
  createInterface({ input: child.stdout }).on('line', (line) => heed(JSON.parse(line)));
  holdLoop(child, false);

  return {
    isReady: () => isReady,
    start: (program) => {
      last += 1;
      const number = last;
      holdLoop(child, true);
      let ended: Known['ended'] = () => undefined;
      const exited = new Promise<ProcessEnd>((resolve) => {
        ended = resolve;
      });
      const pid = new Promise<number>((started, failed) => {
        programs.set(number, { pid: undefined, started, failed, ended });
      });
      tell({ does: 'start', number, ...program });
      return {
        pid,
        exited,
        input: {
          write: (text) => tell({ does: 'type', number, text }),
          end: () => tell({ does: 'close input', number }),
          destroy: () => tell({ does: 'forget input', number }),
        },
        openGate: () => tell({ does: 'open gate', number }),
      };
    },
  };
}

/** Has this thread go on as long as one of the programs runs, as if it had started them itself. */
function holdLoop(child: ChildProcess, isHeld: boolean): void {
  for (const handle of [child.stdin, child.stdout, child]) {
    if (!(handle instanceof Socket || handle === child)) continue;
    if (isHeld) handle.ref();
    else handle.unref();
  }
}

/** Nobody but the parent of a program is told how it ended: it ends with its starter, if it has not yet. */
async function endedWithIt(pid: number): Promise<ProcessEnd> {
  while (signalGroup(pid, 'SIGKILL')) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  return { status: null, signal: 'SIGKILL' };
}
