import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
  return outputOf('tshark', words)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => rowOf(line.split('|')));
}

/**
 * The same for many undamaged captures, by file. A start of tshark takes longer than 5,000 frames: they are put together
 * into one capture, by the reader that tshark has too, and taken apart by the number of frames in each.
 */
export function tsharkFramesOf(files: readonly string[]): ReadonlyMap<string, readonly TsharkFrame[]> {
  const dir = mkdtempSync(join(tmpdir(), 'sockspec-tshark-'));
  try {
    const merged = join(dir, 'merged.pcapng');
    const merging = spawnSync('mergecap', ['-a', '-F', 'pcapng', '-w', merged, ...files], { encoding: 'utf8' });
    if (merging.status !== 0 || merging.stderr !== '') throw new Error(`mergecap: ${merging.error ?? merging.stderr}`);
    const all = tsharkFrames(merged);
    const counts = outputOf('capinfos', ['-T', '-r', '-m', '-c', '-M', ...files])
      .trimEnd()
      .split('\n')
      .map((line) => Number(line.split(',').at(-1)));
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (counts.length !== files.length || total !== all.length)
      throw new Error(`capinfos counts ${total} frames in ${counts.length} captures, tshark sees ${all.length}`);
    let begin = 0;
    const entries = files.map((file, index): readonly [string, readonly TsharkFrame[]] => {
      const own = all.slice(begin, begin + (counts[index] ?? 0));
      begin += own.length;
      return [file, own.map((frame, at) => ({ ...frame, 'frame.number': String(at + 1) }))];
    });
    return new Map(entries);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function outputOf(program: string, words: readonly string[]): string {
  const { stdout, stderr, error } = spawnSync(program, words, { encoding: 'utf8', maxBuffer: MOST_OUTPUT });
  if (error !== undefined) throw error;
  if (stdout === '') throw new Error(`${program} said nothing of ${words.join(' ')}: ${stderr}`);
  return stdout;
}

function rowOf(values: readonly string[]): TsharkFrame {
  const row = Object.fromEntries(tsharkFields.map((field, index) => [field, values[index] ?? '']));
  if (!isRow(row)) throw new Error(`tshark left fields out: ${values.join('|')}`);
  return row;
}

function isRow(row: { readonly [field: string]: string }): row is TsharkFrame {
  return tsharkFields.every((field) => field in row);
}
