import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test as everyTurn, expect, onTestFinished, vi } from 'vitest';
import { readRun } from '../../../reports/json.ts';
import { sampleCase } from '../../../reports/samples.ts';
import { Baseline } from '../../contracts/baseline.ts';
import type { CaseResult } from '../../contracts/run.ts';
import { type Conclusion, conclude } from '../../engine/conclude.ts';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { firstProblem } from '../../text/problems.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { folder, sockspec } from '../shell.test.helper.ts';
import { openBaseline } from './baseline.ts';

const test = takingTurns(everyTurn);

/** `sockspec run --baseline` as a gate sees it. */

const ID = 'fortune/server/phrase-is-whole';
const OTHER = 'fortune/server/speaks-first';

/** A server that breaks a MUST and one that does not; `speaks-first` passes in both. */
const select = ['fortune/server', '--only', ID, '--only', OTHER, '--skip', `${ID}[each of a small database]`];
const broken = [...select, '--fault', 'garbles-controls'];

function baselineFile(text: string, name = 'baseline.json'): string {
  const file = join(folder(), name);
  writeFileSync(file, text);
  return file;
}

const knowing = (known: object): string => JSON.stringify({ schemaVersion: 1, known: [known] });

test('a known failure does not fail the run, and every report says so; a profile names its file, from its own folder', async () => {
  const file = baselineFile(knowing({ case: ID, reason: 'ticket 7' }));
  const [json, junit, profile] = [`${file}.run.json`, `${file}.xml`, join(file, '..', 'profile.json')];
  const targets = [{ suite: 'fortune/server', reference: 'fortune', fault: 'garbles-controls' }];
  writeFileSync(profile, JSON.stringify({ targets, baseline: 'baseline.json' }));
  const { status, stdout } = await sockspec([
    ...['run', ...select, '--profile', profile, '--report', `json=${json}`, '--report', `junit=${junit}`],
  ]);

  expect(status).toBe(0);
  expect(stdout).toMatch(/phrase-is-whole +MUST +0\/1 +✗ fail +known \(ticket 7\): /);
  expect(stdout).toContain('1 known failure,');
  expect(stdout).toContain(`conformant: no MUST failed but for 1 known failure (${ID})`);
  expect(readRun(readFileSync(json, 'utf8'), json).cases.find(({ id }) => id === ID)).toMatchObject({
    verdict: 'fail',
    known: 'ticket 7',
  });
  expect(readFileSync(junit, 'utf8')).toMatch(/failures="0" errors="0" skipped="1".*known failure \(ticket 7\): /s);
});

test('the flag writes the baseline from what fails', async () => {
  const file = join(folder(), 'baseline.json');

  expect(await sockspec(['run', ...broken, '--baseline', file, '--update-baseline'])).toMatchObject({ status: 0 });

  const written = JSON.parse(readFileSync(file, 'utf8'));
  expect(firstProblem(Baseline, written)).toBeUndefined();
  const schema = new URL(written.$schema, pathToFileURL(file));
  expect(JSON.parse(readFileSync(schema, 'utf8'))).toEqual(JSON.parse(JSON.stringify(Baseline)));
  expect(written.known).toEqual([
    {
      case: ID,
      reason: expect.stringMatching(/^expected /),
      fingerprint: expect.stringMatching(/^fail: expected [^\d]*$/),
    },
  ]);
  // Two runs of one program make the same file.
  const before = readFileSync(file, 'utf8');
  expect(await sockspec(['run', ...broken, '--seed', '2', '--baseline', file])).toMatchObject({ status: 0 });
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect(before).toContain(`    {\n      "case": "${ID}",\n      "reason": "`);
});

/** What a run of these cases comes to. */
async function concluded(file: string, update: boolean, ...cases: readonly CaseResult[]): Promise<Conclusion> {
  const { judged } = await openBaseline(file, update, async () => [ID, OTHER]);
  return conclude((await judged(cases)).cases, { interrupted: false, errors: [] });
}

const passes = sampleCase({ id: ID, requirement: ID });

