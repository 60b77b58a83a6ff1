import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { LaunchedProcess, ProcessEnd } from '../contracts/process.ts';
import { type BusyLaunch, NotReachable, type RunningTarget, type Target } from '../contracts/target.ts';
import { commandWords, mentions, type Placeholders } from '../processes/command-line.ts';
import { launch } from '../processes/launch.ts';
import { orItsDaemon } from './daemon.ts';
import { datagramPlaces, freeDatagramPort } from './datagram-places.ts';
import { type ExecMeans, type ExecPlan, placesOfFolder } from './exec-plan.ts';
import { startBeside, startReceiver } from './exec-receiver.ts';
import { launchOptions } from './launch-options.ts';
import { writePhraseFile } from './phrase-file.ts';
import { freePort, type HeldPort, heldByOther, holdPort, isElsewhere } from './ports.ts';
import { isBound, type LaunchLimit, READY_POLL_MS, waitUntilReady } from './readiness.ts';
import { makeWorkspace, rootOf, type Workspace } from './workspace.ts';

/** A program that the harness launches: a server on a fresh port wherever its command takes one, and again whenever it has ended; a client once a case. */
export function execTarget(means: ExecMeans, plan: ExecPlan, limit: LaunchLimit): Target {
  const { store } = plan;
  const isReceiver = plan.role === 'receiver';
  let listening: number | undefined;
  const noted = (running: RunningTarget): RunningTarget => {
    listening = running.port;
    const { again, onItsPort, withDescriptors } = running;
    return {
      ...running,
      ...(again === undefined ? {} : { again: async () => noted(await again()) }),
      ...(onItsPort === undefined ? {} : { onItsPort: async () => noted(await onItsPort()) }),
      ...(withDescriptors === undefined
        ? {}
        : { withDescriptors: async (descriptors) => noted(await withDescriptors(descriptors)) }),
    };
  };
  return {
    kind: 'exec',
    relaunches: true,
    start: async () => noted(await (isReceiver ? startReceiver(means, plan, limit) : startServer(means, plan, limit))),
    ...(means.listenOn === undefined ? {} : { serviceHost: means.listenOn }),
    ...(means.listenOn === undefined || means.port === undefined ? {} : { servicePort: means.port }),
    ...(isReceiver
      ? { startBeside: (first: RunningTarget) => startBeside(means, plan, limit, first) }
      : {
          startOnBusyPort: (limitMs: number, portOfFirst?: number) =>
            launchOnBusyPort(means, store, { launchMs: limitMs, now: limit.now }, { portOfFirst, listening }),
        }),
    startClient: ({ host, port, file = '', dir, datagrams }) => {
      const own = { host, port: String(port), dir, ...placesOfFolder(means) };
      const places: Placeholders =
        datagrams === undefined
          ? { ...own, file, name: basename(file) }
          : { ...own, ...datagramPlaces(datagrams.interface, datagrams.group), destination: datagrams.destination };
      return launch(commandWords(means.command, places), launchOptions(means, [rootOf(dir)]));
    },
  };
}

/** What a server has of the one before it. */
interface Former {
  readonly workspace: Workspace;
  /** Its port, to be listened on at once. */
  readonly port?: number;
  /** Room for so many open descriptors, where it is to have less than usual. */
  readonly descriptors?: number;
}

async function startServer(
  means: ExecMeans,
  plan: ExecPlan,
  limit: LaunchLimit,
  former?: Former,
): Promise<RunningTarget> {
  const workspace = former?.workspace ?? (await makeWorkspace(means));
  const { store, ends } = plan;
  const isOverUdp = plan.transport === 'udp';
  const dir = store ?? workspace.dir;
  const database = mentions(means.command, 'phrases') ? await writePhraseFile(workspace.root, ends) : undefined;
  const options = launchOptions(means, [workspace.root, ...(store === undefined ? [] : [store])]);
  const launched = async () => {
    const port = former?.port ?? (isOverUdp ? (means.port ?? (await freeDatagramPort())) : await portFor(means, limit));
    const words = wordsFor(means, port, dir, database?.file);
    return { port, process: await launch(withRoomFor(former?.descriptors, words), options) };
  };
  const { port, process: launcher } = await launched().catch(async (error: unknown) => {
    await workspace.remove();
    throw error;
  });
  const problem = await waitUntilReady(means, launcher, port, limit, ...(isOverUdp ? [isBound(1)] : []));
  const process = isOverUdp ? launcher : orItsDaemon(launcher, port);
  const stop = async (): Promise<void> => {
    await process.stop();
    await workspace.remove();
  };
  if (problem !== undefined) {
    const met = process.limitsMet?.() ?? [];
    await stop();
    throw new NotReachable([problem, ...met].join('; '));
  }
  const again = async (): Promise<RunningTarget> => {
    await process.stop();
    return startServer(means, plan, limit, { workspace });
  };
  const onItsPort = async (): Promise<RunningTarget> => {
    await process.stop();
    return startServer(means, plan, limit, { workspace, port });
  };
  const withDescriptors = async (descriptors: number): Promise<RunningTarget> => {
    await process.stop();
    return startServer(means, plan, limit, { workspace, descriptors });
  };
  const own = mentions(means.command, 'dir') && store === undefined;
  const known = database === undefined ? {} : { phrases: database.phrases };
  return {
    host: means.host,
    port,
    process,
    stop,
    onItsPort,
    withDescriptors,
    ...known,
    ...(own ? { dir, workspace: workspace.root, again } : {}),
  };
}

