import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Run } from '../harness/contracts/run.ts';
import { anyText } from './any-text.test.helper.ts';
import { displayWidth } from './layout.ts';
import { sampleCase, sampleRun, sampleRuns } from './samples.ts';
import { table } from './table.ts';

const plain = (run: Run, width = 100) => table.render(run, { color: false, width });

test('a requirement is a row: cases, gravest verdict, its reason', () => {
  const lines = plain(sampleRuns.severalTargets, 140).split('\n');

  expect(lines.slice(0, 10)).toEqual([
    'nonconformant; 1 MUST not concluded',
    '',
    'upload/server  phone (address, 192.0.2.20:54321)',
    '  requirement              level  cases  verdict         reason',
    '  stores-contents-exactly  MUST   2      ✓ pass',
    '  size-is-four-octets      MUST   1/2    ✗ fail          expected a.txt with 2560 octets in the store, but no file appeared there within 2 s',
    '',
    'fortune/client  pc (exec, python3 fortune.py {host} {port})',
    '  requirement              level  cases  verdict         reason',
    '  sends-nothing            MUST   1      ✓ pass',
  ]);
});

test('where the reason has no room beside the row it stands below it', () => {
  expect(plain(sampleRuns.severalTargets, 80)).toContain(
    [
      '  size-is-four-octets      MUST   1/2    ✗ fail',
      '    expected a.txt with 2560 octets in the store, but no file appeared there',
      '    within 2 s',
    ].join('\n'),
  );
});

test('the summary counts cases, names what was not concluded, and ends in the conclusion', () => {
  expect(plain(sampleRuns.mixed)).toContain(
    [
      '3 pass, 2 fail, 1 warning, 2 inconclusive, 1 not-applicable, 1 error, 1 flaky, 2 MUSTs not concluded',
      '10 cases, 8 requirements, 3.2 s, seed 7',
      'error: the harness failed in 1 case; 2 MUSTs failed',
    ].join('\n'),
  );
});

test.each(Object.entries(sampleRuns))('the %s run says how many MUSTs were not concluded, at any width', (_, run) => {
  for (const width of [60, 80, 100, 140]) expect(plain(run, width)).toMatch(/\b(1 MUST|\d+ MUSTs) not concluded\n/);
  expect(plain(run, 140).split('\n', 1)[0]).toMatch(/\b(1 MUST|\d+ MUSTs) not concluded$/);
});

test('a failure is told with its exchange and the command that shows it again', () => {
  expect(plain(sampleRuns.mixed)).toContain(
    [
      '✗ fail  upload/server/size-is-four-octets[2560]  on phone',
      '  requirement  The size is four octets, big endian, and any of them may be 0x0A. (MUST, tutorial,',
      '               chapter on uploads)',
      '  expected     a.txt, 2560 octets',
      '  seen         no file',
      '  reason       expected a.txt with 2560 octets in the store, but no file appeared there within 2 s',
      '  note         the cut between the two segments could not be proven',
      '  exchange     last 8 of 9 events',
      '     0.8 ms  #1  harness  send        11 octets  "a.txt\\x0A\\x00\\x00\\x0A\\x00\\x0A"',
      '     1.1 ms  #1  harness  send     70000 octets  00 ff 00 ff 00 ff 00 ff 00 ff 00 ff 00 ff 00 ff 00…',
      '     1.4 ms  #1  harness  fin',
      '     2.5 ms  #1  iut      rst',
      '     3.5 ms  #2  harness  connect',
      '     4.5 ms      iut      output      29 octets  "could not find the newline é\\x0A"',
      '  2004.5 ms      harness  note                   no file appeared within 2 s',
      '  2005.0 ms      iut      exit                   status 1',
      "  reproduce    sockspec run upload/server --target 192.0.2.20:54321 --only 'upload/server/size-is-four-octets[2560]' --seed 7",
      '',
    ].join('\n'),
  );
});

test('failures, warnings, errors and flaky cases are told in detail, others are not', () => {
  const titles = plain(sampleRuns.mixed).match(/^\S .+ {2}on phone$/gm);

  expect(titles).toEqual([
    '✗ fail  upload/server/size-is-four-octets[2560]  on phone',
    '✗ fail, flaky  upload/server/header-octet-by-octet[1]  on phone',
    '! warning  upload/server/extra-octets-ignored[1]  on phone',
    '✗ error  upload/server/reset-survived[1]  on phone',
  ]);
});

