import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Parser, type Result } from 'tap-parser';
import { expect, onTestFinished, type TestContext, test } from 'vitest';
import { visible } from '../harness/text/visible.ts';
import { anyText } from './any-text.test.helper.ts';
import { sampleCase, sampleRun, sampleRuns } from './samples.ts';
import { tap } from './tap.ts';

const options = { color: false, width: 80 };

test.each(Object.entries(sampleRuns))('a reader of TAP counts the %s run as its JSON report does', (name, run) => {
  const { points, results, strays } = read(tap.render(run, options));
  const { fail, error, inconclusive, notApplicable } = run.summary;

  expect(strays).toEqual([]);
  expect(results).toMatchObject({
    count: run.cases.length,
    fail: fail + error,
    skip: inconclusive + notApplicable,
    bailout: ['empty', 'unreached', 'incomplete', 'deadTargets'].includes(name) ? run.conclusion : false,
  });
  expect(points.map(({ id }) => id)).toEqual(run.cases.map((_case, index) => index + 1));
});

test('the first line says how many MUSTs were not concluded, and names the targets that were not judged', () => {
  const second = (name: 'mixed' | 'deadTargets') => tap.render(sampleRuns[name], options).split('\n')[1];

  expect(second('mixed')).toBe('# error; 2 MUSTs not concluded');
  expect(second('deadTargets')).toBe('# 2 of 3 targets were not judged: phone, pc; 2 MUSTs not concluded');
});

test('a failure has a block with all that is needed to understand it and to repeat it', () => {
  const { points } = read(tap.render(sampleRuns.mixed, options));
  const [, , failed] = sampleRuns.mixed.cases;

  expect(points[2]).toMatchObject({ ok: false, name: 'upload/server/size-is-four-octets[2560] (phone)' });
  expect(points[2]?.diag).toEqual({
    verdict: 'fail',
    level: 'MUST',
    requirement: 'upload/server/size-is-four-octets',
    text: 'The size is four octets, big endian, and any of them may be 0x0A. (tutorial, chapter on uploads)',
    target: 'phone',
    reason: 'expected a.txt with 2560 octets in the store, but no file appeared there within 2 s',
    expected: 'a.txt, 2560 octets',
    seen: 'no file',
    notes: 'the cut between the two segments could not be proven',
    reproduce: failed?.reproduce,
  });
  expect(points[4]?.diag).toMatchObject({ verdict: 'fail', attempts: 'pass, fail, pass' });
  expect(points[9]).toMatchObject({ ok: false, diag: { verdict: 'error' } });
});

test('a warning passes, with its verdict below it', () => {
  const { points } = read(tap.render(sampleRuns.mixed, options));

  expect(points[5]).toMatchObject({
    ok: true,
    skip: false,
    diag: { verdict: 'warning', level: 'SHOULD', reason: 'expected 10 octets in the store, found 12' },
  });
  expect(points.filter(({ diag }) => diag !== null)).toHaveLength(4);
});

test('what was skipped says why', () => {
  const { points } = read(tap.render(sampleRuns.mixed, options));

  expect(points.filter(({ skip }) => skip !== false).map(({ ok, skip }) => [ok, skip])).toEqual([
    [true, 'needs a launched target (--exec) to see its memory (inconclusive)'],
    [true, 'needs --store DIR or --fetch COMMAND (inconclusive)'],
    [true, 'the profile says that it serves one client at a time (not-applicable)'],
  ]);
});

test('a warning or an inconclusive case that fails the run is not ok, and not skipped', () => {
  const cases = [
    sampleCase({ level: 'SHOULD', verdict: 'warning', reason: 'expected 10 octets, found 12', failsRun: true }),
    sampleCase({ verdict: 'inconclusive', reason: 'needs --store DIR', failsRun: true }),
    sampleCase({ verdict: 'inconclusive', reason: 'needs --store DIR' }),
  ];
  const text = tap.render(sampleRun({ cases, outcome: 'nonconformant', exitStatus: 1 }), options);
  const { points } = read(text);

  expect(points.map(({ ok, skip, diag }) => [ok, skip !== false, diag?.verdict])).toEqual([
    [false, false, 'warning'],
    [false, false, 'inconclusive'],
    [true, true, undefined],
  ]);
  expect(text).not.toContain('Bail out!');
});

