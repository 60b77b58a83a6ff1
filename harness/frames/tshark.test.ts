import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { macText } from '../addresses/mac.ts';
import { ipv4Text } from '../addresses/numbers.ts';
import { capturesFolder, readCaptions } from './captions.ts';
import { nanoseconds } from './clock.ts';
import { type CraftedFrame, pcap, pcapngBlock, pcapngSection } from './crafting/captures.ts';
import { writeTraffic } from './crafting/traffic.ts';
import { decode } from './decode.ts';
import { type Frame, kinds, protocols } from './frame.ts';
import { groupIn, igmpTypes, routerAlertIn, typeOf } from './igmp.ts';
import { inspectFile } from './inspect.ts';
import { linkTypes } from './link.ts';
import { declaring, folder, judgeAll, needs, octetsOf, readAll } from './reading.test.helper.ts';
import { checksums } from './rules/checksums.ts';
import { judgement } from './rules/rule.ts';
import { type TsharkFrame, tsharkFrames, tsharkFramesOf } from './tshark.test.helper.ts';

/** What our reader and decoder say of a frame, and what tshark says, field by field. */

beforeEach((context) => needs(context, 'tshark'));

type Fields = Readonly<Record<string, string>>;

const declared = declaring('10.0.0.0/24');

/** A frame in tshark's words. Fields that a frame has not are empty. */
function fieldsOf(frame: Frame): Fields {
  decode(frame, declared);
  const { view, network, transport, number, at, end, original, protocol, ttl, fragment } = frame;
  const has = (kind: number): boolean => (frame.kinds & kind) !== 0;
  const only = (kind: number, text: () => string): string => (has(kind) ? text() : '');
  const isFirst = has(kinds.ipv4 | kinds.ipv6) && (fragment & 0x1fff) === 0;
  const port = (kind: number, offset: number) => only(kind, () => String(view.getUint16(transport + offset)));
  const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;
  const isV3 = has(kinds.igmp) && typeOf(frame) === igmpTypes.reportV3;
  return {
    'frame.number': String(number),
    'frame.cap_len': String(end - at),
    'frame.len': String(original),
    'eth.dst': ethernetOnly(frame, () => macText(frame.destinationMacHigh, frame.destinationMacLow)),
    'eth.src': ethernetOnly(frame, () => macText(frame.sourceMacHigh, frame.sourceMacLow)),
    'ip.src': only(kinds.ipv4, () => ipv4Text(frame.source)),
    // tshark tells the end of a source route.
    'ip.dst': only(kinds.ipv4, () => ipv4Text(view.getInt32(frame.finalAt))),
    'ip.ttl': only(kinds.ipv4, () => String(ttl)),
    'ip.proto': only(kinds.ipv4, () => String(protocol)),
    'ip.flags.mf': only(kinds.ipv4, () => String(fragment >> 13)),
    'ip.frag_offset': only(kinds.ipv4, () => String(fragment & 0x1fff)),
    'ip.opt.ra': only(kinds.ipv4, () => String(routerAlertIn(frame) ?? '')),
    'ipv6.dst': only(kinds.ipv6, () => octetsOf(frame).toString('hex', network - at + 24, network - at + 40)),
    'udp.srcport': isFirst ? port(kinds.udp, 0) : '',
    'udp.dstport': isFirst ? port(kinds.udp, 2) : '',
    'tcp.srcport': port(kinds.tcp, 0),
    'tcp.dstport': port(kinds.tcp, 2),
    'tcp.seq_raw': only(kinds.tcp, () => String(view.getUint32(transport + 4))),
    'tcp.flags': only(kinds.tcp, () => hex(view.getUint16(transport + 12) & 0x0fff, 4)),
    'igmp.type': only(kinds.igmp, () => hex(typeOf(frame), 2)),
    'igmp.maddr': only(kinds.igmp, () => (isV3 ? firstGroup(frame) : ipv4Text(groupIn(frame)))),
    'arp.opcode': only(kinds.arp, () => String(view.getUint16(network + 6))),
    'arp.dst.proto_ipv4': only(kinds.arp, () => ipv4Text(view.getInt32(network + 24))),
  };
}