test('a flaky case shows its attempts', () => {
  expect(plain(sampleRuns.mixed)).toContain('  attempts     pass, fail, pass\n');
});

test('of many failures of one requirement three are told, and how many more there are', () => {
  const text = plain(sampleRuns.manyOfOne);

  expect(text.match(/^✗ fail {2}\S+/gm)).toEqual(
    [2, 3, 4].map((n) => `✗ fail  upload/server/header-split-anywhere[${n}]`),
  );
  expect(text).toContain('… and 8 more of the same requirement\n');
});

test('a run that was interrupted says so, and only that', () => {
  expect(plain(sampleRuns.incomplete)).toContain('\nincomplete: the run ended before all of its cases were finished');
  expect(plain(sampleRuns.mixed)).not.toContain('incomplete');
});

test('a target without cases is named', () => {
  expect(plain(sampleRuns.severalTargets)).toContain('lines/server  idle (reference, 127.0.0.1)\n  no case was run\n');
});

test('targets that were not judged are named first', () => {
  expect(plain(sampleRuns.deadTargets).split('\n', 1)).toEqual([
    '2 of 3 targets were not judged: phone, pc; 2 MUSTs not concluded',
  ]);
});

test('a run with open MUSTs is conformant of what could be observed alone', () => {
  const cases = [sampleCase(), sampleCase({ requirement: 'a/b/c', verdict: 'inconclusive', reason: 'needs --store' })];
  const lines = plain(sampleRun({ cases, conclusion: 'no MUST failed of what could be observed' })).split('\n');

  expect(lines.filter((line) => line.includes('conformant'))).toEqual([
    'conformant as far as it could be observed; 1 MUST not concluded',
    'conformant as far as it could be observed: no MUST failed of what could be observed',
  ]);
});

test('colors are added to the same text, where they are wanted', () => {
  const colored = table.render(sampleRuns.mixed, { color: true, width: 100 });

  expect(colored).toContain('\u001b[31m✗ fail\u001b[39m');
  expect(stripVTControlCharacters(colored)).toBe(plain(sampleRuns.mixed));
});

test.each(Object.entries(sampleRuns))('the %s run keeps to the width, but for commands to be copied', (_, run) => {
  for (const width of [0, 60, 80, 100, 140]) {
    const lines = plain(run, width).split('\n');
    const tooWide = lines.filter((line) => displayWidth(line) > Math.max(width, 60) && !/^ {2}reproduce /.test(line));

    expect(tooWide).toEqual([]);
  }
});

test('whatever the implementation uttered, no control character of it reaches the terminal', () => {
  fc.assert(
    fc.property(anyText, fc.boolean(), (text, color) => {
      const run = everywhere(text);
      const printed = table.render(run, { color, width: 80 });
      const own = color ? LOOKS.reduce((rest, look) => rest.replaceAll(look, ''), printed) : printed;

      expect(own.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      const tooWide = own.split('\n').filter((line) => displayWidth(line) > 80 && !/^ {2}reproduce /.test(line));
      expect(tooWide).toEqual([]);
      expect(own.split('\n').length).toBeLessThan(150);
    }),
  );
});

/** The sequences that the painter itself writes. */
const LOOKS = [1, 22, 31, 32, 33, 35, 36, 39, 90].map((code) => `\u001b[${code}m`);

function everywhere(text: string): Run {
  return sampleRun({
    targets: [{ name: text, protocol: 'upload', role: 'server', kind: 'exec', address: text }],
    conclusion: text,
    cases: [
      sampleCase({
        id: text,
        requirement: `upload/server/${text}`,
        target: text,
        verdict: 'fail',
        source: text,
        text,
        reason: text,
        expected: text,
        seen: text,
        notes: [text],
        flaky: true,
        reproduce: text,
        evidence: [
          { t: 0, who: 'iut', what: 'output', text },
          { t: 0, who: 'iut', what: 'file', text },
          { t: 0, who: 'iut', what: 'receive', hex: Buffer.from(text).toString('hex') },
          { t: 0, who: 'iut', what: 'receive', hex: text },
        ],
      }),
    ],
  });
}
