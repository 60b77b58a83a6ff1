import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { errorCode } from '../contracts/errors.ts';
import type { ProcessEnd } from '../contracts/observer.ts';
import { type LaunchedProcess, NotReachable } from '../contracts/target.ts';
import { endGroup, GRACE_MS, peakMemoryOfGroup } from './group.ts';
import { captureOutput } from './output.ts';
import { announceGroup } from './process-groups.ts';

/** Piped output of most runtimes is buffered or in a legacy encoding; a profile's `env` can say otherwise. */
const LAUNCH_ENV = { PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8' };

/** How a program is launched. */
export interface LaunchOptions {
  /** Environment beside this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it has a standard input that the harness writes to; others have none. */
  readonly typed?: boolean;
}

/**
 * Launches a program in a process group of its own, so that its children end with it. Output is kept from the first octet.
 * Rejects with `NotReachable` when the program cannot be started at all.
 */
export async function launch(
  words: readonly [string, ...string[]],
  { env = {}, typed = false }: LaunchOptions = {},
): Promise<LaunchedProcess> {
  const [program, ...args] = words;
  const child = spawn(program, args, {
    detached: true,
    stdio: [typed ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...LAUNCH_ENV, ...env },
  });
  // A program that has ended does not read its input any more: nothing to report, its end says it.
  child.stdin?.on('error', () => undefined);
  const streams = [child.stdout, child.stderr].flatMap((stream) => stream ?? []);
  const ended = watchEnd(child, streams);
  await started(child, program);
  const pid = child.pid;
  if (pid === undefined) throw new NotReachable(`${program} was not started`);
  announceGroup({ kind: 'launched', pid });

  let end: ProcessEnd | undefined;
  void ended.then((value) => {
    end = value;
  });
  return {
    pid,
    output: captureOutput(streams, 'standard output and error of the launched program'),
    ended,
    end: () => end,
    type: (text) => child.stdin?.write(text),
    closeInput: () => child.stdin?.end(),
    peakMemory: () => peakMemoryOfGroup(pid),
    stop: async () => {
      await endGroup(pid, ended);
      for (const stream of streams) stream.destroy();
      announceGroup({ kind: 'ended', pid });
    },
  };
}

function started(child: ChildProcess, program: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      const why = errorCode(error) === 'ENOENT' ? 'no such program' : error.message;
      reject(new NotReachable(`the command could not be launched: ${program}: ${why}`));
    });
  });
}

/**
 * Status and signal are kept apart: a process killed by a signal has no status, and none is not 0.
 * The end is told once all that was printed has been read, or a while later where a grandchild still holds the pipe.
 */
function watchEnd(child: ChildProcess, streams: readonly Readable[]): Promise<ProcessEnd> {
  const allRead = Promise.all(streams.map((stream) => new Promise((closed) => stream.once('close', closed))));
  return new Promise((resolve) => {
    child.once('exit', (status, signal) => {
      const late = setTimeout(() => resolve({ status, signal }), GRACE_MS);
      void allRead.then(() => {
        clearTimeout(late);
        resolve({ status, signal });
      });
    });
  });
}
