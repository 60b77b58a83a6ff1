import { connect } from 'node:net';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProcessEnd } from '../contracts/observer.ts';
import {
  type BusyLaunch,
  type LaunchedProcess,
  NotReachable,
  type RunningTarget,
  type Target,
  type TargetMeans,
} from '../contracts/target.ts';
import { commandWords, mentions } from '../processes/command-line.ts';
import { launch } from '../processes/launch.ts';
import { isListening } from './kernel-tables.ts';
import { freePort, type HeldPort, holdPort, isElsewhere } from './ports.ts';
import { makeSandbox } from './sandbox.ts';

type ExecMeans = Extract<TargetMeans, { kind: 'exec' }>;

/** How often a launched program is looked at until it listens, in milliseconds; one look walks the kernel's tables. */
const READY_POLL_MS = 10;

/** A program that the harness launches: a server on a fresh port wherever its command takes one, and again whenever it has ended; a client once a case. */
export function execTarget(means: ExecMeans, store: string | undefined, launchMs: number): Target {
  let listening: number | undefined;
  return {
    kind: 'exec',
    relaunches: true,
    start: async () => {
      const running = await startServer(means, store, launchMs);
      listening = running.port;
      return running;
    },
    startOnBusyPort: (limitMs) => launchOnBusyPort(means, store, limitMs, listening),
    ...(means.listenOn === undefined ? {} : { serviceHost: means.listenOn }),
    startClient: ({ host, port, file = '', dir, typed }) => {
      const words = commandWords(means.command, { host, port: String(port), file, name: basename(file), dir });
      return launch(words, means.env, typed);
    },
  };
}

async function startServer(means: ExecMeans, store: string | undefined, launchMs: number): Promise<RunningTarget> {
  const port = await portFor(means, launchMs);
  const sandbox = await makeSandbox();
  const dir = store ?? sandbox.dir;
  const process = await launch(wordsFor(means, port, dir), means.env).catch(async (error: unknown) => {
    await sandbox.remove();
    throw error;
  });
  const stop = async (): Promise<void> => {
    await process.stop();
    await sandbox.remove();
  };
  const problem = await waitUntilReady(means, process, port, launchMs);
  if (problem !== undefined) {
    await stop();
    throw new NotReachable(problem);
  }
  const own = mentions(means.command, 'dir') && store === undefined;
  return { host: means.host, port, process, stop, ...(own ? { dir, sandbox: sandbox.root } : {}) };
}

/** A fixed port may still be held by the connections of the last launch: it is waited for, then said. Another machine's cannot be looked at. */
async function portFor(means: ExecMeans, limitMs: number): Promise<number> {
  if (means.port === undefined) return freePort(means.host);
  const deadline = performance.now() + limitMs;
  for (;;) {
    const held = await holdPort(means.host, means.port).catch(reasonOf);
    if (held === 'elsewhere') return means.port;
    if (held !== 'taken') {
      await held.release();
      return means.port;
    }
    if (performance.now() > deadline) throw new NotReachable(`address still in use: ${means.host}:${means.port}`);
    await pause(READY_POLL_MS);
  }
}

function reasonOf(error: unknown): 'elsewhere' | 'taken' {
  return isElsewhere(error) ? 'elsewhere' : 'taken';
}

function wordsFor(means: ExecMeans, port: number, dir: string): readonly [string, ...string[]] {
  return commandWords(means.command, { host: means.host, port: String(port), dir });
}

/** Resolves to undefined when it is ready, else to one sentence why it is not. */
async function waitUntilReady(
  means: ExecMeans,
  process: LaunchedProcess,
  port: number,
  launchMs: number,
): Promise<string | undefined> {
  const ready = means.ready === undefined ? undefined : new RegExp(means.ready, 'm');
  const deadline = performance.now() + launchMs;
  while (performance.now() < deadline) {
    if (ready?.test(process.output.text())) return undefined;
    const listening = ready === undefined ? await isListening(port, process.pid) : false;
    if (listening === true) return undefined;
    if (listening === undefined && (await canConnect(means.host, port))) return undefined;
    const end = process.end();
    if (end !== undefined) return `the launched program ended ${endText(end)} before it listened${lastLine(process)}`;
    await pause(READY_POLL_MS);
  }
  const wanted = ready === undefined ? `listened on port ${port}` : `printed a line matching ${ready.source}`;
  return `the launched program never ${wanted} within ${launchMs} ms${lastLine(process)}`;
}

/** How a process ended, in words. */
export function endText({ status, signal }: ProcessEnd): string {
  return signal === null ? `with exit status ${status}` : `by signal ${signal}`;
}

/** The last line that a process printed, quoted, to be put behind a sentence. */
function lastLine(process: LaunchedProcess): string {
  const line = process.output.text().trimEnd().split('\n').at(-1) ?? '';
  return line === '' ? '; it printed nothing' : `; its last line: ${JSON.stringify(line.slice(0, 200))}`;
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

async function launchOnBusyPort(
  means: ExecMeans,
  store: string | undefined,
  limitMs: number,
  listening: number | undefined,
): Promise<BusyLaunch> {
  const busy = await holdBusyPort(means, listening);
  const sandbox = await makeSandbox();
  try {
    const process = await launch(wordsFor(means, busy.port, store ?? sandbox.dir), means.env);
    const limit = new AbortController();
    const end = await Promise.race([
      process.ended,
      pause(limitMs, undefined, { signal: limit.signal }).catch(() => undefined),
    ]);
    limit.abort();
    await process.stop();
    const said = process.output.text();
    return end === undefined ? { ended: false, said } : { ended: true, end, said };
  } finally {
    await busy.release();
    await sandbox.remove();
  }
}

/** Where the harness can hold none, a fixed port or one of another machine, that of the first IUT is busy already. */
async function holdBusyPort(means: ExecMeans, listening: number | undefined): Promise<HeldPort> {
  return holdPort(means.host, means.port ?? 0).catch((error: unknown) => {
    const port = means.port ?? (isElsewhere(error) ? listening : undefined);
    if (port === undefined) throw error;
    return { port, release: async () => undefined };
  });
}