/** Of a version 3 report. */
function firstGroup({ view, transport }: Frame): string {
  return view.getUint16(transport + 6) === 0 ? '' : ipv4Text(view.getInt32(transport + 12));
}

function ethernetOnly(frame: Frame, text: () => string): string {
  return frame.linkType === linkTypes.ethernet && frame.end - frame.at >= 14 ? text() : '';
}

/** tshark's words in ours: its IPv6 addresses are shortened, its times have a point. */
function comparable(frame: TsharkFrame): Fields {
  const { 'frame.time_epoch': _, 'ipv6.dst': ipv6, ...rest } = frame;
  const names = Object.keys(fieldsOfNothing);
  const kept = Object.entries(rest).filter(([name]) => names.includes(name));
  return { ...Object.fromEntries(kept), 'ipv6.dst': ipv6 === '' ? '' : longIpv6(ipv6) };
}

const fieldsOfNothing: Fields = {
  ...Object.fromEntries(
    [
      'frame.number,frame.cap_len,frame.len,eth.dst,eth.src,ip.src,ip.dst,ip.ttl,ip.proto,ip.flags.mf,ip.frag_offset',
      'ip.opt.ra,ipv6.dst,udp.srcport,udp.dstport,tcp.srcport,tcp.dstport,tcp.seq_raw,tcp.flags,igmp.type,igmp.maddr',
      'arp.opcode,arp.dst.proto_ipv4',
    ]
      .join(',')
      .split(',')
      .map((name) => [name, '']),
  ),
};

function longIpv6(text: string): string {
  const [front = '', back] = text.split('::');
  const groups = (part: string): readonly string[] =>
    part === '' ? [] : part.split(':').map((one) => one.padStart(4, '0'));
  const [head, tail] = [groups(front), groups(back ?? '')];
  const zeros = back === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => '0000');
  return [...head, ...zeros, ...tail].join('');
}

/** What our checksum rule says, and which of tshark's three statuses would say the same: 0 wrong, 1 right. */
function checksumAgrees(frame: Frame, theirs: TsharkFrame): boolean {
  if ((frame.kinds & (kinds.ipv4 | kinds.ipv6)) === 0) return true;
  const statuses = [
    ...((frame.kinds & kinds.ipv4) === 0 ? [] : [theirs['ip.checksum.status']]),
    ...(frame.protocol === protocols.udp ? [theirs['udp.checksum.status']] : []),
    ...(frame.protocol === protocols.tcp ? [theirs['tcp.checksum.status']] : []),
    ...(frame.protocol === protocols.igmp ? [theirs['igmp.checksum.status']] : []),
  ];
  const hasWrong = statuses.includes('0');
  switch (checksums.judge(frame, declared)) {
    case judgement.held:
      return !hasWrong;
    case judgement.broken:
      // tshark sums nothing where the length of UDP does not fit: its status is none, or "not verified", then.
      return hasWrong || ['', '2'].includes(theirs['udp.checksum.status']);
    case judgement.leftToHardware:
      // tshark says "wrong" of a sum over the pseudo-header alone.
      return hasWrong;
    case judgement.noChecksum:
      return theirs['udp.checksum.status'] === '3';
    case judgement.notApplicable:
      return statuses.length === 0;
    case judgement.fragment:
      return !hasWrong;
    case judgement.cut:
      return statuses.at(-1) !== '0' && statuses.at(-1) !== '1';
    default:
      return false;
  }
}

function timeOf({ clock, timeHigh, timeLow }: Frame): string {
  if (clock === undefined) return '';
  const time = nanoseconds(clock, timeHigh, timeLow);
  return `${time / 1_000_000_000n}.${String(time % 1_000_000_000n).padStart(9, '0')}`;
}

