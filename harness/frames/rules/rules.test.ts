import { describe, expect, test } from 'vitest';
import { checksumOf } from '../checksum.ts';
import { pcap } from '../crafting/captures.ts';
import { groupMac, igmp, igmpV3Report, partialChecksum, u16 } from '../crafting/octets.ts';
import * as scenes from '../crafting/scenes.ts';
import type { Declared } from '../declared.ts';
import { recordTypes } from '../igmp.ts';
import { brokenRules, declaring, judgeAll } from '../reading.test.helper.ts';
import { frameRules } from './index.ts';

/** A routing header that leads back to the phone, with so many segments left (RFC 8200 §4.4). */
function route(left: number): readonly number[] {
  return [17, 2, 0, left, 0, 0, 0, 0, ...Buffer.from(scenes.phoneV6, 'hex')];
}

/** What the crafted captures do not show: where a rule does not look, and what lies next to what it refuses. */

const { pc, phone, GROUP } = scenes;

function judge(frame: Uint8Array, declared?: Declared, linkType = 1) {
  const facts = judgeAll(pcap([{ octets: frame }], { linkType }), declared);
  const tally = (key: string) => facts.rules.find(({ rule }) => rule === `frames/${key}`);
  return {
    ...facts,
    broken: brokenRules(facts),
    checked: (key: string): number | undefined => tally(key)?.checked,
    notJudged: (key: string): readonly string[] => tally(key)?.notJudged.map(({ reason }) => reason) ?? [],
  };
}

describe('broadcast-mac', () => {
  test('an address that ends in .255 is judged only if its prefix is declared', () => {
    const frame = scenes.toAll({ link: { destination: pc.mac } }, '10.0.0.255');

    expect(judge(frame, declaring()).checked('broadcast-mac')).toBe(0);
    expect(judge(frame, declaring('10.0.0.0/16')).checked('broadcast-mac')).toBe(0);
    expect(judge(frame, declaring('10.0.0.0/24')).broken).toEqual(['broadcast-mac']);
  });

  test('the broadcast address of a prefix that does not end in .255', () => {
    const frame = scenes.toAll({ link: { destination: pc.mac } }, '200.201.145.191');

    expect(judge(frame, declaring('200.201.145.128/26')).broken).toEqual(['broadcast-mac']);
  });
});

describe('no-unicast-mac-for-group', () => {
  test.each([
    ['10.0.3.255', [], 'a prefix that was not declared could have it'],
    ['10.0.3.131', [], 'so could this one: /30'],
  ])('%s sent to all stations is not judged: %s %s', (destination) => {
    const { broken, notJudged } = judge(scenes.toAll({}, destination), declaring());

    expect(broken).toEqual([]);
    expect(notJudged('no-unicast-mac-for-group')).toEqual(['could be the broadcast of a prefix that was not declared']);
  });

  test.each([
    ['10.0.3.130', declaring()],
    ['10.0.0.127', declaring('10.0.0.0/24')],
  ])('%s sent to all stations is no broadcast of any prefix', (destination, declared) => {
    expect(judge(scenes.toAll({}, destination), declared).broken).toEqual(['no-unicast-mac-for-group']);
  });

  test('the broadcast of an undeclared prefix does not go to a group', () => {
    const frame = scenes.toAll({ link: { destination: groupMac(GROUP) } }, '10.0.3.255');

    expect(judge(frame, declaring()).broken).toEqual(['no-unicast-mac-for-group']);
  });
});

describe('multicast-mac', () => {
  test.each(['224.202.20.30', '225.74.20.30', '239.202.20.30'])('%s shares its MAC with 31 other groups', (group) => {
    expect(judge(scenes.toGroup({ link: { destination: '01:00:5e:4a:14:1e' } }, group)).broken).toEqual([]);
  });

  test.each([
    ['raw IP', 101, scenes.barePacket(GROUP, 1)],
    ['a loopback interface', 1, scenes.toGroup({ link: { destination: scenes.NOBODY, source: scenes.NOBODY } })],
  ])('on %s there are no MACs to be judged', (_, linkType, frame) => {
    const { broken, checked, notJudged } = judge(frame, undefined, linkType);

    expect(broken).toEqual([]);
    expect(checked('multicast-mac')).toBe(0);
    expect(notJudged('multicast-mac')).toEqual(['no MACs on this link']);
    expect(checked('checksums')).toBe(1);
  });

  test('behind VLAN tags and in an LLC header a group is a group', () => {
    const wrong = { destination: '01:00:5e:00:00:01' };
    const tags = [
      { type: 0x88a8, vlan: 1 },
      { type: 0x8100, vlan: 2 },
    ];
    const plain = scenes.toGroup({ link: wrong });
    const behindLlc = Uint8Array.from([...plain.subarray(0, 12), 0, 53, 0xaa, 0xaa, 3, 0, 0, 0, ...plain.subarray(12)]);

    expect(judge(scenes.toGroup({ link: { ...wrong, tags } })).broken).toEqual(['multicast-mac']);
    expect(judge(behindLlc).broken).toEqual(['multicast-mac']);
  });
});