/** A fixed port may still be held by the connections of the last launch: it is waited for, then said. Another machine's cannot be looked at. */
async function portFor(means: ExecMeans, { launchMs, now }: LaunchLimit): Promise<number> {
  if (means.port === undefined) return freePort(means.host);
  const deadline = now() + launchMs;
  for (;;) {
    const held = await holdPort(means.host, means.port).catch(reasonOf);
    if (held === 'elsewhere') return means.port;
    if (held !== 'taken') {
      await held.release();
      return means.port;
    }
    if (now() > deadline) throw new NotReachable(`address still in use: ${means.host}:${means.port}`);
    await pause(READY_POLL_MS);
  }
}

function reasonOf(error: unknown): 'elsewhere' | 'taken' {
  return isElsewhere(error) ? 'elsewhere' : 'taken';
}

function wordsFor(means: ExecMeans, port: number, dir: string, phrases = ''): readonly [string, ...string[]] {
  return commandWords(means.command, { host: means.host, port: String(port), dir, phrases, ...placesOfFolder(means) });
}

/** The words of a command whose program has room for so many descriptors: a shell lowers both limits, and becomes the program. */
function withRoomFor(
  descriptors: number | undefined,
  words: readonly [string, ...string[]],
): readonly [string, ...string[]] {
  return descriptors === undefined ? words : ['sh', '-c', `ulimit -n ${descriptors} && exec "$@"`, 'sh', ...words];
}

async function launchOnBusyPort(
  means: ExecMeans,
  store: string | undefined,
  limit: LaunchLimit,
  first: FirstPort,
): Promise<BusyLaunch> {
  const busy = await holdBusyPort(means, first);
  const workspace = await makeWorkspace(means);
  try {
    const database = mentions(means.command, 'phrases') ? await writePhraseFile(workspace.root) : undefined;
    const words = wordsFor(means, busy.port, store ?? workspace.dir, database?.file);
    const process = await launch(
      words,
      launchOptions(means, [workspace.root, ...(store === undefined ? [] : [store])]),
    );
    const end = await endWithin(process, limit);
    await process.stop();
    const said = process.output.text();
    return end === undefined ? { ended: false, said } : { ended: true, end, said };
  } finally {
    await busy.release();
    await workspace.remove();
  }
}

/** How a process ends within the limit; undefined where it goes on. */
async function endWithin(process: LaunchedProcess, { launchMs, now }: LaunchLimit): Promise<ProcessEnd | undefined> {
  const deadline = now() + launchMs;
  while (process.end() === undefined && now() < deadline) await pause(READY_POLL_MS);
  return process.end();
}

/** The port of the first IUT: where the second is to be launched on it, and where it is known. */
interface FirstPort {
  readonly portOfFirst: number | undefined;
  readonly listening: number | undefined;
}

/** Where the harness can hold none, a fixed port or one of another machine, that of the first IUT is busy already. */
async function holdBusyPort(means: ExecMeans, { portOfFirst, listening }: FirstPort): Promise<HeldPort> {
  if (portOfFirst !== undefined) return heldByOther(portOfFirst);
  return holdPort(means.host, means.port ?? 0).catch((error: unknown) => {
    const port = means.port ?? (isElsewhere(error) ? listening : undefined);
    if (port === undefined) throw error;
    return heldByOther(port);
  });
}