everyTurn(
  'a baseline that cannot be written anew is an error of the run, whose cases are seen by the old one',
  async () => {
    const dir = folder();
    mkdirSync(join(dir, 'kept'));
    const { judged } = await openBaseline(join(dir, 'kept', 'known.json'), true, async () => [ID]);
    rmSync(join(dir, 'kept'), { recursive: true });
    writeFileSync(join(dir, 'kept'), '');
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => said.mockRestore());
    const { cases, error } = await judged([{ ...passes, verdict: 'fail', reason: 'expected 1; saw 2' }]);

    expect(error).toMatch(/^--baseline .*known\.json: not written: E[A-Z]+: [^,]*$/);
    expect(said.mock.calls.map(([text]) => text)).toEqual([`sockspec: ${error}\n`]);
    expect(cases.map(({ known }) => known)).toEqual([undefined]);
  },
);
const fails = sampleCase({ id: ID, requirement: ID, verdict: 'fail', reason: 'expected another phrase' });
const otherPasses = sampleCase({ id: OTHER, requirement: OTHER });

test('a known failure that passes fails the run, so that the list cannot go stale', async () => {
  const file = baselineFile(`schemaVersion: 1\nknown:\n  - case: ${ID} # a comment\n    reason: ticket 7\n`, 'x.yaml');

  expect(await concluded(file, false, passes, otherPasses)).toMatchObject({
    exitStatus: 1,
    conclusion: `1 known failure passed (${ID}): to be taken out of the baseline`,
  });
});

test('a failure that is not known fails the run as before', async () => {
  const file = baselineFile(knowing({ case: OTHER, target: 'elsewhere', reason: 'ticket 7' }));

  expect(await concluded(file, false, fails, otherPasses)).toMatchObject({
    exitStatus: 1,
    conclusion: `1 MUST failed (${ID})`,
  });
});

test('what was written is true then; a reason stays; what is mended goes', async () => {
  const file = join(folder(), 'baseline.json');
  const known = (): unknown => JSON.parse(readFileSync(file, 'utf8')).known;

  await concluded(file, true, fails, otherPasses);
  expect(known()).toEqual([
    { case: ID, reason: 'expected another phrase', fingerprint: 'fail: expected another phrase' },
  ]);
  expect(await concluded(file, false, fails, otherPasses)).toMatchObject({ exitStatus: 0 });

  writeFileSync(file, knowing({ case: ID, reason: 'ticket 7' }));
  await concluded(file, true, fails, otherPasses);
  expect(known()).toEqual([{ case: ID, reason: 'ticket 7', fingerprint: 'fail: expected another phrase' }]);
  await concluded(file, true, passes, otherPasses);
  expect(known()).toEqual([]);
});

