import { describe, expect, test } from 'vitest';
import { pcap } from './crafting/captures.ts';
import { ethernet, groupMac, ipv4, udp } from './crafting/octets.ts';
import * as scenes from './crafting/scenes.ts';
import { linkTypes } from './link.ts';
import { brokenRules, declaring, judgeAll } from './reading.test.helper.ts';
import { isTunnelPort } from './transport.ts';

/** What stands between the link and the datagram: looked into, or named. */

const { phone, pc } = scenes;
const wrong = scenes.bareToPc({ transport: { checksum: 0x1234 } });
const right = scenes.bareToPc();

function judge(octets: Uint8Array, linkType: number = linkTypes.ethernet) {
  const facts = judgeAll(pcap([{ octets }], { linkType }), declaring('10.0.0.0/24'));
  const checksums = facts.rules.find(({ rule }) => rule === 'frames/checksums');
  return {
    broken: brokenRules(facts),
    checked: checksums?.checked,
    unlooked: facts.notUnderstood.map(({ what }) => what),
    tunnels: facts.tunnels.map(({ what }) => what),
  };
}

const looked = { unlooked: [], tunnels: [] };

test.each<readonly [string, (carried: Uint8Array) => Uint8Array, number]>([
  ['a PPPoE session', (carried) => scenes.inPppoe(carried), linkTypes.ethernet],
  ['MPLS', scenes.inMpls, linkTypes.ethernet],
  ['802.11', (carried) => scenes.inWifi(carried), linkTypes.wifi],
  [
    '802.11 with quality control',
    (carried) => scenes.inWifi(carried, { control: 0x0288, more: [0, 0] }),
    linkTypes.wifi,
  ],
  [
    '802.11 with throughput control',
    (carried) => scenes.inWifi(carried, { control: 0x8288, more: [0, 0, 0, 0, 0, 0] }),
    linkTypes.wifi,
  ],
  [
    '802.11 between access points',
    (carried) =>
      scenes.inWifi(carried, {
        control: 0x0308,
        addresses: [
          [2, 1],
          [2, 2],
          [2, 3],
          [2, 4],
        ].map(([a = 0, b = 0]) => [a, 0, 0, 0, 0, b]),
      }),
    linkTypes.wifi,
  ],
  ['802.11 with radiotap', (carried) => scenes.inRadiotap(scenes.inWifi(carried)), linkTypes.radiotap],
  [
    '802.11 with radiotap and padding',
    (carried) => scenes.inRadiotap(scenes.inWifi(carried, { control: 0x0288, more: [0, 0, 9, 9] }), 0x20),
    linkTypes.radiotap,
  ],
])('%s is looked into', (_, carry, linkType) => {
  expect(judge(carry(right), linkType)).toEqual({ broken: [], checked: 1, ...looked });
  expect(judge(carry(wrong), linkType)).toEqual({ broken: ['checksums'], checked: 1, ...looked });
});

test('the MACs of 802.11 are judged where they stand', () => {
  const group = groupMac('224.0.0.9')
    .split(':')
    .map((pair) => Number.parseInt(pair, 16));
  const toGroup = scenes.inWifi(right, { addresses: [group, [2, 0, 0, 0, 0, 3], [2, 0, 0, 0, 0, 1]] });
  const facts = judgeAll(pcap([{ octets: toGroup }], { linkType: linkTypes.wifi }));

  expect(brokenRules(facts)).toEqual(['no-unicast-mac-for-group']);
  expect(facts.offences[0]?.octets[0]).toEqual({ from: 4, what: 'destination MAC', hex: '01005e000009' });
});

test.each([
  ['PPPoE session', scenes.inPppoe(scenes.barePacket(scenes.GROUP, 1))],
  ['MPLS', scenes.inMpls(scenes.barePacket(scenes.GROUP, 1))],
])('a group in %s has no MAC of its own', (_, frame) => {
  const { rules } = judgeAll(pcap([{ octets: frame }]));

  expect(rules.find(({ rule }) => rule === 'frames/multicast-mac')).toMatchObject({
    checked: 0,
    notJudged: [{ reason: 'no MACs on this link', frames: 1 }],
  });
});

function ofType(type: number, payload: readonly number[] = []): Uint8Array {
  return ethernet({ destination: pc.mac, source: phone.mac, type }, Uint8Array.from(payload));
}

function ipOf(protocol: number, payload: Uint8Array): Uint8Array {
  return ofType(0x0800, [...ipv4({ source: phone.address, destination: pc.address, protocol }, payload)]);
}