test('a known failure is to be done, and one that passes is not ok', (context) => {
  const cases = [
    sampleCase({ verdict: 'fail', reason: 'no file', known: 'ticket #7' }),
    sampleCase({ verdict: 'warning', level: 'SHOULD', known: 'ticket 8' }),
    sampleCase({ known: 'ticket 9', failsRun: true, reason: 'passes' }),
  ];
  const text = tap.render(sampleRun({ cases, outcome: 'nonconformant', exitStatus: 1 }), options);
  const { points, results } = read(text);

  expect(points.map(({ ok, todo, diag }) => [ok, todo, diag?.known])).toEqual([
    [false, 'ticket #7 (known failure)', 'ticket #7'],
    [false, 'ticket 8 (known failure)', 'ticket 8'],
    [false, false, 'ticket 9'],
  ]);
  expect(results).toMatchObject({ todo: 2, failures: [{ id: 3 }] });
  needsProve(context);
  expect(prove(text).stdout).toMatch(/Failed test: {2}3$/m);
  expect(prove(tap.render(sampleRun({ cases: cases.slice(0, 2) }), options)).status).toBe(0);
});

test('an incomplete run has no plan, and bails out', () => {
  const text = tap.render(sampleRuns.incomplete, options);

  expect(text).not.toMatch(/^1\.\./m);
  expect(text).toMatch(/^Bail out! interrupted after 3 cases; 1 MUST failed\n$/m);
  expect(read(text).results.ok).toBe(false);
});

test.each(['nonconformant', 'error', 'inconclusive'] as const)(
  'a run whose outcome is %s never looks well, whatever its cases',
  (outcome) => {
    const cases = [sampleCase()];
    const text = tap.render(sampleRun({ cases, outcome, exitStatus: 4, conclusion: 'the worker ended' }), options);

    expect(read(text).results).toMatchObject({ ok: false, bailout: 'the worker ended' });
  },
);

