import { linkTypes } from '../link.ts';
import { pcap, pcapngBlock, pcapngSection } from './captures.ts';
import { igmpV3Report } from './octets.ts';
import * as scenes from './scenes.ts';
import { capture, type Sketch, timed } from './sketch.ts';

const wrongSum = { transport: { checksum: 0x1234 } };

/** What few networks show: other formats, headers between the link's and the network's, fields that say too much. */
export function unusualOnes(): readonly Sketch[] {
  return [...unusualFormats(), ...unusualLinks(), ...unusualSums(), ...unusualReports()];
}

function unusualFormats(): readonly Sketch[] {
  const frames = timed([scenes.toGroup(), scenes.toAll(), scenes.toPc()]);
  const unsummed = scenes.segment(scenes.phone, { sequence: 1, flags: scenes.flags.ack }, '', {
    transport: { checksum: 0 },
  });
  return [
    {
      file: 'crafted-format-version-2.1.pcap',
      shows: 'pcap of version 2.1: a record says the length on the wire first.',
      octets: pcap(frames, { minor: 1 }),
    },
    {
      file: 'crafted-format-modified.pcap',
      shows: 'Modified pcap: a record says interface, protocol and packet type, too; the third frame was sent.',
      octets: pcap(
        frames.map((one, index) => (index === 2 ? { octets: unsummed, time: one.time ?? 0n, direction: 2 } : one)),
        { modified: true },
      ),
    },
    {
      file: 'crafted-format-numbered.pcapng',
      shows: 'pcapng: blocks that Wireshark gives a number to, though they are no frames, and blocks that it does not.',
      octets: Buffer.concat([
        pcapngSection([]),
        ...[0xbad, 0x4000_0bad].map((type) => pcapngBlock(type, Uint8Array.of(0xd9, 0x7e, 0, 0, 1, 2, 3, 4))),
        ...[0x204, 0x208, 0x8000_0001, 10].map((type) => pcapngBlock(type, new Uint8Array(24))),
        pcapngBlock(9, Buffer.from('__REALTIME_TIMESTAMP=1\n\0')),
        pcapngSection(frames).subarray(28),
      ]),
    },
  ];
}

function unusualLinks(): readonly Sketch[] {
  const right = scenes.bareToPc();
  const toGroup = scenes.barePacket(scenes.GROUP, 1);
  return [
    {
      file: 'crafted-right-pppoe.pcap',
      shows: 'Datagrams in a PPPoE session: the MACs are those of its ends, a group has none of its own.',
      octets: capture([scenes.inPppoe(right), scenes.inPppoe(toGroup)]),
    },
    {
      file: 'crafted-right-mpls.pcap',
      shows: 'Datagrams behind MPLS labels.',
      octets: capture([scenes.inMpls(right), scenes.inMpls(toGroup)]),
    },
    {
      file: 'crafted-right-wifi.pcap',
      shows: 'Datagrams in 802.11 data frames: from an access point, and to one with quality control.',
      octets: capture(wifiFrames(right, toGroup), linkTypes.wifi),
    },
    {
      file: 'crafted-right-radiotap.pcap',
      shows: 'The same behind what the receiver noted.',
      octets: capture(
        wifiFrames(right, toGroup).map((one) => scenes.inRadiotap(one)),
        linkTypes.radiotap,
      ),
    },
    {
      file: 'crafted-wrong-checksum-in-pppoe.pcap',
      shows: 'A wrong UDP checksum in a PPPoE session.',
      breaks: ['checksums'],
      octets: capture([scenes.inPppoe(scenes.bareToPc(wrongSum))]),
    },
    {
      file: 'crafted-wrong-checksum-in-mpls.pcap',
      shows: 'A wrong UDP checksum behind MPLS labels.',
      breaks: ['checksums'],
      octets: capture([scenes.inMpls(scenes.bareToPc(wrongSum))]),
    },
    {
      file: 'crafted-wrong-group-in-wifi.pcap',
      shows: 'A group that an access point sends in the MAC of another group.',
      breaks: ['multicast-mac'],
      octets: capture(
        [
          scenes.inWifi(toGroup, {
            addresses: [
              [1, 0, 0x5e, 0x4a, 0x14, 0x1f],
              [2, 0, 0, 0, 0, 3],
              [2, 0, 0, 0, 0, 1],
            ],
          }),
        ],
        linkTypes.wifi,
      ),
    },
  ];
}

