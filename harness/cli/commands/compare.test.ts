import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { json } from '../../../reports/json.ts';
import { sampleCase, samplePart, sampleRun, sampleRuns } from '../../../reports/samples.ts';
import type { CaseResult, Run } from '../../contracts/run.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { folder, sockspec } from '../shell.test.helper.ts';

/** `sockspec compare` as a gate sees it. */

function saved(run: Run): string {
  const file = join(folder(), 'run.json');
  writeFileSync(file, json.render(run, { color: false, width: 80 }));
  return file;
}

const MUST = 'upload/server/stores-contents-exactly';
const OWN = 'tickets/server/done-once';
const runOf = (...cases: readonly Partial<CaseResult>[]): Run => sampleRun({ cases: cases.map(sampleCase) });
const good = runOf({ id: MUST }, { id: 'b' });
const bad = runOf({ id: MUST, verdict: 'fail', reason: 'no file' }, { id: 'b' });
const unseen = runOf({ id: MUST, verdict: 'inconclusive', reason: 'needs --store' }, { id: 'b' });
const unseenShould = runOf({ id: MUST, verdict: 'inconclusive', level: 'SHOULD' }, { id: 'b' });
const dead = runOf(...[MUST, 'b'].map((id) => ({ id, verdict: 'inconclusive', reason: 'refused' }) as const));
const warned = runOf({ id: MUST, verdict: 'warning', level: 'SHOULD' }, { id: 'b' });

test.each<[string, Run, Run, readonly string[], number, string]>([
  ['nothing changed', good, good, [], 0, 'nothing that counts regressed; 0 broken still, 2 cases compared'],
  ['a MUST regressed', good, bad, [], 1, `against the gate: ${MUST}; 1 regressed, 0 broken still, 2 cases compared`],
  ['it was mended', bad, good, [], 0, 'nothing that counts regressed; 1 mended, 0 broken still, 2 cases compared'],
  ['it is broken still', bad, bad, [], 0, 'nothing that counts regressed; 1 broken still, 2 cases compared'],
  ['a SHOULD regressed', good, warned, [], 0, 'nothing that counts regressed; 1 regressed'],
  ['a SHOULD regressed, strictly', good, warned, ['--strict'], 1, `against the gate: ${MUST}`],
  ['a MUST is no longer seen', good, unseen, [], 1, `against the gate: ${MUST}; 1 no longer concluded`],
  ['that is allowed', good, unseen, ['--allow-inconclusive'], 0, '1 no longer concluded'],
  ['it was broken before', bad, unseen, [], 1, `against the gate: ${MUST}; 1 no longer concluded`],
  ['a SHOULD is no longer seen', warned, unseenShould, [], 0, '1 no longer concluded'],
  ['no target is judged any more', good, dead, [], 1, 'in the later run 1 of 1 target was not judged: phone'],
  [
    'a required MUST is no longer seen',
    good,
    unseen,
    ['--require', 'upload/**', '--allow-inconclusive'],
    1,
    `against the gate: ${MUST}`,
  ],
  ['a required MUST is gone', good, runOf({ id: 'b' }), ['--require', MUST], 1, '1 gone'],
  [
    'another MUST is required',
    good,
    unseen,
    ['--require', 'fortune/**', '--allow-inconclusive'],
    0,
    'nothing that counts regressed',
  ],
  [
    'a required MUST of a suite that is not known here is no longer seen',
    runOf({ id: OWN, requirement: OWN }),
    runOf({ id: OWN, requirement: OWN, verdict: 'inconclusive' }, { id: 'b' }),
    ['--require', 'tickets/**', '--allow-inconclusive'],
    1,
    `against the gate: ${OWN}`,
  ],
  ['a new MUST is broken', runOf({ id: 'b' }), bad, [], 1, '1 new and broken'],
  ['nothing is common', runOf({ id: 'x' }), good, [], 3, 'the runs have no case in common'],
  ['the later run is incomplete', good, { ...good, complete: false }, [], 0, 'the later run is incomplete'],
])('%s', async (_, earlier, later, words, exitStatus, conclusion) => {
  const files = [saved(earlier), saved(later)];
  const { status, stdout, stderr } = await inProcess(['compare', ...files, ...words]);
  const told = JSON.parse((await inProcess(['compare', ...files, ...words, '--json'])).stdout);

  expect({ status, stderr }).toEqual({ status: exitStatus, stderr: '' });
  expect(stdout.replaceAll('\n', ' ')).toContain(conclusion);
  expect(told).toMatchObject({ schemaVersion: 1, exitStatus, conclusion: expect.stringContaining(conclusion) });
  expect(told.earlier).toEqual({
    started: earlier.started,
    complete: earlier.complete,
    outcome: earlier.outcome,
    cases: earlier.cases.length,
  });
});

test('each changed case is told with both verdicts and its reason', async () => {
  const { stdout } = await sockspec(['compare', saved(good), saved(bad)]);

  expect(stdout).toMatch(
    /^on phone\n\nregressed \(1\)\n {2}\S+stores-contents-exactly +MUST +✓ pass → ✗ fail\s+no file\n/,
  );
});

test('what the runs were not both judged by is said first, and changes no exit status', async () => {
  const { requirements } = samplePart();
  const version = (number: number, digit: string) =>
    samplePart(requirements && { requirements: { ...requirements, version: number, sha256: digit.repeat(64) } });
  const earlier = { ...good, parts: [version(1, 'a')] };
  const later = { ...good, parts: [version(2, 'b')] };
  const line = 'requirements: revision 1 (aaaaaaaaaaaa) before, revision 2 (bbbbbbbbbbbb) now';
  const files = [saved(earlier), saved(later)];
  const { status, stdout } = await inProcess(['compare', ...files]);
  const told = JSON.parse((await inProcess(['compare', ...files, '--json'])).stdout);

  expect(status).toBe(0);
  expect(stdout).toMatch(/^the runs were not judged by the same:\n {2}requirements: revision 1 /);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(line);
  expect(told.differences).toEqual([line]);
});

test.each<[string, () => readonly string[], RegExp]>([
  ['a missing run', () => ['missing.json'], /RUN: expected a saved run, found "missing\.json"/],
  ['a glob that means nothing', () => [saved(good), '--require', 'nothing/**'], /--require: expected a glob/],
])('%s is refused', async (_, words, message) => {
  const { status, stdout, stderr } = await inProcess(['compare', saved(sampleRuns.mixed), ...words()]);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
});