describe('what is not looked into is named', () => {
  test.each<readonly [string, Uint8Array, number]>([
    ['PPPoE discovery', ofType(0x8863), 1],
    ['PPPoE session, LCP', scenes.inPppoe(Uint8Array.of(1, 1, 0, 4), 0xc021), 1],
    ['MPLS that carries no IP', scenes.inMpls(new Uint8Array(8)), 1],
    ['LLDP', ofType(0x88cc), 1],
    ['EtherType 0x1234', ofType(0x1234), 1],
    ['spanning tree', ofType(38, [0x42, 0x42, 3]), 1],
    ['SNAP of another organisation', ofType(38, [0xaa, 0xaa, 3, 0, 0, 12, 0x20, 0]), 1],
    ['IPv4 with a malformed header', ofType(0x0800, [0x44]), 1],
    ['IPv4 that ends within its header', ofType(0x0800, [0x45]).subarray(0, 20), 1],
    ['ARP of other addresses than IPv4 and Ethernet', ofType(0x0806, [0, 1, 0x86, 0xdd, 6, 16]), 1],
    ['802.11 management', scenes.inWifi(right, { control: 0x0080 }), linkTypes.wifi],
    ['802.11 control', scenes.inWifi(right, { control: 0x00d4 }), linkTypes.wifi],
    ['802.11 data without contents', scenes.inWifi(right, { control: 0x0148 }), linkTypes.wifi],
    ['802.11 data, encrypted', scenes.inWifi(right, { control: 0x4208 }), linkTypes.wifi],
    ['802.11 data, aggregated', scenes.inWifi(right, { control: 0x0288, more: [0x80, 0] }), linkTypes.wifi],
    ['802.11 data in fragments', scenes.inWifi(right, { sequence: 17 }), linkTypes.wifi],
    ['802.11 with a wrong check sequence', scenes.inRadiotap(scenes.inWifi(wrong), 0x40), linkTypes.radiotap],
    ['802.11 with Prism header', new Uint8Array(200), 119],
    ['Bluetooth HCI', new Uint8Array(20), 187],
    ['link type 300', new Uint8Array(20), 300],
    ['loopback of address family 7', Uint8Array.of(7, 0, 0, 0, 1, 2, 3, 4), linkTypes.null],
    ['IP of version 5', Uint8Array.of(0x55, 0, 0, 0), linkTypes.raw],
  ])('%s', (name, frame, linkType) => {
    expect(judge(frame, linkType)).toEqual({ broken: [], checked: 0, unlooked: [name], tunnels: [] });
  });
});

describe('what tunnels carry is named', () => {
  const ports = { source: phone.address, destination: pc.address, from: 40_000 };

  test.each<readonly [string, Uint8Array]>([
    ['GRE', ipOf(47, Uint8Array.from([0, 0, 8, 0, ...wrong]))],
    ['IPv4 in IP', ipOf(4, wrong)],
    ['IPv6 in IP', ipOf(41, scenes.packetV6(17, scenes.datagramV6({ checksum: 1 })).subarray(14))],
    ['ESP (IPsec)', ipOf(50, new Uint8Array(40))],
    [
      'VXLAN',
      ipOf(17, udp({ ...ports, to: 4789 }, Uint8Array.from([8, 0, 0, 0, 0, 0, 1, 0, ...ofType(0x0800, [...wrong])]))),
    ],
  ])('%s', (name, frame) => {
    expect(judge(frame)).toEqual({ broken: [], checked: 1, unlooked: [], tunnels: [name] });
  });

  test('of each frame, whatever came before it', () => {
    const plain = ipOf(17, udp({ ...ports, to: 7 }, new Uint8Array(100)));
    const tunnelled = ipOf(17, udp({ ...ports, to: 4789 }, new Uint8Array(100)));
    const frames = [plain, plain, tunnelled, plain, tunnelled, tunnelled, plain, tunnelled];
    const short = ipOf(47, Uint8Array.of(0, 0, 8, 0));
    const capture = pcap([...frames, short, short, short].map((octets) => ({ octets })));

    for (const conversations of [true, false]) {
      expect(judgeAll(capture, declaring(), 1, conversations).tunnels).toEqual([
        { what: 'VXLAN', frames: 4 },
        { what: 'GRE', frames: 3 },
      ]);
    }
  });
});

test('the frames of every port that is a tunnel are counted, though others of the same hosts came before', () => {
  const ports = Array.from({ length: 65_536 }, (_, port) => port).filter(isTunnelPort);
  const to = (port: number): Uint8Array =>
    ipOf(17, udp({ source: phone.address, destination: pc.address, from: 40_000, to: port }, new Uint8Array(100)));
  const frames = [to(7), to(7), ...ports.map(to), ...ports.map(to)].map((octets) => ({ octets }));
  const { tunnels } = judgeAll(pcap(frames), declaring(), 1, false);

  expect(ports.length).toBeGreaterThan(5);
  expect(tunnels.reduce((sum, one) => sum + one.frames, 0)).toBe(2 * ports.length);
});

test('names beyond a number of them are counted together', () => {
  const frames = Array.from({ length: 100 }, (_, index) => ({ octets: ofType(0x1000 + index) }));
  const { notUnderstood } = judgeAll(pcap(frames));

  expect(notUnderstood).toHaveLength(65);
  expect(notUnderstood.at(-1)).toEqual({ linkType: 1, what: 'other protocols', frames: 36 });
});