describe('multicast-ttl', () => {
  const declared = (ttl: number): Declared => ({ groups: [{ address: 0xe0ca141e | 0, ttl }], nets: [] });

  test('other TTLs may be declared, other groups are not judged', () => {
    expect(judge(scenes.toGroup({ network: { ttl: 5 } }), declared(5)).broken).toEqual([]);
    expect(judge(scenes.toGroup(), declared(5)).broken).toEqual(['multicast-ttl']);
    expect(judge(scenes.toGroup({ network: { ttl: 255 } }, '224.0.0.251')).checked('multicast-ttl')).toBe(0);
  });
});

describe('igmp', () => {
  const v3 = (...types: readonly number[]): Uint8Array =>
    scenes.membership('224.0.0.22', igmpV3Report(types.map((type) => ({ type, group: GROUP }))));
  const source = ['10.0.0.9'];

  test.each<readonly [string, Uint8Array, readonly [number, number]]>([
    ['a version 1 report joins', scenes.joinV1(), [1, 0]],
    ['a version 2 report joins', scenes.joinV2(), [1, 0]],
    ['a version 2 leave leaves', scenes.leaveV2(), [0, 1]],
    ['to exclude nothing is to join', v3(recordTypes.toExclude), [1, 0]],
    ['to go on excluding nothing is to be a member', v3(recordTypes.isExclude), [1, 0]],
    ['to include nothing is to leave', v3(recordTypes.toInclude), [0, 1]],
    [
      'to include a source is to join',
      scenes.membership('224.0.0.22', igmpV3Report([{ type: recordTypes.toInclude, group: GROUP, sources: source }])),
      [1, 0],
    ],
    [
      'to block a source is to leave it',
      scenes.membership('224.0.0.22', igmpV3Report([{ type: recordTypes.blockOld, group: GROUP, sources: source }])),
      [0, 1],
    ],
    ['one report may join and leave', v3(recordTypes.toExclude, recordTypes.toInclude), [1, 1]],
    ['a query is neither', scenes.membership('224.0.0.1', igmp(0x11, '0.0.0.0')), [0, 0]],
  ])('%s', (_, frame, counts) => {
    const { broken, checked } = judge(frame);

    expect(broken).toEqual([]);
    expect([checked('igmp-join'), checked('igmp-leave')]).toEqual(counts);
  });

  test.each<readonly [string, Uint8Array, RegExp]>([
    [
      'records that are not there',
      scenes.membership('224.0.0.22', igmpV3Report([{ type: recordTypes.toExclude, group: GROUP }], 2)),
      /expected group records of known types within the message/,
    ],
    ['a record of an unknown type', v3(recordTypes.toExclude, 9), /expected group records of known types/],
    [
      'a group that is none',
      scenes.membership('224.0.0.22', igmpV3Report([{ type: recordTypes.toExclude, group: '10.0.0.1' }])),
      /expected a multicast address as group/,
    ],
    [
      'another destination',
      scenes.membership('224.0.0.2', igmpV3Report([{ type: recordTypes.toExclude, group: GROUP }])),
      /expected destination 224.0.0.22, found 224.0.0.2/,
    ],
    [
      'several at once',
      scenes.joinV2({ network: { ttl: 2, options: [] } }),
      /expected TTL 1, found 2; expected the IP option Router Alert, found none/,
    ],
  ])('a report with %s is wrong', (_, frame, text) => {
    const { offences, broken } = judge(frame);

    expect(broken).toEqual(['igmp-join']);
    expect(offences[0]?.text).toMatch(text);
  });

  test('a report without records, or with records that change nothing, is neither', () => {
    for (const message of [igmpV3Report([]), igmpV3Report([{ type: recordTypes.allowNew, group: GROUP }])]) {
      const { checked } = judge(scenes.membership('224.0.0.22', message, { network: { options: [] } }));
      expect([checked('igmp-join'), checked('igmp-leave')]).toEqual([0, 0]);
    }
  });

  test('Router Alert with another value is told with it', () => {
    const { offences } = judge(scenes.joinV2({ network: { options: [148, 4, 0, 1] } }));

    expect(offences[0]?.text).toBe('IGMPv2 report: the IP option Router Alert: expected value 0, found 1');
  });

  test('Router Alert is found behind other options, and only with value 0', () => {
    const withOptions = (options: readonly number[]) => judge(scenes.joinV2({ network: { options } })).broken;

    expect(withOptions([1, 1, 148, 4, 0, 0, 0, 0])).toEqual([]);
    expect(withOptions([7, 3, 4, 148, 4, 0, 0, 0])).toEqual([]);
    expect(withOptions([148, 4, 0, 1])).toEqual(['igmp-join']);
    expect(withOptions([0, 0, 0, 0, 148, 4, 0, 0])).toEqual(['igmp-join']);
    expect(withOptions([7, 0, 0, 0])).toEqual(['igmp-join']);
    expect(withOptions([1, 1, 1, 148])).toEqual(['igmp-join']);
  });
});

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

