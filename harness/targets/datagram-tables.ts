import { addressOfHex } from '../addresses/kernel.ts';
import { networkTable } from '../processes/kernel-file.ts';

/** The addresses that UDP sockets of the namespace have bound on this port; undefined where the kernel does not tell. */
export function boundAddresses(port: number, pid: number | undefined): readonly string[] | undefined {
  const [four, six] = [networkTable('udp', pid), networkTable('udp6', pid)];
  if (four === '') return undefined;
  const wanted = port.toString(16).padStart(4, '0').toUpperCase();
  const row = new RegExp(`^\\s*\\d+: ([0-9A-F]+):${wanted} `, 'gm');
  const ofFour = [...four.matchAll(row)].map(([, hex = '']) => addressOfHex(hex));
  // A socket of both families takes IPv4 datagrams too; which address it has bound matters only where it is not all.
  const ofSix = [...six.matchAll(row)].map(([, hex = '']) => (/^0+$/.test(hex) ? '::' : hex));
  return [...ofFour, ...ofSix];
}
