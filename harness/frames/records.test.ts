import { describe, expect, test } from 'vitest';
import { nanoseconds } from './clock.ts';
import { type CraftedFrame, pcap, pcapngBlock, pcapngSection } from './crafting/captures.ts';
import { toAll, toGroup, toPc } from './crafting/scenes.ts';
import { judgeAll, octetsOf, readAll } from './reading.test.helper.ts';

const SECOND = 1_700_000_000n * 1_000_000_000n;

/** Times by the microsecond: every format can hold them. */
const frames: readonly CraftedFrame[] = [toGroup(), toAll(), toPc()].map((octets, index) => ({
  octets,
  time: SECOND + BigInt(index) * 1000n,
}));

/** A copy with another little-endian number. */
function forged(source: Uint8Array, at: number, value: number): Buffer {
  const copy = Buffer.from(source);
  copy.writeUInt32LE(value, at);
  return copy;
}

interface Seen {
  readonly number: number;
  readonly time: bigint | undefined;
  readonly original: number;
  readonly linkType: number;
  readonly hex: string;
}

function read(capture: Uint8Array, piece?: number) {
  const seen: Seen[] = [];
  const damage = readAll(
    capture,
    (frame) => {
      const { number, clock, timeHigh, timeLow, original, linkType } = frame;
      const time = clock === undefined ? undefined : nanoseconds(clock, timeHigh, timeLow);
      seen.push({ number, time, original, linkType, hex: octetsOf(frame).toString('hex') });
    },
    piece,
  );
  return { seen, damage };
}

const expected = frames.map(({ octets, time }, index) => ({
  number: index + 1,
  time,
  original: octets.length,
  linkType: 1,
  hex: Buffer.from(octets).toString('hex'),
}));

const formats: readonly (readonly [string, Buffer])[] = [
  ['pcap, little endian, microseconds', pcap(frames)],
  ['pcap, big endian, microseconds', pcap(frames, { little: false })],
  ['pcap, little endian, nanoseconds', pcap(frames, { nanoseconds: true })],
  ['pcap, big endian, nanoseconds', pcap(frames, { nanoseconds: true, little: false })],
  ['pcap, version 2.1', pcap(frames, { minor: 1 })],
  ['pcap, version 2.3', pcap(frames, { minor: 3, little: false })],
  ['pcap, modified', pcap(frames, { modified: true })],
  ['pcapng, little endian', pcapngSection(frames)],
  ['pcapng, big endian', pcapngSection(frames, { little: false })],
  ['pcapng, nanoseconds', pcapngSection(frames, { interfaces: [{ linkType: 1, resolution: 9 }] })],
  ['pcapng, an offset of a year', pcapngSection(frames, { interfaces: [{ linkType: 1, offset: 31_536_000n }] })],
  [
    'pcapng, frames with their check sequence',
    pcapngSection(frames, { interfaces: [{ linkType: 1, checkSequence: 4 }] }),
  ],
  ['pcapng, obsolete packet blocks', pcapngSection(frames, { block: 'old' })],
];

test.each(formats)('%s: every frame, its time and its octets', (_, capture) => {
  expect(read(capture)).toEqual({ seen: expected, damage: undefined });
});

test('a clock of powers of two is read, rounded down to nanoseconds', () => {
  const { seen } = read(pcapngSection(frames, { interfaces: [{ linkType: 1, resolution: 0x94 }] }));

  // 2^20 ticks a second: 954 ns each.
  for (const [index, { time = 0n }] of seen.entries()) {
    expect(Number((expected[index]?.time ?? 0n) - time)).toBeLessThan(954);
  }
});

test('simple packet blocks have no time, and are cut at the interface’s limit', () => {
  const { seen } = read(pcapngSection(frames, { block: 'simple', interfaces: [{ linkType: 1, snapLength: 60 }] }));

  expect(seen).toEqual(expected.map((one) => ({ ...one, time: undefined })));
});