describe('arp-for-unicast-only', () => {
  test('answers are not judged', () => {
    expect(judge(scenes.answer()).checked('arp-for-unicast-only')).toBe(0);
  });

  test('without MACs the address that is asked for is still judged', () => {
    const question = scenes.question(GROUP).subarray(14);
    const cooked = Uint8Array.from([0, 1, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 6, ...question]);

    expect(judge(cooked, undefined, 113).broken).toEqual(['arp-for-unicast-only']);
  });
});

describe('not-fragmented', () => {
  test.each([
    ['mDNS', '224.0.0.251', 0],
    ['the declared group', GROUP, 1],
  ])('fragments to %s (%s)', (_, group, broken) => {
    expect(judge(scenes.toGroup({ network: { fragment: 0x2000 } }, group)).broken).toHaveLength(broken);
  });

  test('that a datagram must not be fragmented is no fragment', () => {
    expect(judge(scenes.toGroup({ network: { fragment: 0x4000 } })).broken).toEqual([]);
  });
});

test('IPv6 groups are reported, not judged', () => {
  expect(judge(scenes.ipv6ToGroup()).ipv6Groups).toEqual({ frames: 1, mapped: 1 });
  expect(judge(scenes.ipv6ToGroup('33:33:00:00:00:02'))).toMatchObject({
    broken: [],
    ipv6Groups: { frames: 1, mapped: 0 },
  });
});

test('what is no IP is counted, not judged', () => {
  const { broken, notUnderstood } = judge(Uint8Array.from(Array.from({ length: 60 }, () => 7)), undefined, 147);

  expect({ broken, notUnderstood }).toEqual({
    broken: [],
    notUnderstood: [{ linkType: 147, what: 'link type 147', frames: 1 }],
  });
});

test('offences are listed up to the limit and counted beyond', () => {
  const frames = Array.from({ length: 5 }, () => ({ octets: scenes.toGroup({ network: { ttl: 5 } }) }));
  const { offences, rules } = judgeAll(pcap(frames), declaring(), 2);

  expect(offences.map(({ number }) => number)).toEqual([1, 2]);
  expect(rules.find(({ rule }) => rule === 'frames/multicast-ttl')?.broken).toBe(5);
});

test('an offence tells number, time, frame, rule and octets', () => {
  const wrong = scenes.toGroup({ link: { destination: '01:00:5e:4a:14:1f' } });
  const at = (microseconds: bigint) => 1_700_000_000_000_000_000n + microseconds * 1000n;
  const { offences } = judgeAll(
    pcap([
      { octets: scenes.toAll(), time: at(0n) },
      { octets: wrong, time: at(1_500_000n) },
    ]),
  );

  expect(offences).toEqual([
    {
      rule: 'frames/multicast-mac',
      number: 2,
      time: '2023-11-14T22:13:21.500000000Z',
      seconds: 1.5,
      text: 'expected 01:00:5e:4a:14:1e for group 224.202.20.30, found 01:00:5e:4a:14:1f',
      decode: '02:00:00:00:00:01 > 01:00:5e:4a:14:1f, 10.0.0.1:40000 > 224.202.20.30:54321, UDP, TTL 1, 60 octets',
      octets: [
        { from: 0, what: 'destination MAC', hex: '01005e4a141f' },
        { from: 30, what: 'destination address', hex: 'e0ca141e' },
      ],
    },
  ]);
});

test('every rule has a key and a section of its own', () => {
  const keys = frameRules.map(({ key }) => key);

  expect(new Set(keys).size).toBe(keys.length);
  for (const { source } of frameRules) expect(source).toMatch(/^RFC \d+ §\d/);
});
