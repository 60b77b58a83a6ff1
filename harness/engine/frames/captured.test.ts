import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Awaited, CaseFrames } from '../../contracts/case-frames.ts';
import type { CaseResult } from '../../contracts/run.ts';
import { pcap } from '../../frames/crafting/captures.ts';
import * as scenes from '../../frames/crafting/scenes.ts';
import { octetsOf, readAll } from '../../frames/reading.test.helper.ts';
import { concludeFromFrames } from './captured.ts';

/** What a capture of a whole run makes of finished cases. Times are milliseconds after the run began. */

const BEGAN = 1_700_000_000_000;

type Timed = readonly [at: number, octets: Uint8Array];

const result: CaseResult = {
  id: 'multicast/sender/ttl',
  requirement: 'multicast/sender/ttl',
  level: 'SHOULD',
  source: 'RFC 1112 §6.1',
  text: 'TTL 1',
  target: 'a phone',
  verdict: 'inconclusive',
  reason: 'needs --capture',
  notes: [],
  durationMs: 100,
  attempts: ['inconclusive'],
  flaky: false,
  evidence: [],
  reproduce: 'sockspec run',
};

/** A case that took from 100 to 200 ms. */
function wire(more: Partial<CaseFrames>): CaseFrames {
  return { from: BEGAN + 100, to: BEGAN + 200, ports: [54_321], groups: [], sent: [], ...more };
}

/** Concludes one case by a capture of these frames. */
function conclude(frames: readonly Timed[], more: Partial<CaseFrames>, changed: Partial<CaseResult> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sockspec-captured-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'run.pcap');
  const timed = frames.map(([at, octets]) => ({ octets, time: BigInt(BEGAN + at) * 1_000_000n }));
  writeFileSync(file, pcap(timed));
  const cases = [{ result: { ...result, ...changed }, onWire: wire(more) }];
  const [concluded] = concludeFromFrames(cases, { file, device: 'eth0', folder });
  if (concluded === undefined) throw new Error('the case is gone');
  return { ...concluded, made: readdirSync(folder) };
}

const ttl: Awaited = {
  fact: { kind: 'ttl', group: scenes.GROUP, port: 54_321 },
  expected: 'a time to live of 1',
};
const joining: Awaited = { fact: { kind: 'join', group: scenes.GROUP }, expected: 'a member on eth0' };
const leave: Awaited = {
  fact: { kind: 'leave', group: scenes.GROUP, since: BEGAN + 150 },
  expected: 'no member any more',
};
const { GROUP, toGroup, joinV2, leaveV2, joinV3, leaveV3 } = scenes;
const withTtl = (value: number): Uint8Array => toGroup({ network: { ttl: value } });

test.each<readonly [string, Awaited, readonly Timed[]]>([
  [
    'datagrams with the right time to live',
    ttl,
    [
      [120, toGroup()],
      [180, toGroup()],
    ],
  ],
  [
    'one before the case was not its own',
    ttl,
    [
      [50, withTtl(5)],
      [120, toGroup()],
    ],
  ],
  [
    'one after it neither',
    ttl,
    [
      [120, toGroup()],
      [260, withTtl(5)],
    ],
  ],
  [
    'another group is not judged',
    ttl,
    [
      [110, toGroup({ network: { ttl: 5 } }, '239.1.2.3')],
      [120, toGroup()],
    ],
  ],
  ['a join of version 2', joining, [[110, joinV2()]]],
  ['of version 3', joining, [[110, joinV3()]]],
  ['a join before the case, of a receiver that goes on', joining, [[10, joinV3()]]],
  ['a join that the kernel reports a moment after the end', joining, [[300, joinV3()]]],
  [
    'a leave of version 2',
    leave,
    [
      [110, joinV2()],
      [170, leaveV2()],
    ],
  ],
  [
    'of version 3, a moment after the end',
    leave,
    [
      [110, joinV3()],
      [900, leaveV3()],
    ],
  ],
])('frames tell: %s', (_, awaited, frames) => {
  const concluded = conclude(frames, { awaited });

  expect(concluded).toMatchObject({ verdict: 'pass', attempts: ['pass'], reason: '' });
  expect(concluded.evidence.length).toBeGreaterThan(0);
});