test.each([
  ['a missing file', 'missing.json', /--baseline: expected a file that can be read, found .*missing\.json: ENOENT/],
  ['no JSON', '{', /baseline\.json:1:2: expected JSON, found a syntax error: /],
  ['an empty file', '', /baseline\.json: expected JSON, found an empty file$/m],
  [
    'an entry with a blank reason',
    knowing({ case: ID, reason: '  ' }),
    /known\[0\]\.reason: expected .*not blank\), found " {2}"/,
  ],
  [
    'a link that is none',
    knowing({ case: ID, reason: 'x', link: 'see Peter' }),
    /known\[0\]\.link: expected .*https address.*, found "see Peter"/,
  ],
  [
    'a link that is a script',
    knowing({ case: ID, reason: 'x', link: 'javascript:alert(1)' }),
    /known\[0\]\.link: expected/,
  ],
  ['no baseline', '[]', /baseline\.json: the document: expected an object, found an array/],
  ['another version', '{"schemaVersion":2,"known":[]}', /schemaVersion: expected 1, found 2/],
  ['an entry without a reason', knowing({ case: ID }), /known\[0\]: expected the key "reason"/],
])('%s is refused before anything is run', async (_, text, message) => {
  const file = text.endsWith('.json') ? join(folder(), text) : baselineFile(text);
  const { status, stdout, stderr } = await inProcess(['run', ...broken, '--baseline', file]);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('a case that there is not is refused before anything is run', async () => {
  const file = baselineFile(knowing({ case: `${ID}[x]`, reason: 'x' }));

  expect(await sockspec(['run', ...broken, '--baseline', file])).toMatchObject({
    status: 2,
    stdout: '',
    stderr: `sockspec: ${file}: known[0].case: expected a case as it is called now ("${ID}", "${ID}[each of a small database]"), found "${ID}[x]", which may have been renamed\n`,
  });
});

test.each([
  [
    'is like no other',
    'fortune/server/phrases-whole',
    /expected a case \(see sockspec list\), found "fortune\/server\/phrases-whole"$/,
  ],
  [
    'is misspelt',
    'a/b/e[ne]',
    /^.*: expected a case \(see sockspec list\), found "a\/b\/e\[ne\]"; did you mean a\/b\/c\[new\]\?$/,
  ],
  [
    'has another label now',
    'a/b/c[old]',
    /expected a case as it is called now \("a\/b\/c\[new\]", "a\/b\/c\[other\]"\), found/,
  ],
  [
    'has another name now',
    'a/b/d[other]',
    /expected a case as it is called now \("a\/b\/c\[other\]"\), found "a\/b\/d\[other\]", which/,
  ],
])('a case that %s is told so', async (_, id, message) => {
  const file = baselineFile(knowing({ case: id, reason: 'x' }));

  await expect(openBaseline(file, false, async () => ['a/b/c[new]', 'a/b/c[other]', 'x/y/z[other]'])).rejects.toThrow(
    message,
  );
});

test('a date that there is not is refused', async () => {
  const file = baselineFile(knowing({ case: ID, reason: 'x', expires: '2027-02-30' }));

  await expect(concluded(file, false)).rejects.toThrow(/known\[0\]\.expires: expected a date, found "2027-02-30"/);
});

test('an entry whose last day is over fails the run', async () => {
  const file = baselineFile(knowing({ case: ID, reason: 'ticket 7', expires: '2027-03-31' }));
  const on = async (today: string) => {
    const { judged } = await openBaseline(file, false, async () => [ID, OTHER], today);
    return conclude((await judged([fails, otherPasses])).cases, { interrupted: false, errors: [] }).exitStatus;
  };

  expect([await on('2027-03-31'), await on('2027-04-01')]).toEqual([0, 1]);
});

test('an entry whose case was never run fails the run, unless the run was narrowed', async () => {
  const file = baselineFile(knowing({ case: 'lines/server/long-line[1023]', reason: 'ticket 7' }));
  const words = ['run', 'fortune/server/speaks-first', '--baseline', file, '--report', 'json', '--quiet'];
  const whole = await inProcess(words);
  const narrowed = await inProcess([...words, '--only', OTHER]);
  const problem = 'the baseline knows lines/server/long-line[1023], and it was never run';

  expect(readRun(whole.stdout, 'the report')).toMatchObject({
    ...{ exitStatus: 1, conclusion: problem },
    unmatched: [{ case: 'lines/server/long-line[1023]', problem }],
  });
  expect(narrowed.status).toBe(0);
});

test('a case that stands there twice is refused', async () => {
  const file = baselineFile(JSON.stringify({ schemaVersion: 1, known: [1, 2].map(() => ({ case: ID, reason: 'x' })) }));

  await expect(concluded(file, false)).rejects.toThrow(/known\[1\]\.case: expected each case once/);
});

test.each([
  ['no file', [], /--update-baseline: expected --baseline FILE to write to, found none/],
  ['a folder', ['--baseline', '/'], /--baseline: expected a file, found the folder \//],
  ['no folder', ['--baseline', 'package.json/b.json'], /--baseline: expected a folder, found the file package\.json/],
  [
    'YAML',
    ['--baseline', 'b.yaml'],
    /--update-baseline: expected a JSON file, found b\.yaml: its comments would be lost/,
  ],
])('to update %s is refused before anything is run', async (_, words, message) => {
  const { status, stdout, stderr } = await inProcess(['run', ...broken, ...words, '--update-baseline']);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(existsSync('b.yaml')).toBe(false);
});
