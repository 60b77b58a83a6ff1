import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Conversation } from '../contracts/inspection.ts';
import { capturesFolder } from './captions.ts';
import { lineOf } from './line.ts';
import { declaring, judgeAll, readAll } from './reading.test.helper.ts';
import { visitFrames } from './visit.ts';

/** The recorded captures show what their captions say: what a real kernel and real programs put on a wire. */

const path = (name: string): string => join(capturesFolder, `recorded-${name}`);

/** Every frame in one line. */
function linesOf(name: string): readonly string[] {
  const lines: string[] = [];
  visitFrames(path(name), (frame) => lines.push(lineOf(frame)));
  return lines;
}

function conversationsOf(name: string): readonly Conversation[] {
  const { conversations } = judgeAll(readFileSync(path(name)), declaring('172.16.10.0/24', '172.16.0.0/16'));
  return conversations?.followed ?? [];
}

test('a datagram to the group has the MAC of the group, TTL 1, and no ARP before it', () => {
  const lines = linesOf('multicast.pcap');

  expect(lines).toHaveLength(2);
  for (const line of lines)
    expect(line).toMatch(/> 01:00:5E:4A:14:1E, 172\.16\.10\.1:\d+ > 224\.202\.20\.30:54321, UDP.*TTL 1/i);
});

test.each([
  ['broadcast-limited.pcap', '255.255.255.255'],
  ['broadcast-subnet.pcap', '172.16.10.255'],
  ['broadcast-net.pcap', '172.16.255.255'],
])('%s: a broadcast goes to every MAC', (name, address) => {
  const lines = linesOf(name);

  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line).toMatch(/> FF:FF:FF:FF:FF:FF,/i);
    expect(line).toContain(`> ${address}:54321`);
  }
});

test.each(['igmp-v2.pcap', 'igmp-v3.pcap'])('%s: a join and a leave are checked, and held', (name) => {
  const { rules } = judgeAll(readFileSync(path(name)));
  const held = (key: string): number => rules.find(({ rule }) => rule === `frames/${key}`)?.held ?? 0;

  expect([held('igmp-join') > 0, held('igmp-leave') > 0]).toEqual([true, true]);
});

test('ARP is asked for before unicast', () => {
  expect(linesOf('arp.pcap')[0]).toMatch(/> FF:FF:FF:FF:FF:FF, ARP/i);
});

test('a header came octet by octet: eleven segments of one octet', () => {
  const cuts = conversationsOf('upload-octet-by-octet.pcap').map(
    ({ sides }) => sides[0].boundaries.filter(({ octets }) => octets === 1).length,
  );

  expect(Math.max(...cuts)).toBeGreaterThanOrEqual(11);
});

test.each([
  ['upload-cut-by-fin.pcap', 'FIN'],
  ['upload-cut-by-rst.pcap', 'RST'],
])('%s: the client ends uploads after 3 and after 10 octets with %s', (name, how) => {
  const cut = conversationsOf(name)
    .filter(({ sides, ends }) => ends[0]?.how === how && ends[0].by === sides[0].address)
    .map(({ sides }) => sides[0].octets);

  expect(cut).toEqual(expect.arrayContaining([3, 10]));
});

test('a half-close comes before the phrase, which is sent all the same', () => {
  const halves = conversationsOf('half-close.pcap').filter(
    ({ sides, ends }) =>
      ends[0]?.by === sides[0].address && sides[1].boundaries.some(({ frame }) => frame > (ends[0]?.frame ?? 0)),
  );

  expect(halves).toHaveLength(1);
});

test('segments that were lost are sent again', () => {
  const again = conversationsOf('retransmission.pcap').flatMap(({ sides }) =>
    sides.map((side) => side.retransmissions),
  );

  expect(again.reduce((sum, count) => sum + count)).toBeGreaterThan(0);
});

test('an 802.1Q tag is looked behind', () => {
  const types: number[] = [];
  readAll(readFileSync(path('vlan.pcap')), (frame) => types.push(frame.view.getUint16(frame.at + 12)));

  expect(types).toContain(0x8100);
  expect(linesOf('vlan.pcap')[0]).toContain('224.202.20.30:54321, UDP');
});

test.each([
  ['raw.pcap', 101],
  ['cooked.pcap', 113],
  ['cooked2.pcap', 276],
])('%s: what link types without a destination MAC show is judged by the rest', (name, linkType) => {
  const types = new Set<number>();
  readAll(readFileSync(path(name)), (frame) => types.add(frame.linkType));
  const { rules } = judgeAll(readFileSync(path(name)));
  const tally = (key: string) => rules.find(({ rule }) => rule === `frames/${key}`);

  expect([...types]).toEqual([linkType]);
  expect(tally('multicast-mac')).toMatchObject({ checked: 0, notJudged: [{ reason: 'no MACs on this link' }] });
  expect(tally('multicast-ttl')?.held).toBeGreaterThan(0);
});

test('two interfaces of one capture show the same datagrams', () => {
  const lines = linesOf('two-interfaces.pcapng');

  expect(lines.length).toBe(4);
  expect(new Set(lines).size).toBe(1);
});
