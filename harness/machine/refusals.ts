import type { NetworkInterface } from '../addresses/interfaces.ts';
import { errorCode, errorText } from '../contracts/errors.ts';

/** A system's refusal in words. */
export function refusal(error: unknown): string {
  const code = errorCode(error);
  const words = code === undefined ? undefined : meanings[code]?.says;
  return words === undefined ? errorText(error) : `${words} (${code})`;
}

/** What usually mends it. */
export function mendOf(error: unknown, { name }: NetworkInterface): string {
  const mend = meanings[errorCode(error) ?? '']?.mend ?? 'look the error up; another interface may do';
  return mend.replaceAll('{interface}', name);
}

/** What usually lets a host hear itself again, where nothing was refused. */
export const silenceMend =
  'allow incoming UDP in the firewall of this PC; on Linux, look at the rules and at net.ipv4.conf.*.rp_filter';

/** What a datagram that came back says. */
export function ownDatagram(to: string, { loopback }: NetworkInterface): string {
  const came = `what was sent to ${to} came back`;
  if (loopback) return came;
  return `${came}: this host's own stack sends and receives; that frames reach the network, and others' reach this host, is not proven by it`;
}

const meanings: Readonly<Record<string, { readonly says: string; readonly mend: string }>> = {
  EACCES: { says: 'permission denied', mend: 'a firewall or a sandbox forbids it: allow outgoing UDP on {interface}' },
  EPERM: { says: 'forbidden', mend: 'a firewall or a sandbox forbids it: allow outgoing UDP on {interface}' },
  EADDRNOTAVAIL: {
    says: 'the kernel does not know the address',
    mend: 'see ip address show dev {interface}, and ip route show table local for its broadcast routes',
  },
  ENETUNREACH: { says: 'no route', mend: 'add one: sudo ip route add 224.0.0.0/4 dev {interface}' },
  EHOSTUNREACH: { says: 'no route', mend: 'add one: sudo ip route add 224.0.0.0/4 dev {interface}' },
  ENODEV: { says: 'no such interface', mend: 'set it up: sudo ip link set dev {interface} up multicast on' },
  ENOBUFS: {
    says: 'no room for another membership',
    mend: 'raise the limit: sudo sysctl net.ipv4.igmp_max_memberships=20',
  },
};
