import { createHost, type Host } from './host.ts';
import { startKeeper } from './keeper.ts';
import { orphans, ownedPrefix } from './owner.ts';
import { type Impairment, type Relay, startRelay } from './relay.ts';
import { ip, mustRun } from './tool.ts';

/** The network of every lab (suites/README.md, "Addresses"): a class B network of which the lab is one subnet. */
export const network = {
  prefix: '172.16.10.0/24',
  limited: '255.255.255.255',
  subnetDirected: '172.16.10.255',
  /** Of a class B network also the all-subnets-directed address. */
  netDirected: '172.16.255.255',
  /** An address of the network that no host of a lab has. */
  nobody: '172.16.10.250',
} as const;

/**
 * Networks whose prefix is longer than that of their class, one of each class, and no route names the broadcast address of
 * the whole class: no host takes a datagram to that for its own, nor lets a program bind it.
 */
export const subnets = {
  A: { prefix: '10.9.0.0/24', subnetDirected: '10.9.0.255', netDirected: '10.255.255.255' },
  B: { prefix: '172.20.10.0/24', subnetDirected: '172.20.10.255', netDirected: '172.20.255.255' },
  C: { prefix: '192.168.9.0/26', subnetDirected: '192.168.9.63', netDirected: '192.168.9.255' },
} as const;

/** A class of networks. */
export type SubnetClass = keyof typeof subnets;

/** Hosts that a lab can have. */
export type HostName = 'a' | 'b' | 'c' | 'd';

/** What a lab is to be made of. */
export interface LabPlan {
  readonly hosts: readonly HostName[];
  /** Hosts whose frames go through a relay that delays, loses, reorders or tags them. */
  readonly impaired?: Partial<Readonly<Record<HostName, Impairment>>>;
  /** Each host has an address of each of the `subnets`, too. */
  readonly subnets?: boolean;
}

/** Hosts on one Ethernet that has no way out: each a network namespace of this machine, joined by a bridge in one more. */
export interface Lab {
  readonly host: (name: HostName) => Host;
  /** The namespace of the bridge, where a capture sees the frames of every host at its port `port-NAME`. */
  readonly middle: Host;
  /** The relay of an impaired host. */
  readonly relay: (name: HostName) => Relay;
  /** Cuts a host off: its frames vanish, and neither side loses its carrier. Then back again. */
  readonly cutOff: (name: HostName) => Promise<void>;
  readonly reconnect: (name: HostName) => Promise<void>;
  /** Ends all programs of the lab and removes it. */
  readonly close: () => Promise<void>;
}

/** States of a port of the bridge (IEEE 802.1D). */
const DISABLED = 0;
const FORWARDING = 3;

/**
 * Makes a lab. Nothing of the machine's own network is touched: every device is made inside a namespace of the lab. What
 * labs of processes that are gone have left behind is removed first. Rejects where a tool or a privilege is missing.
 */
export async function makeLab({ hosts, impaired = {}, subnets: hasSubnets = false }: LabPlan): Promise<Lab> {
  await startKeeper(await orphans()).remove();
  const prefix = ownedPrefix();
  const middle = createHost(`${prefix}-middle`, '');
  const made = new Map(hosts.map((name) => [name, createHost(`${prefix}-${name}`, addressOf(name))]));
  const relays = new Map<HostName, Relay>();
  const keeper = startKeeper([...made.values(), middle].map((host) => host.namespace));
  const state = (name: HostName, wanted: number): Promise<string> =>
    mustRun(['bridge', '-n', middle.namespace, 'link', 'set', 'dev', portOf(name), 'state', String(wanted)]);
  try {
    await makeNamespaces(middle, [...made.values()]);
    for (const [name, host] of made) {
      const impairment = impaired[name];
      if (impairment === undefined) await layCable(middle, portOf(name), host);
      else relays.set(name, await startRelay(middle, portOf(name), host, impairment));
      await plugIn(middle, name, host);
      if (hasSubnets) await host.ip(...classes.map((one) => `addr add ${subnetAddress(one, name)} brd + dev eth0`));
    }
  } catch (error) {
    await keeper.remove();
    throw error;
  }
  return {
    host: (name) => found(made.get(name), name),
    middle,
    relay: (name) => found(relays.get(name), `impaired ${name}`),
    cutOff: async (name) => void (await state(name, DISABLED)),
    reconnect: async (name) => void (await state(name, FORWARDING)),
    close: keeper.remove,
  };
}

const classes: readonly SubnetClass[] = ['A', 'B', 'C'];

/** Address and prefix of a host in one of the `subnets`. */
export function subnetAddress(one: SubnetClass, name: HostName): string {
  return subnets[one].prefix.replace(/0\//, `${numberOf(name)}/`);
}

function addressOf(name: HostName): string {
  return `172.16.10.${numberOf(name)}`;
}

function numberOf(name: HostName): number {
  return 'abcd'.indexOf(name) + 1;
}

function portOf(name: HostName): string {
  return `port-${name}`;
}

function found<Thing>(thing: Thing | undefined, name: string): Thing {
  if (thing === undefined) throw new Error(`expected a host of the lab, found ${name}`);
  return thing;
}

/** Without IPv6 a new interface says nothing of its own accord: every frame of a capture is somebody's. `lo` keeps ::1. */
const QUIET = 'echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6';

/**
 * A namespace takes the size of its table of connections from the one that it is made in: with a small one a look at
 * `/proc/net/tcp` takes a fraction of the time. (Since Linux 6.1; before, the table is the machine's.)
 */
const SMALL = 'echo 1024 > /proc/sys/net/ipv4/tcp_child_ehash_entries';

/** The congestion control that every kernel has and every namespace may choose, so that a lossy cable is as slow everywhere. */
const PLAIN = 'echo reno > /proc/sys/net/ipv4/tcp_congestion_control';

/** Hosts are made from the middle. `ip netns exec` would hide their names from the machine; `nsenter` does not. */
async function makeNamespaces(middle: Host, hosts: readonly Host[]): Promise<void> {
  await ip([`netns add ${middle.namespace}`]);
  await middle.run(['sh', '-c', `${SMALL}; ${QUIET}`]);
  const lines = hosts.map((host) => `netns add ${host.namespace}\n`).join('');
  await mustRun(['nsenter', `--net=/run/netns/${middle.namespace}`, 'ip', '-batch', '-'], lines);
  for (const host of hosts) await host.run(['sh', '-c', `${QUIET}; ${PLAIN}`]);
  await middle.ip('link add bridge type bridge stp_state 0 mcast_snooping 0', 'link set bridge up');
}

/** A pair of veth devices: one is the host's `eth0`, the other becomes a port of the bridge. */
function layCable(middle: Host, port: string, host: Host): Promise<void> {
  return middle.ip(`link add ${port} type veth peer name eth0 netns ${host.namespace}`);
}

/**
 * Addresses and routes of a host. Joins and sends to a group need a route, hence the default one, straight onto the link.
 * The net-directed broadcast is none of this subnet's: only with a broadcast route in its table of local addresses does a
 * host send it as a broadcast frame, and take one in.
 */
async function plugIn(middle: Host, name: HostName, host: Host): Promise<void> {
  await middle.ip(`link set ${portOf(name)} master bridge`, `link set ${portOf(name)} up`);
  await host.ip(
    'link set lo up',
    `link set eth0 address 02:00:ac:10:0a:0${numberOf(name)}`,
    `addr add ${host.address}/24 brd + dev eth0`,
    'link set eth0 up',
    'route add default dev eth0',
    `route add broadcast ${network.netDirected} dev eth0 table local scope link src ${host.address}`,
  );
  await host.setNames();
}
