import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { multicastMac } from '../../addresses/ipv4.ts';
import type { Counts } from './counts.ts';

const fields = [
  'eth.dst',
  'eth.src',
  'ip.src',
  'ip.dst',
  'ip.ttl',
  'ip.proto',
  'ip.flags.mf',
  'ip.frag_offset',
  'ip.opt.ra',
  'ip.checksum.status',
  'udp.checksum.status',
  'tcp.checksum.status',
  'igmp.checksum.status',
  'igmp.type',
  'igmp.maddr',
  'arp.opcode',
  'arp.dst.proto_ipv4',
] as const;

type Field = (typeof fields)[number];

/** The words of a tshark that exports what the rules look at, checksums verified, names not looked up. */
export function tsharkWords(file: string): readonly string[] {
  const checked = ['ip', 'udp', 'tcp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);
  return [
    '-n',
    '-r',
    file,
    ...checked,
    '-T',
    'fields',
    '-E',
    'separator=|',
    ...fields.flatMap((field) => ['-e', field]),
  ];
}

/** The rules once more, over the exported fields of generated traffic: what they count must be what we count. */
export async function countExport(file: string, group: string, broadcast: string): Promise<Counts> {
  const counts: Record<string, { checked: number; broken: number }> = {};
  const count = (rule: string, isRight: boolean): void => {
    counts[rule] ??= { checked: 0, broken: 0 };
    counts[rule].checked++;
    if (!isRight) counts[rule].broken++;
  };
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const values = line.split('|');
    const of = (field: Field): string => values[fields.indexOf(field)] ?? '';
    countFrame(of, { group, broadcast, count });
  }
  return counts;
}

interface Tally {
  readonly group: string;
  readonly broadcast: string;
  readonly count: (rule: string, isRight: boolean) => void;
}

function countFrame(of: (field: Field) => string, { group, broadcast, count }: Tally): void {
  const [mac, destination, type] = [of('eth.dst'), of('ip.dst'), of('igmp.type')];
  const isGroup = /^(22[4-9]|23\d)\./.test(destination);
  const isBroadcast = destination === broadcast || destination === '255.255.255.255';
  const toGroup = (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
  count(
    'source-is-unicast',
    (Number.parseInt(of('eth.src').slice(0, 2), 16) & 1) === 0 && !/^(22[4-9]|23\d)\./.test(of('ip.src')),
  );
  if (of('arp.opcode') === '1')
    count('arp-for-unicast-only', mac === 'ff:ff:ff:ff:ff:ff' && !/^2[23]\d\./.test(of('arp.dst.proto_ipv4')));
  if (destination === '') return;
  if (isGroup) count('multicast-mac', mac === multicastMac(destination).toLowerCase());
  if (isBroadcast) count('broadcast-mac', mac === 'ff:ff:ff:ff:ff:ff');
  if (!isBroadcast) count('no-unicast-mac-for-group', isGroup === toGroup);
  if (destination === group && of('ip.proto') !== '2') count('multicast-ttl', of('ip.ttl') === '1');
  const isRight = of('ip.ttl') === '1' && of('ip.opt.ra') === '0' && of('igmp.checksum.status') === '1';
  if (type === '0x16') count('igmp-join', isRight && destination === of('igmp.maddr'));
  if (type === '0x17') count('igmp-leave', isRight && destination === '224.0.0.2');
  const sums = (['ip', 'udp', 'tcp', 'igmp'] as const).map((protocol) => of(`${protocol}.checksum.status`));
  count('checksums', !sums.includes('0'));
  const isWhole = of('ip.flags.mf') === '0' && of('ip.frag_offset') === '0';
  if (of('ip.proto') !== '17' || isBroadcast || destination === group) count('not-fragmented', isWhole);
}
