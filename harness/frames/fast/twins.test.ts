import { describe, expect, test } from 'vitest';
import { folded } from '../checksum.ts';
import { type CraftedFrame, pcap } from '../crafting/captures.ts';
import { arp, ethernet, type Ipv4Fields, ipv4, partialChecksum, tcp, udp } from '../crafting/octets.ts';
import { pc, phone } from '../crafting/scenes.ts';
import { decode } from '../decode.ts';
import { openHolder } from '../holding.ts';
import { etherTypes } from '../link.ts';
import { declaring, readAll } from '../reading.test.helper.ts';

/** The numbers of the frames that somebody had to look at: all but those that are like one before. */
function lookedAt(capture: Uint8Array, isSkimmed = true): readonly number[] {
  const declared = declaring('10.0.0.0/24');
  const numbers: number[] = [];
  const holder = openHolder({ declared, wanted: 0, listed: 1, onBroken: () => undefined });
  readAll(
    capture,
    (frame) => {
      if (!isSkimmed && holder.recognise(frame)) return;
      numbers.push(frame.number);
      decode(frame, declared);
      holder.hold(frame);
    },
    capture.length,
    isSkimmed ? holder : undefined,
  );
  return numbers;
}

const addresses = { source: phone.address, destination: pc.address };

function framed(packet: Uint8Array, destination = pc.mac): Uint8Array {
  return ethernet({ destination, source: phone.mac, type: etherTypes.ipv4 }, packet);
}

function datagram(octets: number, fields: Partial<Ipv4Fields> = {}, wrong: object = {}): Uint8Array {
  const payload = Uint8Array.from({ length: octets }, (_, index) => 255 - index);
  return framed(
    ipv4({ ...addresses, protocol: 17, ...fields }, udp({ ...addresses, from: 1, to: 2, ...wrong }, payload)),
  );
}

function segment(octets: number, fields: Partial<Ipv4Fields> = {}, wrong: object = {}): Uint8Array {
  const payload = Uint8Array.from({ length: octets }, (_, index) => index + 1);
  const of = { ...addresses, from: 1, to: 2, sequence: octets, flags: 16, ...wrong };
  return framed(ipv4({ ...addresses, protocol: 6, ...fields }, tcp(of, payload)));
}

const question = ethernet(
  { destination: 'ff:ff:ff:ff:ff:ff', source: phone.mac, type: etherTypes.arp },
  arp(1, [phone.mac, phone.address], ['00:00:00:00:00:00', pc.address]),
);

/** A datagram whose checksum would be 0, and is. */
function unsummed(): Uint8Array {
  const fields = { ...addresses, from: 1, to: 2 };
  const [, , , , , , high = 0, low = 0] = udp(fields, Uint8Array.of(0, 0));
  return framed(ipv4({ ...addresses, protocol: 17 }, udp({ ...fields, checksum: 0 }, Uint8Array.of(high, low))));
}

/** A datagram that says that it has 7 octets, over which its sum would come out. */
function cutToSeven(): Uint8Array {
  const fields = { ...addresses, from: 0, to: 2, length: 7, checksum: 1 };
  const from = 0xffff - folded(partialChecksum(fields, 17, fields.length) + fields.to + fields.length);
  return framed(ipv4({ ...addresses, protocol: 17 }, udp({ ...fields, from }, new Uint8Array())));
}

/** A segment in a datagram that has room for 19 octets of it, over which its sum would come out. */
function cutToNineteen(): Uint8Array {
  const fields = { ...addresses, from: 1, to: 2, sequence: 1, flags: 16 };
  const octets = tcp(fields);
  const view = new DataView(octets.buffer);
  view.setUint16(16, view.getUint16(16) + 1);
  return framed(ipv4({ ...addresses, protocol: 6, total: 39 }, octets));
}

/** The same octets but for one. */
function changed(frame: Uint8Array, at: number): Uint8Array {
  return frame.map((octet, index) => (index === at ? octet ^ 4 : octet));
}

