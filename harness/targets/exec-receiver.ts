import { readlink } from 'node:fs/promises';
import { memberships } from '../addresses/memberships.ts';
import type { LaunchedProcess } from '../contracts/process.ts';
import { NotReachable, type RunningTarget } from '../contracts/target.ts';
import { commandWords, mentions } from '../processes/command-line.ts';
import { launch } from '../processes/launch.ts';
import { datagramPlaces, freeDatagramPort, groupFor } from './datagram-places.ts';
import { type ExecMeans, type ExecPlan, placesOfFolder } from './exec-plan.ts';
import { launchOptions } from './launch-options.ts';
import { isBound, type LaunchLimit, waitUntilReady } from './readiness.ts';

/** A receiver is told a group and a port of its own wherever its command takes them. */
export async function startReceiver(means: ExecMeans, plan: ExecPlan, limit: LaunchLimit): Promise<RunningTarget> {
  const port = means.port ?? (await freeDatagramPort());
  const group = groupFor(plan, mentions(means.command, 'group'));
  const before = await usersOf(group);
  const process = await launchReceiver(means, plan, port, group);
  const problem = await waitUntilReady(means, process, port, limit, isBound(1));
  if (problem !== undefined) {
    await process.stop();
    throw new NotReachable(problem);
  }
  const othersJoined = (await sharesNetwork(process.pid)) ? before : new Map<string, number>();
  const interrupt = (): void => process.signal('SIGINT');
  // A profile's `target` tells where a receiver is that the command starts elsewhere.
  const host = means.host === LOOPBACK ? (plan.interface?.address ?? LOOPBACK) : means.host;
  return { host, port, process, group, othersJoined, interrupt, stop: process.stop };
}

/** Starts one more on the port and the group of the first. Rejects with `NotReachable` when it ended first, or never had the port. */
export async function startBeside(
  means: ExecMeans,
  plan: ExecPlan,
  limit: LaunchLimit,
  first: RunningTarget,
): Promise<RunningTarget> {
  const { host, port, group = '' } = first;
  const process = await launchReceiver(means, plan, port, group);
  const problem = await waitUntilReady(means, process, port, limit, isBound(2));
  if (problem !== undefined) {
    await process.stop();
    throw new NotReachable(problem);
  }
  return { host, port, group, process, output: process.output, stop: process.stop };
}

function launchReceiver(means: ExecMeans, plan: ExecPlan, port: number, group: string): Promise<LaunchedProcess> {
  const places = {
    host: EVERY_ADDRESS,
    port: String(port),
    dir: '',
    ...datagramPlaces(plan.interface, group),
    ...placesOfFolder(means),
  };
  return launch(commandWords(means.command, places), launchOptions(means, []));
}

const LOOPBACK = '127.0.0.1';

/** Where a receiver listens: one that is bound to an address of the host is given no group and no broadcast. */
const EVERY_ADDRESS = '0.0.0.0';

/** Members of a group on each interface of this host. */
async function usersOf(group: string): Promise<ReadonlyMap<string, number>> {
  const found = (await memberships(undefined)) ?? [];
  return new Map(found.filter((one) => one.group === group).map((one) => [one.interface, one.users]));
}

/** Whether a process is in the network namespace of the harness; another one has memberships of its own. */
async function sharesNetwork(pid: number): Promise<boolean> {
  const [own, its] = await Promise.all(
    ['self', pid].map((process) => readlink(`/proc/${process}/ns/net`).catch(() => undefined)),
  );
  return its === undefined || its === own;
}
