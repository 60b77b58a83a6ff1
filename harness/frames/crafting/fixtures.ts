import { linkTypes } from '../link.ts';
import { pcap, pcapngBlock, pcapngSection } from './captures.ts';
import { igmp, u16, udp } from './octets.ts';
import * as scenes from './scenes.ts';
import { type CraftedFixture, capture, type Sketch, timed } from './sketch.ts';
import { unusualOnes } from './unusual.ts';

/** Every crafted capture, the same octets each time. */
export function craftedFixtures(): readonly CraftedFixture[] {
  return [...rightOnes(), ...formats(), ...wrongOnes(), ...damagedOnes(), ...unusualOnes()].map((one) => ({
    breaks: [],
    nets: [scenes.NET],
    ...one,
  }));
}

const { phone, pc, flags, GROUP } = scenes;

/** One of everything that is right. */
function everything(): readonly Uint8Array[] {
  return [
    ...[scenes.toGroup(), scenes.toAll(), scenes.toAll({}, '10.0.0.255'), scenes.toPc()],
    ...[scenes.joinV1(), scenes.joinV2(), scenes.leaveV2(), scenes.joinV3(), scenes.leaveV3()],
    ...[scenes.question(pc.address), scenes.answer(), scenes.question(pc.address, pc.mac)],
    ...scenes.conversation('A rolling stone gathers no moss.\n'),
    ...scenes.leftToHardware(),
    scenes.toPc({ transport: { checksum: 0 } }),
    scenes.toGroup({ network: { ttl: 255 } }, '224.0.0.251'),
    scenes.toAll({ link: { destination: pc.mac } }, '10.0.3.255'),
    scenes.toGroup({ link: { tags: [{ type: 0x8100, vlan: 7 }] } }),
    scenes.toGroup({
      link: {
        tags: [
          { type: 0x88a8, vlan: 100 },
          { type: 0x8100, vlan: 7 },
        ],
      },
    }),
    scenes.ipv6ToGroup(),
  ];
}

function rightOnes(): readonly Sketch[] {
  const packets = [
    scenes.barePacket(GROUP, 1),
    scenes.barePacket('255.255.255.255', 64),
    scenes.barePacket(pc.address, 64),
  ];
  const behind = (header: readonly number[]): readonly Uint8Array[] =>
    packets.map((one) => Uint8Array.from([...header, ...one]));
  const mac = [2, 0, 0, 0, 0, 1];
  const loopback = { source: scenes.NOBODY, destination: scenes.NOBODY };
  return [
    {
      file: 'crafted-right.pcap',
      shows:
        'One of everything that is right: group, broadcast, IGMP of all versions, ARP, a TCP connection, checksums left to the hardware, VLAN tags, IPv6.',
      octets: capture(everything()),
    },
    {
      file: 'crafted-right-loopback-ethernet.pcap',
      shows: 'A loopback interface as Linux captures it: both MACs are zero, groups and broadcasts included.',
      octets: capture([
        scenes.toGroup({ link: loopback }),
        scenes.toAll({ link: loopback }),
        scenes.toPc({ link: loopback }),
      ]),
    },
    {
      file: 'crafted-right-cooked.pcap',
      shows: 'Linux cooked capture, version 1: no destination MAC.',
      octets: capture(behind([0, 0, ...u16(1), ...u16(6), ...mac, 0, 0, 0x08, 0x00]), linkTypes.cooked),
    },
    {
      file: 'crafted-right-cooked2.pcap',
      shows: 'Linux cooked capture, version 2: no destination MAC.',
      octets: capture(behind([0x08, 0x00, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, ...mac, 0, 0]), linkTypes.cooked2),
    },
    {
      file: 'crafted-right-connection.pcap',
      shows: 'A TCP connection with a repeated segment, a late one, and an end by RST.',
      octets: capture(troubledConnection()),
    },
    { file: 'crafted-right-raw.pcap', shows: 'IP without any link header.', octets: capture(packets, linkTypes.raw) },
    {
      file: 'crafted-right-ipv4.pcap',
      shows: 'IPv4 without any link header.',
      octets: capture(packets, linkTypes.ipv4),
    },
    {
      file: 'crafted-right-null-little.pcap',
      shows: 'A BSD loopback interface: the address family in the octet order of a little-endian system.',
      octets: capture(behind([2, 0, 0, 0]), linkTypes.null),
    },
    {
      file: 'crafted-right-null-big.pcap',
      shows: 'A BSD loopback interface: the address family in the octet order of a big-endian system.',
      octets: capture(behind([0, 0, 0, 2]), linkTypes.null),
    },
    {
      file: 'crafted-right-loop.pcap',
      shows: 'An OpenBSD loopback interface: the address family in network order.',
      octets: capture(behind([0, 0, 0, 2]), linkTypes.loop),
    },
    {
      file: 'crafted-right-snapped.pcap',
      shows: 'Frames cut after 42 octets: their UDP checksums are not judged.',
      octets: pcap(
        timed([scenes.toGroup(), scenes.toAll()]).map((one) => ({
          ...one,
          octets: one.octets.subarray(0, 42),
          original: 60,
        })),
      ),
    },
  ];
}