test('frames that tell of another time to live break a SHOULD, and are quoted with their times', () => {
  const concluded = conclude(
    [
      [120, withTtl(1)],
      [130, withTtl(64)],
    ],
    { awaited: ttl },
  );

  expect(concluded.verdict).toBe('warning');
  expect(concluded.reason).toBe('expected a time to live of 1; saw a time to live of 1, a time to live of 64');
  expect(concluded.evidence.map(({ t, text }) => [t, /TTL \d+/.exec(text ?? '')?.[0]])).toEqual([
    [20, 'TTL 1'],
    [30, 'TTL 64'],
  ]);
});

test.each<readonly [string, Awaited, readonly Timed[], string]>([
  ['no datagram', ttl, [[120, joinV2()]], `no datagram to ${GROUP} was captured on eth0`],
  ['no join', joining, [[120, leaveV3()]], `no join of ${GROUP} was captured on eth0`],
  ['a join when the case was over long ago', joining, [[1300, joinV3()]], `no join of ${GROUP} was captured on eth0`],
  [
    'a leave before it was asked for',
    leave,
    [[120, leaveV3()]],
    `no leave of ${GROUP} was captured on eth0: a host that was not the last to report, or that speaks IGMPv1, need not send one`,
  ],
])('frames that do not tell leave it open: %s', (_, awaited, frames, reason) => {
  expect(conclude(frames, { awaited })).toMatchObject({ verdict: 'inconclusive', reason });
});

test('what was concluded without frames stays', () => {
  const failed = conclude([[120, toGroup()]], { awaited: ttl }, { verdict: 'fail', reason: 'it sent nothing' });

  expect(failed).toMatchObject({ verdict: 'fail', reason: 'it sent nothing' });
});

/** Of a UDP datagram in an Ethernet frame. */
const DESTINATION_PORT = 36;

test('each case has its frames in a file of its own: those of its ports and its time, and those without ports', () => {
  const other = Buffer.from(toGroup());
  other.writeUInt16BE(40_001, DESTINATION_PORT);
  const { frames, id } = conclude(
    [
      [50, toGroup()],
      [110, toGroup()],
      [120, other],
      [130, joinV3()],
      [140, scenes.question('10.0.0.9')],
      [400, toGroup()],
    ],
    {},
  );

  const kept: Buffer[] = [];
  const octets = readFileSync(frames ?? '');
  expect(readAll(octets, (frame) => kept.push(octetsOf(frame)))).toBeUndefined();
  expect(kept).toEqual([toGroup(), joinV3(), scenes.question('10.0.0.9')].map((one) => Buffer.from(one)));
  expect(octets.includes(id)).toBe(true);
});

test('a case without a frame has no file', () => {
  const { frames, made } = conclude([[50, toGroup()]], {});

  expect(frames).toBeUndefined();
  expect(made).toEqual(['run.pcap']);
});

const push = scenes.flags.psh | scenes.flags.ack;
const sent = (at: number, sequence: number, text: string): Timed => [
  at,
  scenes.segment(scenes.phone, { sequence, flags: push }, text),
];
const doubt = 'cut not proven: 1 of 1 segments may have been read together with the next';
const proof = 'segments proven: each was a frame of its own, captured on eth0';

test.each<readonly [string, readonly Timed[], readonly string[]]>([
  ['each a frame of its own', [sent(110, 1, 'one'), sent(120, 4, 'three')], [proof]],
  ['one of them sent again', [sent(110, 1, 'one'), sent(115, 1, 'one'), sent(120, 4, 'three')], [proof]],
  ['both in one frame', [sent(110, 1, 'onethree')], [doubt]],
  ['cut elsewhere', [sent(110, 1, 'onet'), sent(120, 5, 'hree')], [doubt]],
  ['the second not captured', [sent(110, 1, 'one')], [doubt]],
])('segments of 3 and 5 octets, %s', (_, frames, notes) => {
  const judged: Partial<CaseResult> = { verdict: 'pass', attempts: ['pass'], reason: '', notes: [doubt] };

  expect(conclude(frames, { sent: [[3, 5]] }, judged)).toMatchObject({ verdict: 'pass', notes });
});
