import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Output } from '../contracts/observer.ts';
import type { LaunchedProcess, ProcessEnd } from '../contracts/process.ts';
import { inTime } from '../text/in-time.ts';
import { lastWords } from '../text/last-words.ts';
import { signalText } from '../text/signal.ts';
import { boundAddresses } from './datagram-tables.ts';
import type { ExecMeans } from './exec-plan.ts';
import { isListening } from './kernel-tables.ts';
import { ownListeners } from './own-listeners.ts';

/** How often a launched program is looked at until it listens, in milliseconds. */
export const READY_POLL_MS = 10;

/** A look may walk the kernel's tables: the harness rests for so many times as long after it, and leaves the processor to the program. */
const LOOK_REST = 4;

/** How long a launched program may take to be ready, in milliseconds of a clock that tells what counts. */
export interface LaunchLimit {
  readonly launchMs: number;
  readonly now: () => number;
}

/** Resolves to undefined when it is ready, else to one sentence why it is not. */
export async function waitUntilReady(
  means: ExecMeans,
  process: LaunchedProcess,
  port: number,
  { launchMs, now }: LaunchLimit,
  isThere: (port: number, pid: number) => Promise<boolean | undefined> = isListening,
): Promise<string | undefined> {
  const isSaid = means.ready === undefined ? undefined : lineMatcher(process.output, new RegExp(means.ready, 'm'));
  const deadline = now() + launchMs;
  while (now() < deadline) {
    const began = performance.now();
    if (isSaid?.() === true) return undefined;
    const listening = isSaid === undefined ? await isThere(port, process.pid) : false;
    if (listening === true) return undefined;
    if (listening === undefined && (isThere !== isListening || (await canConnect(means.host, port)))) return undefined;
    const end = process.end();
    // A program that becomes a daemon may end before that listens.
    if (end !== undefined && !(end.status === 0 && process.leftRunning().length > 0))
      return `the launched program ended ${endText(end)} before it listened${lastWords(process.output.text())}`;
    await pause(Math.max(READY_POLL_MS, LOOK_REST * (performance.now() - began)));
  }
  const ports = await ownListeners(process.pid);
  // A look takes long on a busy machine, and at a program of many processes: the last may have been before it listened.
  if (isThere === isListening && isSaid === undefined && ports.includes(port)) return undefined;
  const wanted = means.ready === undefined ? `listened on port ${port}` : `printed a line matching ${means.ready}`;
  // Most who wait in vain have a port of their own built in.
  const elsewhere = ports.length === 0 ? '' : `, it listens on ${ports.join(', ')}`;
  return `the launched program never ${wanted} within ${launchMs} ms${elsewhere}${lastWords(process.output.text())}`;
}

/**
 * Whether a line has been printed since it was last asked that a pattern matches. Each line is looked at once, and the one that
 * has no end yet again; no pattern keeps the harness busy, which then rejects with `ObserverFailed`.
 */
function lineMatcher({ text, total }: Output, pattern: RegExp): () => boolean {
  let looked = 0;
  return () => {
    const printed = text();
    const all = total?.() ?? printed.length;
    if (all === looked) return false;
    const kept = printed.length - (all - looked);
    const fresh = kept <= 0 ? printed : printed.slice(printed.lastIndexOf('\n', kept - 1) + 1);
    looked = all;
    return inTime(`the pattern ${pattern.source}`, () => pattern.test(fresh));
  };
}

/** How a process ended, in words. */
export function endText({ status, signal }: ProcessEnd): string {
  return signal === null ? `with exit status ${status}` : `by signal ${signalText(signal)}`;
}

/** Only where the kernel tells nothing: a probing connection is a client to the program, and some are ended by one. */
function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Whether so many UDP sockets have the port; undefined where the kernel does not tell. */
export function isBound(sockets: number): (port: number, pid: number) => Promise<boolean | undefined> {
  return async (port, pid) => {
    const bound = boundAddresses(port, pid);
    return bound === undefined ? undefined : bound.length >= sockets;
  };
}
