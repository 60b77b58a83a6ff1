import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FrameOffence, InspectedFile, InspectionReport } from '../harness/contracts/inspection.ts';
import { anyText } from './any-text.test.helper.ts';
import { renderInspection, renderOffence } from './inspection.ts';

const offence: FrameOffence = {
  rule: 'frames/multicast-mac',
  number: 7,
  time: '2023-11-14T22:13:21.500000000Z',
  seconds: 1.5,
  text: 'expected one MAC, found another',
  decode: 'a > b, UDP',
  octets: [{ from: 0, what: 'destination MAC', hex: '01005e4a141f' }],
};

const file: InspectedFile = {
  file: 'a.pcap',
  format: 'pcap',
  frames: 12,
  damage: undefined,
  rules: [
    {
      rule: 'frames/multicast-mac',
      level: 'MUST',
      source: 'RFC 1112 §6.4',
      text: 'A sentence.',
      checked: 5,
      held: 2,
      broken: 3,
      notJudged: [],
    },
    {
      rule: 'frames/checksums',
      level: 'SHOULD',
      source: 'RFC 791 §3.1',
      text: 'A sentence.',
      checked: 9,
      held: 9,
      broken: 0,
      notJudged: [
        { reason: 'not captured whole', frames: 2 },
        { reason: 'UDP without a checksum', frames: 1 },
      ],
    },
  ],
  offences: [offence],
  ipv6Groups: { frames: 4, mapped: 3 },
  notUnderstood: [
    { linkType: 1, what: 'PPPoE discovery', frames: 10 },
    { linkType: 127, what: '802.11 management', frames: 320 },
  ],
  tunnels: [{ what: 'GRE', frames: 1 }],
  conversations: undefined,
  conclusion: 'broken: multicast-mac',
};

const report: InspectionReport = {
  schemaVersion: 1,
  tool: { name: 'sockspec', version: '0.0.0' },
  complete: true,
  outcome: 'nonconformant',
  exitStatus: 1,
  conclusion: 'broken: multicast-mac',
  files: [file],
};

const plain = (one: InspectionReport = report): string => renderInspection(one, { color: false, width: 100 });

test('a table by rule, remarks, the frames that break one, and what it comes to', () => {
  expect(plain()).toBe(
    [
      'a.pcap  pcap, 12 frames',
      '  rule           level   checked  held     broken   not judged',
      '  multicast-mac  MUST    5        2        3',
      '  checksums      SHOULD  9        9        0        2 not captured whole, 1 UDP without a checksum',
      '  IPv6 groups: 4 frames, 3 with the MAC of RFC 2464 (not judged)',
      '  not looked into: 320 frames of 802.11 management, 10 of PPPoE discovery; what is carried by 1',
      '  frame of GRE',
      '',
      '✗ multicast-mac  frame 7  1.500000 s',
      '  a > b, UDP',
      '  expected one MAC, found another',
      '  octets 0 to 5, destination MAC: 01 00 5e 4a 14 1f',
      '',
      '… and 2 more of multicast-mac',
      '',
      'nonconformant: broken: multicast-mac',
      '',
    ].join('\n'),
  );
});

test('damage stands below the table', () => {
  const damaged = { ...file, damage: { offset: 99, text: 'expected more' } };

  expect(plain({ ...report, files: [damaged] })).toContain('of GRE\n  damaged at octet 99: expected more\n');
});

test('of several files each says what it comes to', () => {
  const other = { ...file, offences: [], conclusion: '1 rule held, 9 had no frame' };

  expect(plain()).not.toContain('  broken: multicast-mac');
  expect(plain({ ...report, files: [file, other] })).toMatch(
    /of GRE\n {2}broken: multicast-mac\n[\s\S]*of GRE\n {2}1 rule held, 9 had no frame\n/,
  );
});

test('of what is no capture nothing is told but that: no table', () => {
  const none = { ...file, format: undefined, frames: 0, offences: [], damage: { offset: 0, text: 'found a text' } };

  expect(plain({ ...report, files: [none] })).toMatch(/^a\.pcap\n {2}not read: found a text\n\nnonconformant/);
});

test('a compressed capture is told as such, and its damage counted in what it unpacks to', () => {
  const packed = { ...file, compression: 'gzip', damage: { offset: 99, text: 'expected more' } } as const;

  expect(plain({ ...report, files: [packed] })).toMatch(
    /^a\.pcap {2}pcap in gzip, 12 frames\n[\s\S]*\n {2}damaged at octet 99 of what it unpacks to: expected more\n/,
  );
});

test('a frame without a time has none', () => {
  expect(renderOffence({ ...offence, seconds: undefined }, { color: false, width: 80 })).toMatch(
    /^✗ multicast-mac {2}frame 7\n/,
  );
});

test('of many connections the first are shown', () => {
  const side = {
    address: '10.0.0.1:1',
    segments: 20,
    octets: 300,
    retransmissions: 0,
    reordered: 0,
    boundaries: Array.from({ length: 15 }, (_, index) => ({ frame: index, from: 20 * index, octets: 20 })),
    moreBoundaries: 2,
  };
  const one = { first: 1, last: 9, sides: [side, { ...side, segments: 0 }], ends: [] } as const;
  const followed = Array.from({ length: 22 }, () => one);
  const text = plain({ ...report, files: [{ ...file, conversations: { followed, segmentsNotFollowed: 5 } }] });

  expect(text.match(/frames 1 to 9/g)).toHaveLength(20);
  expect(text).toContain('300 octets in 20 + 20 + 20 + 20 + 20 + 20 + 20 + 20 + 20 + 20 + 20 + 20 + 5 more\n');
  expect(text).toContain('… and 2 more (--json shows them)\n  5 segments of further connections not followed');
  expect(text).toContain('no end was captured');
});

test('colours change no character', () => {
  const colored = renderInspection(report, { color: true, width: 100 });

  expect(colored).not.toBe(plain());
  expect(stripVTControlCharacters(colored)).toBe(plain());
});

test('no text from a capture moves the terminal', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const hostile = { ...file, file: text, offences: [{ ...offence, text, decode: text }] };
      const lines = plain({ ...report, files: [hostile] }).split('\n');

      expect(lines).toHaveLength(plain().split('\n').length);
      expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('a file whose name reads like a command of a CI server is told by its name alone', () => {
  expect(plain({ ...report, files: [{ ...file, file: '::stop-commands::x' }] })).toMatch(
    /^\\x3A:stop-commands::x {2}pcap/,
  );
});
