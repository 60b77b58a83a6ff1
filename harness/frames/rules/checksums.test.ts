import { describe, expect, test } from 'vitest';
import { checksumOf } from '../checksum.ts';
import { pcap } from '../crafting/captures.ts';
import { partialChecksum, u16 } from '../crafting/octets.ts';
import * as scenes from '../crafting/scenes.ts';
import { brokenRules, judgeAll } from '../reading.test.helper.ts';
import { judge } from './judging.test.helper.ts';

/** A routing header that leads back to the phone, with so many segments left (RFC 8200 §4.4). */
function route(left: number): readonly number[] {
  return [17, 2, 0, left, 0, 0, 0, 0, ...Buffer.from(scenes.phoneV6, 'hex')];
}

const { pc, phone } = scenes;

/** What the crafted captures do not show: where a rule does not look, and what lies next to what it refuses. */

describe('checksums', () => {
  const ports = { source: phone.address, destination: pc.address, from: 40_000, to: 54_321 };

  test('what is left to the hardware is said, not failed', () => {
    for (const frame of scenes.leftToHardware()) {
      const { broken, checked, notJudged } = judge(frame);
      expect(broken).toEqual([]);
      expect(checked('checksums')).toBe(0);
      expect(notJudged('checksums')).toEqual(['checksum left to the hardware of the sender']);
    }
  });

  test('so is a segment that the hardware is to cut up, and a header left together with its segment', () => {
    const large = { transport: { checksum: partialChecksum(ports, 6, 0) }, network: { total: 0 } };
    const udpSum = { transport: { checksum: partialChecksum(ports, 17, 19) }, network: { checksum: 0 } };

    expect(
      judge(scenes.segment(phone, { sequence: 1, flags: 16 }, 'hello', large)).notJudged('checksums'),
    ).toHaveLength(1);
    expect(judge(scenes.toPc(udpSum)).notJudged('checksums')).toHaveLength(1);
  });

  test.each([
    ['right', scenes.toPc({ network: { checksum: 0 } })],
    ['wrong', scenes.toPc({ network: { checksum: 0 }, transport: { checksum: 1 } })],
    ['of a join', scenes.joinV3({ network: { checksum: 0 } })],
    ['of a leave', scenes.leaveV2({ network: { checksum: 0 } })],
  ])('a header checksum of zero is left to the hardware, whatever the sum of what it carries is: %s', (_, frame) => {
    const { broken, checked, notJudged } = judge(frame);

    expect(broken).toEqual([]);
    expect(checked('checksums')).toBe(0);
    expect(notJudged('checksums')).toEqual(['checksum left to the hardware of the sender']);
  });

  test.each([65_536, 200_000])('the pseudo-header of a segment of %i octets says its length in 32 bits', (octets) => {
    const ports = { source: phone.address, destination: pc.address, from: 40_000, to: 54_321 };
    const length = 20 + octets;
    // The length's upper half is one more word of the pseudo-header.
    const upper = Uint8Array.from([0, 0, ...u16(length >>> 16)]);
    const sum = ~checksumOf(Uint8Array.from([...u16(partialChecksum(ports, 6, length & 0xffff)), ...upper])) & 0xffff;
    const partial = scenes.segment(phone, { sequence: 1, flags: 16 }, 'a'.repeat(octets), {
      ...{ transport: { checksum: sum }, network: { total: 0 } },
    });
    // A sum over octets that hold the pseudo-header's is the sum over both.
    const right = checksumOf(partial.subarray(34));
    const whole = partial.slice();
    whole.set(u16(right), 50);

    expect(judge(partial).notJudged('checksums')).toEqual(['checksum left to the hardware of the sender']);
    expect(judge(whole)).toMatchObject({ broken: [], offences: [] });
    expect(judge(whole).checked('checksums')).toBe(1);
    whole.set([0x12, 0x34], 50);
    expect(judge(whole).offences[0]?.text).toBe(
      `expected TCP checksum 0x${right.toString(16).padStart(4, '0')}, found 0x1234`,
    );
  });

  test.each<readonly [string, Uint8Array]>([
    ['UDP', scenes.routed(17)],
    ['TCP', scenes.routed(6)],
    ['a route that is used up', scenes.routed(17, 8)],
  ])('checksums cover the final destination of a source route: %s', (name, frame) => {
    const other = frame.slice();
    // The last address of the route.
    other.set([77], 40);
    other.set(u16(checksumOf(Uint8Array.from([...other.subarray(14, 24), 0, 0, ...other.subarray(26, 42)]))), 24);

    expect(judge(frame)).toMatchObject({ broken: [] });
    expect(judge(frame).checked('checksums')).toBe(1);
    expect(judge(other).broken).toEqual(name === 'a route that is used up' ? [] : ['checksums']);
  });

  test.each([
    [100, scenes.toPc({ transport: { length: 100 } })],
    [5, scenes.toPc({ transport: { length: 5 } })],
    [0, scenes.toPc({ transport: { length: 0 } })],
    [20, scenes.toPc({ transport: { length: 20, checksum: 0 } })],
  ])('a UDP length of %i does not fit, and is told', (length, frame) => {
    const { offences, notJudged } = judge(frame);

    expect(offences.map(({ rule, text }) => [rule, text])).toEqual([
      ['frames/checksums', `expected a UDP length of 8 to 19, found ${length}`],
    ]);
    expect(offences[0]?.octets).toEqual([{ from: 38, what: 'UDP length', hex: length.toString(16).padStart(4, '0') }]);
    expect(notJudged('checksums')).toEqual([]);
  });

  test('a datagram that is longer than its frame was not cut by the capture', () => {
    const frame = scenes.segment(phone, { sequence: 1, flags: 16 }, 'hello', { network: { total: 500 } });
    const { broken, notJudged } = judge(frame);

    expect({ broken, reasons: notJudged('checksums') }).toEqual({
      broken: [],
      reasons: ['lengths that do not fit the frame'],
    });
  });

  test.each([
    ['UDP', scenes.packetV6(17, scenes.datagramV6()), scenes.packetV6(17, scenes.datagramV6({ checksum: 0x1234 }))],
    ['TCP', scenes.packetV6(6, scenes.segmentV6()), scenes.packetV6(6, scenes.segmentV6(0x1234))],
    [
      'UDP behind a source route',
      scenes.packetV6(43, Uint8Array.from([...route(1), ...scenes.datagramV6({}, scenes.phoneV6)])),
      scenes.packetV6(43, Uint8Array.from([...route(1), ...scenes.datagramV6()])),
    ],
    [
      'UDP behind a source route that is used up',
      scenes.packetV6(43, Uint8Array.from([...route(0), ...scenes.datagramV6()])),
      scenes.packetV6(43, Uint8Array.from([...route(0), ...scenes.datagramV6({}, scenes.phoneV6)])),
    ],
    [
      'UDP without a checksum',
      scenes.packetV6(17, scenes.datagramV6()),
      scenes.packetV6(17, scenes.datagramV6({ checksum: 0 })),
    ],
  ])('checksums over IPv6 are judged: %s', (_, right, wrong) => {
    expect(judge(right)).toMatchObject({ broken: [] });
    expect(judge(right).checked('checksums')).toBe(1);
    expect(judge(wrong).broken).toEqual(['checksums']);
  });

  test('over IPv6, too, the expected value is told, and a sum may be left to the hardware', () => {
    const text = judge(scenes.packetV6(6, scenes.segmentV6(0x1234))).offences[0]?.text ?? '';
    const [, value = ''] = /^expected TCP checksum 0x([0-9a-f]{4}), found 0x1234$/.exec(text) ?? [];
    const ports = { source: scenes.phoneV6, destination: scenes.pcV6, from: 1, to: 2 };
    const left = scenes.packetV6(6, scenes.segmentV6(partialChecksum(ports, 6, 20 + scenes.hello.length)));

    expect(judge(scenes.packetV6(6, scenes.segmentV6(Number.parseInt(value, 16)))).broken).toEqual([]);
    expect(judge(left).notJudged('checksums')).toEqual(['checksum left to the hardware of the sender']);
  });

  test('of a fragment, over either, nothing but the header is summed', () => {
    const fragment = Uint8Array.from([17, 0, 0, 1, 0, 0, 0, 7, ...scenes.datagramV6({ checksum: 1 })]);

    for (const frame of [scenes.packetV6(44, fragment), scenes.toPc({ network: { fragment: 0x2000 } })]) {
      expect(judge(frame).broken).toEqual([]);
      expect(judge(frame).notJudged('checksums')).toEqual(['part of a datagram in fragments']);
    }
  });

  test.each([
    [
      'a TCP checksum of zero',
      scenes.segment(phone, { sequence: 1, flags: 16 }, 'hello', { transport: { checksum: 0 } }),
    ],
    ['a UDP checksum that is off by one', scenes.toPc({ transport: { checksum: partialChecksum(ports, 17, 19) + 1 } })],
  ])('%s is wrong', (_, frame) => {
    expect(judge(frame).broken).toEqual(['checksums']);
  });

  test('the expected value is told', () => {
    const right = judge(scenes.toPc({ transport: { checksum: 0x1234 } })).offences[0]?.text ?? '';
    const [, value = ''] = /^expected UDP checksum 0x([0-9a-f]{4}), found 0x1234$/.exec(right) ?? [];

    expect(judge(scenes.toPc({ transport: { checksum: Number.parseInt(value, 16) } })).broken).toEqual([]);
  });

  test('cut frames are judged as far as they go', () => {
    const cut = (octets: number, frame: Uint8Array) =>
      judgeAll(pcap([{ octets: frame.subarray(0, octets), original: frame.length }]));
    const reasons = ({ rules }: ReturnType<typeof cut>) =>
      rules.find(({ rule }) => rule === 'frames/checksums')?.notJudged.map(({ reason }) => reason);

    expect(reasons(cut(42, scenes.toPc()))).toEqual(['not captured whole']);
    expect(brokenRules(cut(42, scenes.toPc({ network: { checksum: 1 } })))).toEqual(['checksums']);
    expect(reasons(cut(36, scenes.toPc()))).toEqual(['not captured whole']);
    expect(reasons(cut(33, scenes.toPc()))).toEqual([]);
    expect(cut(33, scenes.toPc()).notUnderstood).toEqual([
      { linkType: 1, what: 'IPv4 whose header was not captured whole', frames: 1 },
    ]);
  });
});