function wifiFrames(right: Uint8Array, toGroup: Uint8Array): readonly Uint8Array[] {
  const access = [2, 0, 0, 0, 0, 3];
  const phone = [2, 0, 0, 0, 0, 1];
  const group = [1, 0, 0x5e, 0x4a, 0x14, 0x1e];
  return [
    scenes.inWifi(right),
    scenes.inWifi(toGroup, { addresses: [group, access, phone] }),
    scenes.inWifi(toGroup, { control: 0x0188, addresses: [access, phone, group], more: [0, 0] }),
  ];
}

function unusualSums(): readonly Sketch[] {
  const noSum = { network: { checksum: 0 } };
  return [
    {
      file: 'crafted-right-header-left-to-hardware.pcap',
      shows: 'Header checksums left to the hardware, those of what is carried right: a join, a datagram, a segment.',
      octets: capture([
        scenes.joinV3(noSum),
        scenes.toGroup(noSum),
        scenes.segment(scenes.phone, { sequence: 1, flags: scenes.flags.ack }, 'hello', noSum),
      ]),
    },
    {
      file: 'crafted-right-source-route.pcap',
      shows: 'Source routes that are not used up, and one that is: checksums cover the last destination.',
      octets: capture([scenes.routed(17), scenes.routed(6), scenes.routed(17, 8)]),
    },
    {
      file: 'crafted-right-cut-in-header.pcap',
      shows: 'A frame cut within its IPv4 header, and one cut behind it.',
      octets: pcap(
        [20, 34].map((octets) => ({ octets: scenes.toPc().subarray(0, octets), original: scenes.toPc().length })),
      ),
    },
    {
      file: 'crafted-right-ipv6.pcap',
      shows: 'UDP and TCP over IPv6, the one behind extension headers.',
      octets: capture([
        scenes.packetV6(17, scenes.datagramV6()),
        scenes.packetV6(6, scenes.segmentV6()),
        scenes.packetV6(0, Uint8Array.from([60, 0, 1, 4, 0, 0, 0, 0, 17, 0, 1, 4, 0, 0, 0, 0, ...scenes.datagramV6()])),
      ]),
    },
    {
      file: 'crafted-wrong-checksum-ipv6-udp.pcap',
      shows: 'A wrong UDP checksum over IPv6.',
      breaks: ['checksums'],
      octets: capture([scenes.packetV6(17, scenes.datagramV6({ checksum: 0x1234 }))]),
    },
    {
      file: 'crafted-wrong-checksum-ipv6-tcp.pcap',
      shows: 'A wrong TCP checksum over IPv6.',
      breaks: ['checksums'],
      octets: capture([scenes.packetV6(6, scenes.segmentV6(0x1234))]),
    },
    {
      file: 'crafted-wrong-udp-length-too-long.pcap',
      shows: 'A UDP length that says more than IP carries.',
      breaks: ['checksums'],
      octets: capture([scenes.toPc({ transport: { length: 100 } })]),
    },
    {
      file: 'crafted-wrong-udp-length-too-short.pcap',
      shows: "A UDP length that says less than UDP's own header has.",
      breaks: ['checksums'],
      octets: capture([scenes.toPc({ transport: { length: 5 } })]),
    },
  ];
}

function unusualReports(): readonly Sketch[] {
  return [
    {
      file: 'crafted-right-report-of-nothing.pcap',
      shows: 'An IGMPv3 report without records: it joins nothing, and leaves nothing.',
      octets: capture([scenes.membership('224.0.0.22', igmpV3Report([]), { network: { options: [] } })]),
    },
    {
      file: 'crafted-wrong-join-router-alert-1.pcap',
      shows: 'An IGMPv2 report whose Router Alert has value 1.',
      breaks: ['igmp-join'],
      octets: capture([scenes.joinV2({ network: { options: [148, 4, 0, 1] } })]),
    },
  ];
}
