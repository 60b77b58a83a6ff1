import { spawnSync } from 'node:child_process';

/** A frame as tshark sees it: the first occurrence of each field, empty where the frame has none. */
export type TsharkFrame = Readonly<Record<(typeof tsharkFields)[number], string>>;

export const tsharkFields = [
  'frame.number',
  'frame.protocols',
  'frame.time_epoch',
  'frame.cap_len',
  'frame.len',
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
  'ipv6.dst',
  'udp.srcport',
  'udp.dstport',
  'udp.checksum.status',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.seq_raw',
  'tcp.flags',
  'tcp.checksum.status',
  'igmp.type',
  'igmp.maddr',
  'igmp.checksum.status',
  'arp.opcode',
  'arp.dst.proto_ipv4',
  'tcp.stream',
  'tcp.len',
  'tcp.analysis.retransmission',
  'tcp.analysis.out_of_order',
] as const;

/** More than it prints of any capture here. */
const MOST_OUTPUT = 1 << 28;

/** Every frame of a capture up to where it is damaged, with checksums verified and nothing looked up or put together. */
export function tsharkFrames(file: string): readonly TsharkFrame[] {
  const options = [
    'ip.check_checksum:TRUE',
    'udp.check_checksum:TRUE',
    'tcp.check_checksum:TRUE',
    'ip.defragment:FALSE',
  ];
  const words = [
    ...['-n', '-r', file, '-T', 'fields', '-E', 'occurrence=f', '-E', 'separator=|'],
    ...options.flatMap((option) => ['-o', option]),
    ...tsharkFields.flatMap((field) => ['-e', field]),
  ];
  const { stdout, stderr, error } = spawnSync('tshark', words, { encoding: 'utf8', maxBuffer: MOST_OUTPUT });
  if (error !== undefined) throw error;
  if (stdout === '') throw new Error(`tshark said nothing of ${file}: ${stderr}`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => rowOf(line.split('|')));
}

function rowOf(values: readonly string[]): TsharkFrame {
  const row = Object.fromEntries(tsharkFields.map((field, index) => [field, values[index] ?? '']));
  if (!isRow(row)) throw new Error(`tshark left fields out: ${values.join('|')}`);
  return row;
}

function isRow(row: { readonly [field: string]: string }): row is TsharkFrame {
  return tsharkFields.every((field) => field in row);
}