/** Compares a capture frame by frame; returns how many there were. */
function compare(file: string, seen: readonly TsharkFrame[] = tsharkFrames(file)): number {
  // Journal entries, events and custom blocks have a number, but are no frames.
  const theirs = seen.filter((frame) => !noFrames.test(frame['frame.protocols']));
  const ours: Fields[] = [];
  const times: string[] = [];
  const disagreements: string[] = [];
  readAll(readFileSync(file), (frame) => {
    const other = theirs[ours.length];
    ours.push(fieldsOf(frame));
    times.push(timeOf(frame));
    if (other === undefined) return;
    if (!checksumAgrees(frame, other)) disagreements.push(`checksums of frame ${frame.number}`);
  });

  expect(ours).toEqual(theirs.map(comparable));
  const timed = times.flatMap((time, index) => (time === '' ? [] : [index]));
  expect(timed.map((index) => times[index])).toEqual(timed.map((index) => theirs[index]?.['frame.time_epoch']));
  expect(disagreements).toEqual([]);
  return ours.length;
}

const noFrames = /^(systemd_journal|data)?$/;

/** What mergecap cannot put together with others: damage, several sections, and times in powers of two, which it rounds. */
const isReadAlone = (name: string): boolean => /damaged|sections|numbered|powers of two/.test(name);

describe('tshark and we agree on every fixture', () => {
  const files = readCaptions().map(({ file }) => file);
  const whole = files.filter((file) => !isReadAlone(file)).map((file) => join(capturesFolder, file));
  let seen: ReadonlyMap<string, readonly TsharkFrame[]>;
  beforeEach(() => {
    seen ??= tsharkFramesOf(whole);
  });

  test.each(files)('%s', (file) => {
    const path = join(capturesFolder, file);
    expect(compare(path, seen.get(path))).toBeGreaterThan(0);
  });
});

/** Frames of generated traffic, to be put into other formats. */
async function trafficFrames(dir: string, count: number): Promise<readonly CraftedFrame[]> {
  const file = join(dir, 'traffic.pcap');
  writeTraffic(file, count);
  const frames: CraftedFrame[] = [];
  readAll(readFileSync(file), (frame) => {
    const { clock, timeHigh, timeLow } = frame;
    if (clock !== undefined) frames.push({ octets: octetsOf(frame), time: nanoseconds(clock, timeHigh, timeLow) });
  });
  return frames;
}

/** The IPv4 frames without their Ethernet header, behind another one. */
function relinked(frames: readonly CraftedFrame[], header: readonly number[]): readonly CraftedFrame[] {
  return frames
    .filter(({ octets }) => octets[12] === 8 && octets[13] === 0)
    .map((frame) => ({ ...frame, octets: Uint8Array.from([...header, ...frame.octets.subarray(14)]) }));
}

const JOURNAL = '__REALTIME_TIMESTAMP=1700000000000000\nMESSAGE=hello\n\n';

const cooked = [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0];
const cooked2 = [8, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0];

