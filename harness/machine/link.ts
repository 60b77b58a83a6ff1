import { access, readFile } from 'node:fs/promises';
import type { NetworkInterface } from '../addresses/interfaces.ts';
import type { Remark } from '../contracts/machine.ts';

/** Bits of an interface's flags, as Linux numbers them (netdevice(7)). */
const IFF_BROADCAST = 0x2;
const IFF_MULTICAST = 0x10_00;

const about = 'link';

/** What the system tells of an interface without a datagram being sent. Linux tells; elsewhere untried. */
export async function linkRemark({ name, loopback }: NetworkInterface): Promise<Remark> {
  const told = async (file: string) =>
    (await readFile(`/sys/class/net/${name}/${file}`, 'latin1').catch(() => '')).trim();
  const [flags, isWifi] = await Promise.all([told('flags'), hasWifi(name)]);
  if (flags === '') return { about, state: 'untried', says: 'the system tells no more than its address' };
  const bits = Number(flags);
  const takes = (bit: number, what: string) => `${(bits & bit) === 0 ? 'no ' : ''}${what}`;
  const says = `${isWifi ? 'Wi-Fi, ' : ''}up, ${takes(IFF_BROADCAST, 'broadcast')}, ${takes(IFF_MULTICAST, 'multicast')}`;
  if (loopback) return { about, state: 'works', says: `up; what is sent stays in this machine` };
  if ((bits & IFF_MULTICAST) === 0) return lack(says, `sudo ip link set dev ${name} multicast on`, ['multicast/**']);
  if ((bits & IFF_BROADCAST) === 0) return lack(says, 'use an interface whose link has broadcast', ['broadcast/**']);
  return { about, state: 'works', says };
}

function lack(says: string, mend: string, rows: readonly string[]): Remark {
  return { about, state: 'lacking', says, mend, effect: { rows, become: 'inconclusive' } };
}

function hasWifi(name: string): Promise<boolean> {
  return access(`/sys/class/net/${name}/phy80211`).then(
    () => true,
    () => false,
  );
}
