import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode, errorText } from '../contracts/errors.ts';
import { NotReachable } from '../contracts/target.ts';
import { announceGroup } from './process-groups.ts';

/** How long a terminal may take to be there, and how often that is looked at, in milliseconds: it takes some 20. */
const OPEN_LIMIT_MS = 5000;
const POLL_MS = 2;

/**
 * Raw and without echo: what a program prints comes as it was printed, LF and not CR LF. Once the program's side was
 * opened, socat ends when nobody holds it any more, having passed on all that was printed; it looks every 5 ms whether
 * it was.
 */
const PTY = 'PTY,rawer,echo=0,wait-slave,pty-interval=0.005';

/** What socat says on standard error: where the terminal is, and that from now on it passes on what is printed there. */
const HERE = /PTY is (\S+)/;
const AT_WORK = /starting data transfer loop/;

/** A terminal for one program, which the harness reads. */
export interface Terminal {
  /** The program's side, open; this process must close it once the program has it, or what is printed has no end. */
  readonly side: FileHandle;
  /** What the program prints, to the end. */
  readonly printed: Readable;
  /** The process that passes it on: while that is at work, the program may have to wait to print. */
  readonly drain: number | undefined;
  /** Ends the terminal, whoever holds it. */
  readonly close: () => void;
}

/**
 * Opens a terminal, through socat: Node has none, and the packages that bring one build native code. The program that gets
 * it is a child of this process all the same, so that its id, its group, its exit status and its signal are its own.
 * Rejects with `NotReachable` where there is no socat, or it cannot open one.
 */
export async function openTerminal(): Promise<Terminal> {
  const words = ['-d', '-d', '-u', PTY, 'STDOUT'];
  const socat = spawn('socat', words, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const says = progressOf(socat);
  const close = (): void => {
    socat.kill('SIGKILL');
    socat.stdout.destroy();
    socat.stderr.destroy();
    if (socat.pid !== undefined) announceGroup({ kind: 'ended', pid: socat.pid });
  };
  let side: FileHandle | undefined;
  try {
    const [, path = ''] = await says(HERE);
    if (socat.pid !== undefined) announceGroup({ kind: 'launched', pid: socat.pid });
    // Not to become the terminal of this process.
    side = await open(path, constants.O_RDWR | constants.O_NOCTTY);
    await says(AT_WORK);
    return { side, printed: socat.stdout, drain: socat.pid, close };
  } catch (error) {
    await side?.close();
    close();
    throw new NotReachable(`the program cannot be given a terminal (--tty): ${errorText(error)}`);
  }
}

/** Waits until socat says something; rejects in one sentence where it does not in time. */
function progressOf(socat: ChildProcess): (wanted: RegExp) => Promise<RegExpExecArray> {
  let said = '';
  let problem: string | undefined;
  socat.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4096);
  });
  socat.once('error', (error) => {
    problem = errorCode(error) === 'ENOENT' ? 'that needs socat, which is not installed here' : error.message;
  });
  socat.once('close', () => {
    problem ??= `socat has ended: ${said.trim().split('\n').at(-1)}`;
  });
  return async (wanted) => {
    const deadline = performance.now() + OPEN_LIMIT_MS;
    for (;;) {
      const found = wanted.exec(said);
      if (found !== null) return found;
      if (problem !== undefined) throw new Error(problem);
      if (performance.now() > deadline) throw new Error(`socat did not open one within ${OPEN_LIMIT_MS} ms`);
      await pause(POLL_MS);
    }
  };
}
