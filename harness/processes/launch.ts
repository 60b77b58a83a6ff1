import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from '../contracts/errors.ts';
import type { Output, ProcessEnd } from '../contracts/observer.ts';
import { type LaunchedProcess, NotReachable } from '../contracts/target.ts';
import { announceGroup } from './process-groups.ts';

/** How long a process group may take to end after SIGTERM before SIGKILL ends it, in milliseconds. */
const GRACE_MS = 500;

/** Characters of output that are kept; the oldest go first. */
const OUTPUT_LIMIT = 4 * 1024 * 1024;

/** Piped output of most runtimes is buffered or in a legacy encoding; a profile's `env` can say otherwise. */
const LAUNCH_ENV = { PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8' };

/**
 * Launches a program in a process group of its own, so that its children end with it. Output is kept from the first octet.
 * A `typed` one has a standard input that the harness writes to; others have none.
 * Rejects with `NotReachable` when the program cannot be started at all.
 */
export async function launch(
  words: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
  typed = false,
): Promise<LaunchedProcess> {
  const [program, ...args] = words;
  const child = spawn(program, args, {
    detached: true,
    stdio: [typed ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...LAUNCH_ENV, ...env },
  });
  // A program that has ended does not read its input any more: nothing to report, its end says it.
  child.stdin?.on('error', () => undefined);
  const ended = watchEnd(child);
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
    output: captureOutput(child),
    ended,
    end: () => end,
    type: (text) => child.stdin?.write(text),
    closeInput: () => child.stdin?.end(),
    peakMemory: () => peakMemoryOfGroup(pid),
    signal: (signal) => void signalGroup(pid, signal),
    stop: async () => {
      await endGroup(pid, ended);
      child.stdout?.destroy();
      child.stderr?.destroy();
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
function watchEnd(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once('exit', (status, signal) => {
      const late = setTimeout(() => resolve({ status, signal }), GRACE_MS);
      child.once('close', () => {
        clearTimeout(late);
        resolve({ status, signal });
      });
    });
  });
}

function captureOutput(child: ChildProcess): Output {
  let text = '';
  let total = 0;
  let waiting: Array<() => void> = [];
  const wake = (): void => {
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (piece: string) => {
      text = (text + piece).slice(-OUTPUT_LIMIT);
      total += piece.length;
      wake();
    });
    stream?.on('close', wake);
  }
  return {
    description: 'standard output and error of the launched program',
    text: () => text,
    total: () => total,
    changed: () => new Promise((resolve) => waiting.push(resolve)),
  };
}

/** The whole group ends, or a grandchild would hold the pipe: politely first, then without asking. */
async function endGroup(pid: number, ended: Promise<ProcessEnd>): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const grace = new AbortController();
  await Promise.race([
    groupGone(pid, ended),
    pause(GRACE_MS, undefined, { signal: grace.signal }).catch(() => undefined),
  ]);
  grace.abort();
  signalGroup(pid, 'SIGKILL');
  await ended;
}

async function groupGone(pid: number, ended: Promise<ProcessEnd>): Promise<void> {
  await ended;
  const deadline = performance.now() + GRACE_MS;
  while (performance.now() < deadline && signalGroup(pid, 0)) await pause(5);
}

/** False when there is no such group any more. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** VmHWM of every process of the group, in octets, by pid. Linux only; elsewhere empty. */
function peakMemoryOfGroup(group: number): ReadonlyMap<number, number> {
  const peaks = new Map<number, number>();
  for (const entry of listProcesses()) {
    const pid = Number(entry);
    const stat = readQuietly(`/proc/${pid}/stat`);
    const groupOf = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(groupOf === group ? readQuietly(`/proc/${pid}/status`) : '');
    if (peak !== null) peaks.set(pid, Number(peak[1]) * 1024);
  }
  return peaks;
}

function listProcesses(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function readQuietly(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