/** The same frames in every format. */
function formats(): readonly Sketch[] {
  const frames = timed(everything());
  const bare = timed([scenes.barePacket(GROUP, 1)]).map((one) => ({ ...one, from: 1 }));
  return [
    {
      file: 'crafted-format-big-endian.pcap',
      shows: 'pcap, big endian, microseconds.',
      octets: pcap(frames, { little: false }),
    },
    {
      file: 'crafted-format-nanoseconds.pcap',
      shows: 'pcap, little endian, nanoseconds.',
      octets: pcap(frames, { nanoseconds: true }),
    },
    {
      file: 'crafted-format-big-endian-nanoseconds.pcap',
      shows: 'pcap, big endian, nanoseconds.',
      octets: pcap(frames, { nanoseconds: true, little: false }),
    },
    { file: 'crafted-format-enhanced.pcapng', shows: 'pcapng, enhanced packet blocks.', octets: pcapngSection(frames) },
    {
      file: 'crafted-format-big-endian.pcapng',
      shows: 'pcapng, big endian.',
      octets: pcapngSection(frames, { little: false }),
    },
    {
      file: 'crafted-format-simple.pcapng',
      shows: 'pcapng, simple packet blocks: no times.',
      octets: pcapngSection(frames, { block: 'simple' }),
    },
    {
      file: 'crafted-format-old.pcapng',
      shows: 'pcapng, packet blocks, which are obsolete.',
      octets: pcapngSection(frames, { block: 'old' }),
    },
    {
      file: 'crafted-format-sections.pcapng',
      shows:
        'pcapng: two sections of different octet order, the second with two interfaces of different link types and clocks, and blocks that are no frames.',
      octets: Buffer.concat([
        pcapngSection(frames.slice(0, 2), { interfaces: [{ linkType: 1, resolution: 9, checkSequence: 4 }] }),
        pcapngBlock(5, new Uint8Array(12)),
        pcapngBlock(0x0a000000, new Uint8Array(20)),
        pcapngSection([...frames.slice(2, 4), ...bare], {
          little: false,
          interfaces: [
            { linkType: 1, resolution: 0x8a },
            { linkType: linkTypes.raw, offset: 1_000_000_000n },
          ],
        }),
      ]),
    },
  ];
}