test('a run of no case says why', () => {
  expect(tap.render(sampleRuns.empty, options)).toMatch(/^TAP version 13\n# .*\nBail out! no case was selected\n$/s);
});

test('the last lines are the counts and the outcome', () => {
  expect(tap.render(sampleRuns.mixed, options).split('\n').slice(-4)).toEqual([
    '# 3 pass, 2 fail, 1 warning, 2 inconclusive, 1 not-applicable, 1 error, 1 flaky, 2 MUSTs not concluded',
    '# 10 cases, 8 requirements, 3.2 s, seed 7',
    '# error: the harness failed in 1 case; 2 MUSTs failed',
    '',
  ]);
});

test.each([
  'a # TODO b',
  'a # SKIP',
  '\\# SKIP',
  '\\',
  '# TODO',
  'a {',
  '{',
  '---',
  'ok',
  '12',
  '#',
  'x: "y", - z',
  ' ',
])('text that looks like TAP is text: %s', (text) => {
  expectTold(text);
});

test('whatever the implementation uttered, a reader of TAP gets it as text', () => {
  fc.assert(fc.property(fc.oneof(anyText, tapText), expectTold));
});

test.for(Object.entries(sampleRuns))('prove reads the %s run, and fails where it failed', ([, run], context) => {
  needsProve(context);
  const { status, stdout, stderr } = prove(tap.render(run, options));

  expect(`${stdout}${stderr}`).toMatch(
    run.exitStatus === 0 ? /^Result: PASS$/m : /^Result: FAIL$|^FAILED--Further testing stopped/m,
  );
  expect(status === 0).toBe(run.exitStatus === 0);
});

test('prove stops at an incomplete run, even where nothing in it failed', (context) => {
  needsProve(context);
  const run = sampleRun({ cases: [sampleCase()], complete: false, conclusion: 'interrupted after 1 case' });
  const ended = prove(tap.render(run, options));

  expect(ended.stderr).toContain('Further testing stopped: interrupted after 1 case');
  expect(ended.status).not.toBe(0);
});

test('whatever the implementation uttered, the parser behind prove gets it as text', (context) => {
  needsProve(context);
  fc.assert(
    fc.property(fc.array(fc.oneof(anyText, tapText), { minLength: 50, maxLength: 100 }), (texts) => {
      const cases = texts.flatMap((text) => [
        failing(text),
        sampleCase({ id: text, verdict: 'inconclusive', reason: text }),
      ]);
      const ended = spawnSync('perl', ['-e', PARSE], {
        input: tap.render(sampleRun({ cases }), options),
        encoding: 'utf8',
      });

      expect(ended.stderr).toBe('');
      expect(ended.stdout.trimEnd().split('\n')).toEqual([
        ...texts.flatMap((text) => [
          'not ok',
          `yaml ${hex(text === '' ? '-' : visible(text))}`,
          `ok SKIP ${hex(`${escaped(text)} (inconclusive)`.replace(/^ +/, ''))}`,
        ]),
        'errors 0',
      ]);
    }),
    { numRuns: 5 },
  );
});

/** Text in the letters of TAP, which chance alone would not find. */
const tapText = fc
  .array(
    fc.constantFrom(
      '#',
      '\\',
      '"',
      "'",
      '{',
      '}',
      ' ',
      ':',
      '-',
      '---',
      '...',
      '# SKIP',
      '# TODO',
      'ok',
      '1',
      'x1B',
      'n',
    ),
  )
  .map((parts) => parts.join(''));

/** One line a token, the foreign text in it as hexadecimal: whether it is ok, its directive, or the reason of its block. */
const PARSE = `
  use strict; use warnings; use TAP::Parser;
  local $/; my $parser = TAP::Parser->new({ tap => scalar <STDIN> });
  while (my $one = $parser->next) {
    if ($one->is_test) { print $one->is_ok ? 'ok' : 'not ok'; print ' SKIP ', unpack('H*', $one->explanation) if $one->has_skip; print "\\n" }
    elsif ($one->is_yaml) { print 'yaml ', unpack('H*', $one->data->{reason} // '-'), "\\n" }
    elsif ($one->is_unknown) { print 'unknown ', $one->raw, "\\n" }
  }
  print 'errors ', scalar($parser->parse_errors), "\\n";
`;

const failing = (text: string) =>
  sampleCase({ id: text, target: text, verdict: 'fail', reason: text, notes: [text], expected: text, seen: text });

function expectTold(text: string): void {
  const cases = [failing(text), sampleCase({ id: text, target: text, verdict: 'inconclusive', reason: text })];
  const { points, results, strays } = read(tap.render(sampleRun({ cases, conclusion: text }), options));
  const [failed, skipped] = points;

  expect(strays).toEqual([]);
  expect(results).toMatchObject({ count: 2, pass: 1, fail: 1, skip: 1, todo: 0, bailout: false });
  expect(failed?.name).toBe(`${visible(text)} (${visible(text)})`.trim());
  expect(skipped?.skip).toBe(`${visible(text)} (inconclusive)`.trim());
  if (text !== '') expect(failed?.diag).toMatchObject({ reason: visible(text), seen: visible(text) });
}

/** What the reader of node-tap makes of it, and every line that it could not place. */
function read(text: string) {
  const points: Result[] = [];
  const strays: unknown[] = [];
  const parser = new Parser({ strict: true });
  parser.on('assert', (point: Result) => points.push(point));
  parser.on('extra', (line: unknown) => strays.push(line));
  parser.on('child', () => strays.push('a subtest'));
  parser.on('pragma', () => strays.push('a pragma'));
  parser.end(text);
  const { results } = parser;
  if (results === null) throw new Error('expected the reader to have ended');
  return { points, results, strays };
}

function prove(text: string) {
  const dir = mkdtempSync(join(tmpdir(), 'sockspec test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  writeFileSync(join(dir, 'run.tap'), text);
  return spawnSync('prove', ['--exec', 'cat', 'run.tap'], { cwd: dir, encoding: 'utf8' });
}

function needsProve(context: TestContext): void {
  if (spawnSync('prove', ['--version'], { stdio: 'ignore' }).error === undefined) return;
  if (process.env.CI !== undefined) throw new Error('CI needs prove');
  context.skip('needs prove');
}

/** Perl's parser leaves the escapes of a reason as they are. */
function escaped(text: string): string {
  return visible(text).replaceAll('\\', '\\\\').replaceAll('#', '\\#');
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}
