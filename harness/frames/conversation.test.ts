import { expect, test } from 'vitest';
import type { Conversation } from '../contracts/inspection.ts';
import { pcap } from './crafting/captures.ts';
import { ipv6 } from './crafting/octets.ts';
import { conversation, flags, pc, phone, segment } from './crafting/scenes.ts';
import { declaring, judgeAll } from './reading.test.helper.ts';

const { fin, syn, psh, ack, rst } = flags;

function follow(frames: readonly Uint8Array[], linkType = 1): readonly Conversation[] {
  return (
    judgeAll(
      pcap(
        frames.map((octets) => ({ octets })),
        { linkType },
      ),
      declaring(),
    ).conversations?.followed ?? []
  );
}

const data = (sequence: number, text: string): Uint8Array => segment(phone, { sequence, flags: psh | ack }, text);
const opening = [
  segment(phone, { sequence: 1000, flags: syn }),
  segment(pc, { sequence: 5000, acknowledgement: 1001, flags: syn | ack }),
];
const sent = (frames: readonly Uint8Array[]) => {
  const [side] = follow([...opening, ...frames])[0]?.sides ?? [];
  return {
    cuts: side?.boundaries.map(({ from, octets }) => [from, octets]),
    octets: side?.octets,
    retransmissions: side?.retransmissions,
    reordered: side?.reordered,
  };
};

test('a whole connection: who opened it, what was sent, who closed it how', () => {
  const phrase = 'A rolling stone gathers no moss.\n';

  expect(follow(conversation(phrase))).toEqual([
    {
      first: 1,
      last: 7,
      sides: [
        {
          address: '10.0.0.1:40000',
          segments: 3,
          octets: 0,
          retransmissions: 0,
          reordered: 0,
          boundaries: [],
          moreBoundaries: 0,
        },
        {
          address: '10.0.0.2:54321',
          segments: 4,
          octets: phrase.length,
          retransmissions: 0,
          reordered: 0,
          boundaries: [{ frame: 4, from: 0, octets: phrase.length }],
          moreBoundaries: 0,
        },
      ],
      ends: [
        { by: '10.0.0.2:54321', how: 'FIN', frame: 5 },
        { by: '10.0.0.1:40000', how: 'FIN', frame: 6 },
      ],
    },
  ]);
});

test('the cuts of a stream are where its segments end', () => {
  expect(sent([data(1001, 'na'), data(1003, 'me\n'), data(1006, 'x')])).toEqual({
    cuts: [
      [0, 2],
      [2, 3],
      [5, 1],
    ],
    octets: 6,
    retransmissions: 0,
    reordered: 0,
  });
});

test('a repeated segment is no cut', () => {
  expect(sent([data(1001, 'name'), data(1001, 'name'), data(1001, 'na')])).toEqual({
    cuts: [[0, 4]],
    octets: 4,
    retransmissions: 2,
    reordered: 0,
  });
});

test('a segment that repeats and goes on counts what is new', () => {
  expect(sent([data(1001, 'name'), data(1003, 'me\n1')])).toEqual({
    cuts: [
      [0, 4],
      [4, 2],
    ],
    octets: 6,
    retransmissions: 1,
    reordered: 0,
  });
});

test('a late segment fills the gap that was left for it, once', () => {
  expect(sent([data(1001, 'ab'), data(1005, 'ef'), data(1003, 'cd'), data(1003, 'cd')])).toEqual({
    cuts: [
      [0, 2],
      [4, 2],
      [2, 2],
    ],
    octets: 6,
    retransmissions: 1,
    reordered: 1,
  });
});

test('a keep-alive is no repetition', () => {
  expect(sent([data(1001, 'ab'), data(1002, 'b'), segment(phone, { sequence: 1002, flags: ack })])).toMatchObject({
    octets: 2,
    retransmissions: 0,
  });
});

test('sequence numbers go round', () => {
  const frames = [
    segment(phone, { sequence: 0xffff_fffe, flags: syn }),
    data(0xffff_ffff, 'abc'),
    data(2, 'de'),
    data(0xffff_ffff, 'abc'),
  ];

  expect(follow(frames)[0]?.sides[0]).toMatchObject({
    octets: 5,
    retransmissions: 1,
    boundaries: [
      { from: 0, octets: 3 },
      { from: 3, octets: 2 },
    ],
  });
});

test('the same ports again are another connection; a repeated SYN is not', () => {
  const again = segment(phone, { sequence: 9000, flags: syn });
  const end = segment(pc, { sequence: 5001, flags: rst | ack });

  expect(follow([opening[0] ?? again, opening[0] ?? again, ...opening.slice(1), end, again])).toMatchObject([
    { first: 1, last: 4, ends: [{ by: '10.0.0.2:54321', how: 'RST', frame: 4 }], sides: [{ retransmissions: 1 }, {}] },
    { first: 5, last: 5, ends: [] },
  ]);
});

test('a connection whose beginning was not captured: the side seen first comes first, an answer shows who opened it', () => {
  expect(follow([data(7, 'x')])[0]?.sides[0]).toMatchObject({ address: '10.0.0.1:40000', octets: 1 });
  expect(follow(opening.slice(1))[0]?.sides[0].address).toBe('10.0.0.1:40000');
});

test('IPv6 connections are followed too', () => {
  const from = `${'0'.repeat(31)}1`;
  const octets = (segmentFrame: Uint8Array): Uint8Array => ipv6(from, from, 6, segmentFrame.subarray(34, 54));

  const [one] = follow([octets(segment(phone, { sequence: 1, flags: fin | ack }))], 229);

  expect(one).toMatchObject({
    sides: [{ address: '[::1]:40000' }, { address: '[::1]:54321' }],
    ends: [{ by: '[::1]:40000', how: 'FIN' }],
  });
});

test('however many connections a capture has, the memory of 1,024 is used', () => {
  const one = segment(phone, { sequence: 1000, flags: syn });
  const frames = Array.from({ length: 1100 }, (_, index) => {
    const octets = Buffer.from(one);
    octets.writeUInt16BE(10_000 + index, 34);
    return { octets };
  });
  const { conversations } = judgeAll(pcap(frames), declaring());

  expect(conversations?.followed).toHaveLength(1024);
  expect(conversations?.segmentsNotFollowed).toBe(76);
});

test('however many segments a side sends, the first 64 are told', () => {
  const frames = Array.from({ length: 100 }, (_, index) => data(1001 + index, 'x'));

  const [side] = follow([...opening, ...frames])[0]?.sides ?? [];

  expect(side?.boundaries).toHaveLength(64);
  expect(side).toMatchObject({ octets: 100, moreBoundaries: 36 });
});
