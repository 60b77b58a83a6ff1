import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRun } from '../../../reports/json.ts';
import { Baseline } from '../../contracts/baseline.ts';
import { firstProblem } from '../../text/problems.ts';
import { folder, sockspec } from '../shell.test.helper.ts';

/** `sockspec run --baseline` as a gate sees it. */

const ID = 'fortune/server/phrase-is-whole';

/** A server that breaks a MUST and one that does not; `speaks-first` passes in both. */
const select = ['fortune/server', '--only', ID, '--only', 'fortune/server/speaks-first'];
const broken = [...select, '--fault', 'garbles-controls'];

function baselineFile(text: string, name = 'baseline.json'): string {
  const file = join(folder(), name);
  writeFileSync(file, text);
  return file;
}

const knowing = (known: object): string => JSON.stringify({ schemaVersion: 1, known: [known] });

test('a known failure does not fail the run, and every report says so', async () => {
  const file = baselineFile(knowing({ case: ID, reason: 'ticket 7' }));
  const [json, junit] = [`${file}.run.json`, `${file}.xml`];
  const { status, stdout } = await sockspec([
    ...['run', ...broken, '--baseline', file, '--report', `json=${json}`, '--report', `junit=${junit}`],
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

test('a known failure that passes fails the run, so that the list cannot go stale', async () => {
  const file = baselineFile(`schemaVersion: 1\nknown:\n  - case: ${ID} # a comment\n    reason: ticket 7\n`, 'x.yaml');
  const { status, stdout } = await sockspec(['run', ...select, '--baseline', file]);

  expect(status).toBe(1);
  expect(stdout.replaceAll('\n', ' ')).toContain(
    `nonconformant: 1 known failure passed (${ID}): to be taken out of the baseline`,
  );
});

test('a failure that is not known fails the run as before', async () => {
  const file = baselineFile(knowing({ case: 'fortune/server/speaks-first', target: 'elsewhere', reason: 'ticket 7' }));
  const { status, stdout } = await sockspec(['run', ...broken, '--baseline', file]);

  expect(status).toBe(1);
  expect(stdout).toContain(`1 MUST failed (${ID})`);
});

test('the baseline is written from what fails, and is true then; what is mended goes', async () => {
  const file = join(folder(), 'baseline.json');
  const update = ['--baseline', file, '--update-baseline'];

  expect(await sockspec(['run', ...broken, ...update])).toMatchObject({ status: 0 });
  const written = JSON.parse(readFileSync(file, 'utf8'));
  expect(firstProblem(Baseline, written)).toBeUndefined();
  expect(written.known).toEqual([{ case: ID, reason: expect.stringMatching(/^expected /) }]);
  expect(await sockspec(['run', ...broken, '--baseline', file])).toMatchObject({ status: 0 });

  writeFileSync(file, JSON.stringify({ ...written, known: [{ case: ID, reason: 'ticket 7' }] }));
  await sockspec(['run', ...broken, ...update]);
  expect(JSON.parse(readFileSync(file, 'utf8')).known).toEqual([{ case: ID, reason: 'ticket 7' }]);
  await sockspec(['run', ...select, ...update]);
  expect(JSON.parse(readFileSync(file, 'utf8')).known).toEqual([]);
});

test('a profile names its baseline, relative to its own folder', async () => {
  const file = baselineFile(knowing({ case: ID, reason: 'ticket 7' }));
  const profile = join(file, '..', 'profile.json');
  const targets = [{ suite: 'fortune/server', reference: 'fortune', fault: 'garbles-controls' }];
  writeFileSync(profile, JSON.stringify({ targets, only: [ID], baseline: 'baseline.json' }));

  expect(await sockspec(['run', '--profile', profile])).toMatchObject({ status: 0 });
});

test.each([
  ['a missing file', 'missing.json', /--baseline: expected a file that can be read, found .*missing\.json: ENOENT/],
  ['no JSON', '{', /baseline\.json: expected JSON, found something else/],
  ['no baseline', '[]', /baseline\.json: the document: expected an object, found an array/],
  ['another version', '{"schemaVersion":2,"known":[]}', /schemaVersion: expected 1, found 2/],
  ['an entry without a reason', knowing({ case: ID }), /known\[0\]: expected the key "reason"/],
  [
    'a case that there is not',
    knowing({ case: `${ID}[x]`, reason: 'x' }),
    /known\[0\]\.case: expected a case \(see sockspec list\), found "fortune\/server\/phrase-is-whole\[x\]"/,
  ],
  [
    'a case twice',
    JSON.stringify({ schemaVersion: 1, known: [1, 2].map(() => ({ case: ID, reason: 'x' })) }),
    /known\[1\]\.case: expected each case once/,
  ],
])('%s is refused before anything is run', async (_, text, message) => {
  const file = text.endsWith('.json') ? join(folder(), text) : baselineFile(text);
  const { status, stdout, stderr } = await sockspec(['run', ...broken, '--baseline', file]);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test.each([
  ['no file', [], /--update-baseline: expected --baseline FILE to write to, found none/],
  ['a folder', ['--baseline', '/'], /--baseline: expected a file, found the folder \//],
  ['no such folder', ['--baseline', '/nowhere/b.json'], /--baseline: expected a folder that can be written to/],
  [
    'YAML',
    ['--baseline', 'b.yaml'],
    /--update-baseline: expected a JSON file, found b\.yaml: its comments would be lost/,
  ],
])('to update %s is refused before anything is run', async (_, words, message) => {
  const { status, stdout, stderr } = await sockspec(['run', ...broken, ...words, '--update-baseline']);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(existsSync('b.yaml')).toBe(false);
});