function wrongOnes(): readonly Sketch[] {
  const one = (
    file: string,
    rule: string | readonly string[],
    shows: string,
    frames: readonly Uint8Array[],
  ): Sketch => ({
    file: `crafted-wrong-${file}.pcap`,
    shows,
    breaks: typeof rule === 'string' ? [rule] : rule,
    octets: capture(frames),
  });
  const wrongSum = { transport: { checksum: 0x1234 } };
  const all = [phone, scenes.EVERYBODY] as const;
  return [
    one('group-in-another-groups-mac', 'multicast-mac', 'A group in the MAC of another group.', [
      scenes.toGroup({ link: { destination: '01:00:5e:4a:14:1f' } }),
    ]),
    one('group-with-24-bits', 'multicast-mac', 'A group in a MAC that takes 24 bits of it instead of 23.', [
      scenes.toGroup({ link: { destination: '01:00:5e:ca:14:1e' } }),
    ]),
    one('group-in-broadcast-mac', 'multicast-mac', 'A group sent to all stations.', [
      scenes.toGroup({ link: { destination: all[1] } }),
    ]),
    one(
      'group-in-unicast-mac',
      ['multicast-mac', 'no-unicast-mac-for-group'],
      'A group sent to one station: not its MAC, and a unicast one.',
      [scenes.toGroup({ link: { destination: pc.mac } })],
    ),
    one('unicast-in-group-mac', 'no-unicast-mac-for-group', 'A unicast address in the MAC of a group.', [
      scenes.toPc({ link: { destination: '01:00:5e:4a:14:1e' } }),
    ]),
    one('unicast-in-broadcast-mac', 'no-unicast-mac-for-group', 'A unicast address sent to all stations.', [
      scenes.toPc({ link: { destination: all[1] } }),
    ]),
    one('limited-broadcast-to-unicast-mac', 'broadcast-mac', '255.255.255.255 sent to one station.', [
      scenes.toAll({ link: { destination: pc.mac } }),
    ]),
    one(
      'directed-broadcast-to-unicast-mac',
      'broadcast-mac',
      'The broadcast address of 10.0.0.0/24 sent to one station.',
      [scenes.toAll({ link: { destination: pc.mac } }, '10.0.0.255')],
    ),
    one('source-is-group-mac', 'source-is-unicast', 'A source MAC that is a group.', [
      scenes.toPc({ link: { source: '01:00:5e:4a:14:1e' } }),
    ]),
    one('source-is-group', 'source-is-unicast', 'A source address that is a group.', [
      scenes.toPc({ network: { source: GROUP } }),
    ]),
    one('source-is-broadcast', 'source-is-unicast', 'A source address that is the broadcast of 10.0.0.0/24.', [
      scenes.toPc({ network: { source: '10.0.0.255' } }),
    ]),
    one('ttl-5', 'multicast-ttl', 'A datagram to the group with TTL 5.', [scenes.toGroup({ network: { ttl: 5 } })]),
    one('join-v2-without-router-alert', 'igmp-join', 'An IGMPv2 report without Router Alert.', [
      scenes.joinV2({ network: { options: [] } }),
    ]),
    one('join-v3-without-router-alert', 'igmp-join', 'An IGMPv3 report that joins, without Router Alert.', [
      scenes.joinV3({ network: { options: [] } }),
    ]),
    one('join-ttl-5', 'igmp-join', 'An IGMPv2 report with TTL 5.', [scenes.joinV2({ network: { ttl: 5 } })]),
    one('join-to-another-group', 'igmp-join', 'An IGMPv2 report that is sent to another group than it names.', [
      scenes.membership('224.0.0.1', igmp(0x16, GROUP)),
    ]),
    one(
      'join-checksum',
      ['igmp-join', 'checksums'],
      'An IGMPv2 report with a wrong checksum, which both rules look at.',
      [scenes.joinV2(wrongSum)],
    ),
    one('leave-v2-without-router-alert', 'igmp-leave', 'An IGMPv2 leave without Router Alert.', [
      scenes.leaveV2({ network: { options: [] } }),
    ]),
    one('leave-v3-without-router-alert', 'igmp-leave', 'An IGMPv3 report that leaves, without Router Alert.', [
      scenes.leaveV3({ network: { options: [] } }),
    ]),
    one('leave-to-group', 'igmp-leave', 'An IGMPv2 leave that is sent to the group instead of all routers.', [
      scenes.leaveV2({}, GROUP),
    ]),
    one('arp-for-group', 'arp-for-unicast-only', 'An ARP request for a group.', [scenes.question(GROUP)]),
    one('arp-for-broadcast', 'arp-for-unicast-only', 'An ARP request for the broadcast address of 10.0.0.0/24.', [
      scenes.question('10.0.0.255'),
    ]),
    one('arp-to-group-mac', 'arp-for-unicast-only', 'An ARP request to the MAC of a group.', [
      scenes.question(pc.address, '01:00:5e:00:00:02'),
    ]),
    one('checksum-ipv4', 'checksums', 'A wrong checksum of an IPv4 header.', [
      scenes.toPc({ network: { checksum: 0x1234 } }),
    ]),
    one('checksum-udp', 'checksums', 'A wrong UDP checksum.', [scenes.toPc(wrongSum)]),
    one('checksum-tcp', 'checksums', 'A wrong TCP checksum.', [segmentWith(wrongSum)]),
    one('checksum-igmp', 'checksums', 'A wrong checksum of an IGMP query.', [
      scenes.membership('224.0.0.1', igmp(0x11, '0.0.0.0', 0x1234)),
    ]),
    one('fragmented', 'not-fragmented', 'A datagram to the group in two fragments.', fragments()),
  ];
}