test('sections, interfaces and blocks that are no frames', () => {
  const interfaces = [{ linkType: 1 }, { linkType: 101, resolution: 9 }];
  const capture = Buffer.concat([
    pcapngSection(frames.slice(0, 1)),
    pcapngBlock(4, Buffer.from('names')),
    pcapngBlock(0x7fff_0000, new Uint8Array(2_000_000)),
    pcapngSection(
      frames.slice(1).map((one) => ({ ...one, from: 1 })),
      { little: false, interfaces },
    ),
  ]);

  const { seen, damage } = read(capture, 1000);

  expect(damage).toBeUndefined();
  expect(seen).toEqual(expected.map((one, index) => ({ ...one, linkType: index === 0 ? 1 : 101 })));
});

test.each([
  [0, pcap([{ octets: toPc().subarray(0, 42), original: 60 }], { minor: 0 })],
  [3, pcap([{ octets: toPc().subarray(0, 42), original: 60 }], { minor: 3 })],
  [3, forged(forged(pcap([{ octets: toPc().subarray(0, 42) }], { minor: 3 }), 32, 60), 36, 42)],
])('a frame that was cut, in version 2.%i of pcap: the larger length is that on the wire', (_, capture) => {
  expect(read(capture)).toMatchObject({
    seen: [{ original: 60, hex: Buffer.from(toPc().subarray(0, 42)).toString('hex') }],
    damage: undefined,
  });
});

test('a modified pcap says which frames this host sent', () => {
  const sent: boolean[] = [];
  readAll(pcap([...frames, { octets: toPc(), direction: 2 }], { modified: true }), ({ outgoing }) => {
    sent.push(outgoing);
  });

  expect(sent).toEqual([false, false, false, true]);
});

test.each([
  ['like the one before it', [toPc()], 24 + 16 + 60 + 8],
  ['alone', [], 32],
])('a record of 300,000 octets is damage wherever it stands: %s', (_, before, offset) => {
  const long = Buffer.concat([toPc(), Buffer.alloc(300_000 - 60)]);
  const { frames: judged, damage } = judgeAll(
    pcap([...before, long, toPc()].map((octets) => ({ octets }))),
    undefined,
    1,
    false,
  );

  expect(judged).toBe(before.length);
  expect(damage).toEqual({ offset, text: 'expected a frame of at most 262144 octets, found a length of 300000' });
});

test('a frame of the longest length that is like the one before it is read', () => {
  const long = Buffer.concat([toPc(), Buffer.alloc(262_144 - 60)]);
  const { frames: judged, damage } = judgeAll(
    pcap([toPc(), long, toPc(), long].map((octets) => ({ octets }))),
    undefined,
    1,
    false,
  );

  expect({ judged, damage }).toEqual({ judged: 4, damage: undefined });
});

test('blocks that Wireshark gives a number to are counted', () => {
  const capture = Buffer.concat([
    pcapngSection([]),
    pcapngBlock(9, Buffer.from('MESSAGE=hello\n')),
    ...[0xbad, 0x4000_0bad, 0x204, 0x216, 0x221].map((type) => pcapngBlock(type, new Uint8Array(8))),
    // No number: secrets, statistics, another event, what a program keeps for itself.
    ...[10, 5, 0x208, 0x8000_0001].map((type) => pcapngBlock(type, new Uint8Array(8))),
    pcapngSection(frames.slice(0, 1)),
  ]);

  expect(read(capture).seen.map(({ number }) => number)).toEqual([7]);
});

