import { setTimeout as pause } from 'node:timers/promises';
import type { LaunchedProcess, ProcessEnd } from '../contracts/process.ts';
import { peakMemoryOfGroup, signalGroup } from '../processes/group.ts';
import { delaysHere } from '../processes/run-delays.ts';
import { statFields } from '../processes/stat-fields.ts';
import { isAnyBusy } from '../processes/threads.ts';
import { useOfGroup } from '../processes/use.ts';
import { isListening } from './kernel-tables.ts';
import { ownListeners } from './own-listeners.ts';

/** How often a daemon is looked at until it listens no more, in milliseconds. */
const POLL_MS = 100;

/** `statFields`: the process group. */
const GROUP = 2;

interface Daemon {
  readonly pid: number;
  readonly group: number;
}

/**
 * A launched server, and in its place its daemon where it leaves one: a program that becomes a daemon ends with status 0, and what
 * it has started goes on to listen on the port. Until that is over the server lives on. Linux; elsewhere its own end counts.
 */
export function orItsDaemon(process: LaunchedProcess, port: number): LaunchedProcess {
  const { watch } = delaysHere();
  let daemon: Daemon | undefined;
  let end: ProcessEnd | undefined;
  let isStopped = false;
  const livesOn = async (): Promise<boolean> => !isStopped && (await isListening(port, daemon?.pid)) === true;
  // It may hold the output of the program that has ended: that is read to its end a while later.
  const found = process.exited.then(async (own) => {
    if (own.status === 0 && (await livesOn())) daemon = await whoListens(process.leftRunning(), port);
  });
  const ended = process.ended.then(async (own) => {
    await found;
    const unwatch = daemon && watch(daemon.pid);
    while (daemon !== undefined && (await livesOn())) await pause(POLL_MS, undefined, { ref: false });
    unwatch?.();
    end = own;
    return own;
  });
  return {
    ...process,
    get pid() {
      return daemon?.pid ?? process.pid;
    },
    ended,
    end: () => end,
    isBusy: () => (daemon === undefined ? process.isBusy() : isAnyBusy(daemon.pid)),
    peakMemory: () => (daemon === undefined ? process.peakMemory() : peakMemoryOfGroup(daemon.group)),
    use: () => (daemon === undefined ? process.use() : useOfGroup(daemon.group)),
    signal: (signal) => (daemon === undefined ? process.signal(signal) : void signalGroup(daemon.group, signal)),
    stop: async () => {
      isStopped = true;
      await process.stop();
      await ended;
    },
  };
}

/** Which of these listens on the port. */
async function whoListens(pids: readonly number[], port: number): Promise<Daemon | undefined> {
  for (const pid of pids) {
    const group = Number(statFields(pid)?.[GROUP]);
    if ((await ownListeners(group)).includes(port)) return { pid, group };
  }
  return undefined;
}
