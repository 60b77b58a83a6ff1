import { type ChildProcess, spawn } from 'node:child_process';
import { Writable } from 'node:stream';
import type { ProcessEnd } from '../contracts/process.ts';
import type { Beginning } from './beginning.ts';
import type { PipeEnds } from './fifos.ts';
import { GATE } from './sandbox/words.ts';
import { starterHere } from './starter/index.ts';

const GATED = ['pipe'] as const;

/** A program, and what it is started with. */
export interface BeginOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string | undefined;
  /** Its standard output and error: pipes, or a descriptor for both; sockets of this process where there are none. */
  readonly out: PipeEnds | undefined;
  readonly err: PipeEnds | undefined;
  readonly terminal: number | undefined;
  /** Whether it has one more pipe beside those three, on which it waits (a sandbox). */
  readonly hasGate: boolean;
}

/** Starts a program in a group and a session of its own: where it may, by a small process that costs less. */
export function begin(options: BeginOptions): Beginning & { readonly child?: ChildProcess } {
  const { program, args, env, cwd, out, err, hasGate } = options;
  if (out !== undefined && err !== undefined) {
    const place = cwd === undefined ? {} : { cwd };
    const begun = starterHere()?.start({ program, args, env, ...place, out: out.write, err: err.write, hasGate });
    if (begun !== undefined) return begun;
  }
  return beginHere(options);
}

/** Starts it as a child of this process. */
function beginHere({ program, args, env, cwd, out, err, terminal, hasGate }: BeginOptions) {
  const child = spawn(program, args, {
    detached: true,
    stdio: ['pipe', terminal ?? out?.write ?? 'pipe', terminal ?? err?.write ?? 'pipe', ...(hasGate ? GATED : [])],
    env,
    ...(cwd === undefined ? {} : { cwd }),
  });
  const gate = child.stdio[GATE];
  // A program that is ended waits at its gate no more, and does not read its input.
  for (const pipe of [child.stdin, gate]) pipe?.on('error', () => undefined);
  return {
    child,
    pid: new Promise<number>((resolve, reject) => {
      child.once('spawn', () => {
        if (child.pid === undefined) reject(new Error('it was not started'));
        else resolve(child.pid);
      });
      child.once('error', reject);
    }),
    exited: new Promise<ProcessEnd>((resolve) => child.once('exit', (status, signal) => resolve({ status, signal }))),
    input: {
      write: (text: string) => void child.stdin?.write(text),
      end: () => void child.stdin?.end(),
      destroy: () => void child.stdin?.destroy(),
    },
    openGate: () => {
      if (gate instanceof Writable) gate.end('\n');
    },
  };
}
