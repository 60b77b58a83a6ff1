import { release } from 'node:os';
import { listInterfaces, type NetworkInterface } from '../addresses/interfaces.ts';
import type { MachineReport, Place, Remark } from '../contracts/machine.ts';
import { broadcastRemarks } from './broadcast.ts';
import { captureRemark } from './capture.ts';
import { kernelRemarks } from './kernel.ts';
import { linkRemark } from './link.ts';
import { loopbackRemark } from './loopback.ts';
import { membershipRemark, multicastRemark } from './multicast.ts';
import { nameRemarks } from './names.ts';
import { portRemarks } from './ports.ts';
import { usualTroubles } from './troubles.ts';

/** What may be tried. */
export interface Trials {
  /** Names and addresses of the interfaces that datagrams may be sent from; loopback may always. */
  readonly interfaces: readonly string[];
  /** Whether a query for a name that does not exist may leave this machine. */
  readonly names: boolean;
}

/**
 * Looks at what this machine can do. Nothing leaves by an interface that was not named. Takes about a second, with a slow
 * resolver 15.
 */
export async function examine(trials: Trials): Promise<MachineReport> {
  const interfaces = listInterfaces();
  const places = await Promise.all(interfaces.map((one) => interfacePlace(one, isNamed(one, trials.interfaces))));
  return {
    platform: `${process.platform} ${release()}`,
    node: process.version,
    places: [...places, await machinePlace(interfaces, trials)],
    troubles: usualTroubles,
  };
}

function isNamed(one: NetworkInterface, named: readonly string[]): boolean {
  return one.loopback || named.includes(one.name) || named.includes(one.address);
}

async function interfacePlace(one: NetworkInterface, mayProbe: boolean): Promise<Place> {
  const { name, address, prefix, loopback } = one;
  const description = `${address}/${prefix}${loopback ? ', loopback' : ''}`;
  const link = await linkRemark(one);
  if (!mayProbe) return { name, description, findings: [link, unprobed(one)] };
  const probes = await Promise.all([multicastRemark(one), membershipRemark(one), broadcastRemarks(one)]);
  return { name, description, findings: [link, ...probes.flat()] };
}

function unprobed({ name }: NetworkInterface): Remark {
  const says = 'not probed: that would send a few datagrams on its network';
  return { about: 'multicast and broadcast', state: 'untried', says, mend: `--interface ${name}` };
}

async function machinePlace(interfaces: readonly NetworkInterface[], { names }: Trials): Promise<Place> {
  const remarks = await Promise.all([
    loopbackRemark(interfaces),
    kernelRemarks(),
    nameRemarks(names),
    portRemarks(),
    captureRemark(interfaces[0]?.name),
  ]);
  return { name: 'this machine', description: '', findings: remarks.flat() };
}