describe('tshark and we agree on 2,000 frames of generated traffic', () => {
  const formats: readonly (readonly [string, (frames: readonly CraftedFrame[]) => Uint8Array])[] = [
    ['pcap, microseconds', (frames) => pcap(frames)],
    ['pcap, big endian', (frames) => pcap(frames, { little: false })],
    ['pcap, nanoseconds', (frames) => pcap(frames, { nanoseconds: true })],
    ['pcap, big endian, nanoseconds', (frames) => pcap(frames, { nanoseconds: true, little: false })],
    ['pcapng', (frames) => pcapngSection(frames)],
    ['pcapng, big endian', (frames) => pcapngSection(frames, { little: false })],
    ['pcapng, simple blocks', (frames) => pcapngSection(frames, { block: 'simple' })],
    ['pcapng, old blocks', (frames) => pcapngSection(frames, { block: 'old' })],
    ['pcapng, nanoseconds', (frames) => pcapngSection(frames, { interfaces: [{ linkType: 1, resolution: 9 }] })],
    ['pcapng, powers of two', (frames) => pcapngSection(frames, { interfaces: [{ linkType: 1, resolution: 0x9e }] })],
    [
      'pcapng, several sections, interfaces and other blocks',
      (frames) =>
        Buffer.concat([
          pcapngSection(frames.slice(0, 900)),
          pcapngBlock(9, Buffer.from(JOURNAL)),
          pcapngBlock(0x7fff_0000, new Uint8Array(64)),
          pcapngSection(
            relinked(frames.slice(900), cooked).map((frame) => ({ ...frame, from: 1 })),
            { little: false, interfaces: [{ linkType: 1 }, { linkType: 113, resolution: 9 }] },
          ),
        ]),
    ],
    ['Linux cooked', (frames) => pcap(relinked(frames, cooked), { linkType: 113 })],
    ['Linux cooked, version 2', (frames) => pcap(relinked(frames, cooked2), { linkType: 276 })],
    ['raw IP', (frames) => pcap(relinked(frames, []), { linkType: 101 })],
    ['raw IP, 12', (frames) => pcap(relinked(frames, []), { linkType: 12 })],
    ['raw IP, 14', (frames) => pcap(relinked(frames, []), { linkType: 14 })],
    ['raw IPv4', (frames) => pcap(relinked(frames, []), { linkType: 228 })],
    ['null', (frames) => pcap(relinked(frames, [2, 0, 0, 0]), { linkType: 0 })],
    ['loop', (frames) => pcap(relinked(frames, [0, 0, 0, 2]), { linkType: 108 })],
    [
      'cut after 54 octets',
      (frames) =>
        pcap(
          frames.map((frame) => ({ ...frame, octets: frame.octets.subarray(0, 54), original: frame.octets.length })),
        ),
    ],
  ];

  let dir = '';
  let seen: ReadonlyMap<string, readonly TsharkFrame[]>;
  const fileOf = (name: string): string => join(dir, name.replaceAll(' ', '-'));
  beforeEach(async () => {
    if (dir !== '') return;
    dir = mkdtempSync(join(tmpdir(), 'sockspec-formats-'));
    const frames = await trafficFrames(dir, 2000);
    for (const [name, make] of formats) writeFileSync(fileOf(name), make(frames));
    seen = tsharkFramesOf(formats.flatMap(([name]) => (isReadAlone(name) ? [] : [fileOf(name)])));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test.each(formats)('%s', (name) => {
    expect(compare(fileOf(name), seen.get(fileOf(name)))).toBeGreaterThan(1500);
  });
});

test('tshark and we count the same connections, segments and ends', async () => {
  const dir = folder();
  const file = join(dir, 'traffic.pcap');
  writeTraffic(file, 20_000);
  const { conversations } = await inspectFile(file, { declared, listed: 0, conversations: true });

  const theirs = tsharkFrames(file).filter((frame) => frame['tcp.stream'] !== '');
  const streams = [...new Set(theirs.map((frame) => frame['tcp.stream']))].map((stream) => {
    const frames = theirs.filter((frame) => frame['tcp.stream'] === stream);
    return {
      first: Number(frames[0]?.['frame.number']),
      last: Number(frames.at(-1)?.['frame.number']),
      segments: frames.length,
      octets: frames.reduce((sum, frame) => sum + Number(frame['tcp.len']), 0),
      fins: frames
        .filter((frame) => (Number(frame['tcp.flags']) & 1) !== 0)
        .map((frame) => Number(frame['frame.number'])),
    };
  });

  expect(
    conversations?.followed.map(({ first, last, sides, ends }) => ({
      first,
      last,
      segments: sides[0].segments + sides[1].segments,
      octets: sides[0].octets + sides[1].octets,
      fins: ends.map(({ frame }) => frame),
    })),
  ).toEqual(streams);
  expect(streams).toHaveLength(64);
});

test('tshark and we find the same repeated and late segments', () => {
  const file = join(capturesFolder, 'crafted-right-connection.pcap');
  const theirs = tsharkFrames(file);
  const [conversation] = judgeAll(readFileSync(file)).conversations?.followed ?? [];
  const count = (field: 'tcp.analysis.retransmission' | 'tcp.analysis.out_of_order'): number =>
    theirs.filter((frame) => frame[field] !== '').length;

  expect(conversation?.sides[0]).toMatchObject({
    retransmissions: count('tcp.analysis.retransmission'),
    reordered: count('tcp.analysis.out_of_order'),
  });
  expect(conversation?.sides[0].retransmissions).toBe(1);
});