describe('a frame is not looked at again', () => {
  const capture = (make: (octets: number) => Uint8Array): CraftedFrame[] =>
    [5, ...Array.from({ length: 70 }, (_, octets) => octets), 1472].map((octets) => ({ octets: make(octets) }));

  test.each([
    ['datagrams of other lengths', capture(datagram)],
    ['segments of other lengths', capture(segment)],
    ['other identifications', capture((octets) => datagram(5, { identification: octets }))],
    ['the same frame', capture(() => question)],
  ])('%s', (_, frames) => {
    expect(lookedAt(pcap(frames))).toEqual([1]);
    expect(lookedAt(pcap(frames, { little: false }))).toEqual([1]);
    expect(lookedAt(pcap(frames), false)).toEqual([1]);
  });
});

describe('a frame is looked at', () => {
  const original = question.length + 1;

  test.each<readonly [string, Uint8Array, CraftedFrame]>([
    ['a wrong checksum of UDP', datagram(5), { octets: datagram(5, {}, { checksum: 1 }) }],
    ['a wrong checksum of TCP', segment(5), { octets: segment(5, {}, { checksum: 1 }) }],
    ['no checksum of UDP', datagram(5), { octets: datagram(5, {}, { checksum: 0 }) }],
    ['no checksum of UDP where the sum comes out', datagram(5), { octets: unsummed() }],
    ['the port of a tunnel', datagram(50), { octets: datagram(50, {}, { to: 4789 }) }],
    ['a wrong checksum of IPv4', datagram(5), { octets: datagram(5, { checksum: 1 }) }],
    ['another time to live', datagram(5), { octets: datagram(5, { ttl: 63 }) }],
    ['a fragment', datagram(5), { octets: datagram(5, { fragment: 0x2000 }) }],
    ['another MAC', datagram(5), { octets: changed(datagram(5), 5) }],
    ['another sender', datagram(5), { octets: changed(datagram(5), 11) }],
    ['a datagram that was cut', datagram(50), { octets: datagram(50).subarray(0, 90), original: 92 }],
    ['a datagram that is shorter than UDP says', datagram(5), { octets: datagram(5, { total: 30 }) }],
    ['a length of UDP beyond the datagram', datagram(5), { octets: datagram(5, {}, { length: 14 }) }],
    ['a length of UDP below its header', datagram(5), { octets: cutToSeven() }],
    ['a datagram that is shorter than its header', segment(5), { octets: segment(5, { total: 19 }) }],
    ['a segment that is shorter than its header', segment(5), { octets: cutToNineteen() }],
    ['one octet of ARP', question, { octets: changed(question, 41) }],
    ['one octet of the padding', question, { octets: changed(question, 59) }],
    ['the same, longer', question, { octets: Buffer.concat([question, Buffer.of(0)]) }],
    ['the same, longer on the wire', question, { octets: question, original }],
    ['the beginning of the same', question, { octets: question.subarray(0, 41) }],
  ])('%s', (_, known, other) => {
    const frames: CraftedFrame[] = [{ octets: known }, { octets: known }, other];

    expect(lookedAt(pcap(frames))).toEqual([1, 3]);
    expect(lookedAt(pcap(frames), false)).toEqual([1, 3]);
  });

  test('what is cut off is damage, not a frame', () => {
    const capture = pcap([{ octets: question }, { octets: question }]);

    for (let octets = 25; octets < capture.length; octets++) {
      const numbers: number[] = [];
      const holder = openHolder({ declared: declaring(), wanted: 0, listed: 0, onBroken: () => undefined });
      const damage = readAll(
        capture.subarray(0, octets),
        (frame) => {
          numbers.push(frame.number);
          decode(frame, declaring());
          holder.hold(frame);
        },
        octets,
        holder,
      );
      expect(numbers).toEqual(octets < 100 ? [] : [1]);
      expect(damage === undefined).toBe(octets === 100);
    }
  });
});