describe.each(formats)('%s', (_, capture) => {
  test.each([1, 2, 3, 7, 61, 1000])('in pieces of %i octets', (piece) => {
    expect(read(capture, piece)).toEqual({ seen: expected, damage: undefined });
  });

  test('cut off at every octet: what is whole is read, the rest is damage with an offset within the file', () => {
    const ends: number[] = [];
    for (let length = 0; length < capture.length; length++) {
      const { seen, damage } = read(capture.subarray(0, length));
      expect(seen).toEqual(expected.slice(0, seen.length));
      if (damage === undefined) ends.push(seen.length);
      else expect(damage.offset).toBeLessThanOrEqual(length);
    }
    // Between two records a file may end.
    expect([...new Set(ends)]).toEqual([0, 1, 2]);
  });
});

const section = pcapngSection([]);
const header = section.length - 20;

test.each<readonly [string, Uint8Array, number, RegExp]>([
  ['an empty file', Buffer.alloc(0), 0, /expected a pcap or pcapng file, found an empty one/],
  [
    'a file of three octets',
    Buffer.from([0xd4, 0xc3, 0xb2]),
    0,
    /expected the header of a pcap or pcapng file, found 3/,
  ],
  [
    'a text',
    Buffer.from('no capture at all'),
    0,
    /expected a pcap or pcapng file, found a text: text2pcap FILE FILE.pcap, where it is a hex dump/,
  ],
  ['a header alone, cut', pcap([]).subarray(0, 20), 0, /expected the header/],
  ['version 3 of pcap', forged(pcap([]), 4, 3), 4, /expected version 2.0 to 2.4 of pcap, found 3.0/],
  [
    'a frame of 4 GiB',
    forged(pcap(frames), 32, 0xffff_ffff),
    32,
    /at most 262144 octets, found a length of 4294967295/,
  ],
  ['a frame of 256 KiB and one', forged(pcap(frames), 32, 262_145), 32, /found a length of 262145/],
  ['half a record header', pcap(frames).subarray(0, 30), 24, /expected a record header of 16 octets, found 6/],
  ['another octet order mark', forged(section, 8, 0x01020304), 8, /expected the octet order 1A2B3C4D, found 04030201/],
  ['version 7 of pcapng', forged(section, 12, 7), 12, /expected version 1 of pcapng, found 7/],
  [
    'a block of 8 octets',
    forged(section, header + 4, 8),
    header + 4,
    /expected a block length of 12 or more, by fours, found 8/,
  ],
  ['a block of 21 octets', forged(section, header + 4, 21), header + 4, /by fours, found 21/],
  ['a block of 1 GiB', forged(section, header + 4, 1 << 30), header + 4, /expected a block of at most 524288 octets/],
  [
    'another length behind',
    forged(section, section.length - 4, 24),
    section.length - 4,
    /expected the block's length of 20 again, found 24/,
  ],
  [
    'a frame from nowhere',
    forged(pcapngSection(frames), section.length + 8, 5),
    section.length + 8,
    /expected one of the 1 interfaces described before, found number 5/,
  ],
  [
    'a frame longer than its block',
    forged(pcapngSection(frames), section.length + 20, 70),
    section.length + 20,
    /expected a frame within its block of 92 octets, found 70/,
  ],
  [
    'a frame before any interface',
    Buffer.concat([section.subarray(0, header), pcapngBlock(3, new Uint8Array(8))]),
    header,
    /expected one of the 0 interfaces/,
  ],
  [
    'an unknown block cut off',
    Buffer.concat([section, pcapngBlock(77, new Uint8Array(700_000)).subarray(0, 600_000)]),
    section.length + 600_000,
    /expected 100012 more octets of a block/,
  ],
])('%s is damage at its octet', (_, capture, offset, text) => {
  const { seen, damage } = read(capture);

  expect(seen).toEqual([]);
  expect(damage?.text).toMatch(text);
  expect(damage?.offset).toBe(offset);
});

test('what is before the damage is read', () => {
  const second = 24 + 16 + (frames[0]?.octets.length ?? 0);
  const { seen, damage } = read(forged(pcap(frames), second + 8, 0xffff_ffff));

  expect(seen).toEqual(expected.slice(0, 1));
  expect(damage?.offset).toBe(second + 8);
});
