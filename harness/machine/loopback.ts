import type { NetworkInterface } from '../addresses/interfaces.ts';
import type { Remark } from '../contracts/machine.ts';

/** Whether there is a loopback interface, without which no reference endpoint can be judged. */
export function loopbackRemark(interfaces: readonly NetworkInterface[]): Remark {
  const about = 'loopback';
  const found = interfaces.find(({ address }) => address === '127.0.0.1');
  if (found !== undefined) return { about, state: 'works', says: `${found.name} has 127.0.0.1` };
  const effect = { rows: ['**'], become: 'inconclusive' } as const;
  const says = 'no interface that is up has 127.0.0.1: nothing can be tested on this machine itself';
  return { about, state: 'lacking', says, mend: 'sudo ip link set dev lo up', effect };
}
