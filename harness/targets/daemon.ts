import { setTimeout as pause } from 'node:timers/promises';
import type { LaunchedProcess, ProcessEnd } from '../contracts/process.ts';
import { isListening } from './kernel-tables.ts';

/** How often a daemon is looked at until it listens no more, in milliseconds. */
const POLL_MS = 100;

/**
 * A launched server whose end is that of its daemon, where it leaves one: a program that becomes a daemon ends with status 0, and
 * what it has started goes on to listen on the port. Until that is over the server lives on. Linux; elsewhere its own end counts.
 */
export function orItsDaemon(process: LaunchedProcess, port: number): LaunchedProcess {
  let end: ProcessEnd | undefined;
  let isStopped = false;
  const livesOn = async (): Promise<boolean> => !isStopped && (await isListening(port, undefined)) === true;
  const ended = process.ended.then(async (own) => {
    if (own.status === 0 && (await livesOn()) && process.runsOn())
      while (await livesOn()) await pause(POLL_MS, undefined, { ref: false });
    end = own;
    return own;
  });
  return {
    ...process,
    ended,
    end: () => end,
    stop: async () => {
      isStopped = true;
      await process.stop();
      await ended;
    },
  };
}