function segmentWith(wrongs: scenes.Wrongs): Uint8Array {
  return scenes.segment(phone, { sequence: 1, flags: flags.ack }, 'hello', wrongs);
}

function fragments(): readonly Uint8Array[] {
  const addresses = { source: phone.address, destination: GROUP };
  const whole = udp({ ...addresses, from: 40_000, to: 54_321 }, scenes.hello);
  const link = { destination: '01:00:5e:4a:14:1e' };
  const fields = { ...addresses, protocol: 17, ttl: 1, identification: 7 };
  return [
    scenes.packet(link, { ...fields, fragment: 0x2000 }, whole.subarray(0, 16)),
    scenes.packet(link, { ...fields, fragment: 2 }, whole.subarray(16)),
  ];
}

function troubledConnection(): readonly Uint8Array[] {
  const { syn, psh, ack, rst } = flags;
  const data = (sequence: number, text: string): Uint8Array =>
    scenes.segment(phone, { sequence, acknowledgement: 5001, flags: psh | ack }, text);
  return [
    scenes.segment(phone, { sequence: 1000, flags: syn }),
    scenes.segment(pc, { sequence: 5000, acknowledgement: 1001, flags: syn | ack }),
    scenes.segment(phone, { sequence: 1001, acknowledgement: 5001, flags: ack }),
    data(1001, 'name'),
    data(1001, 'name'),
    data(1010, 'late'),
    data(1005, '\n1234'),
    scenes.segment(pc, { sequence: 5001, acknowledgement: 1014, flags: rst | ack }),
  ];
}

function damagedOnes(): readonly Sketch[] {
  const whole = capture([scenes.toGroup(), scenes.toAll(), scenes.toPc()]);
  const lengthAt = whole.length + 8;
  const forged = Buffer.from(capture([scenes.toGroup(), scenes.toAll(), scenes.toPc(), scenes.joinV2()]));
  forged.writeUInt32LE(0xffff_ffff, lengthAt);
  const section = pcapngSection(timed([scenes.toGroup(), scenes.toAll()]));
  const trailer = Buffer.from(section);
  trailer.writeUInt32LE(96, trailer.length - 4);
  return [
    {
      file: 'crafted-damaged-cut-off.pcap',
      shows: 'Cut off in the middle of the third frame.',
      octets: whole.subarray(0, 200),
      damagedAt: 176,
    },
    {
      file: 'crafted-damaged-forged-length.pcap',
      shows: 'The fourth frame says that it is 4 GiB long.',
      octets: forged,
      damagedAt: lengthAt,
    },
    {
      file: 'crafted-damaged-trailer.pcapng',
      shows: 'The length behind the second frame differs from the one before it.',
      octets: trailer,
      damagedAt: trailer.length - 4,
    },
  ];
}
