import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UsageError } from '../harness/contracts/errors.ts';
import { anyText } from './any-text.test.helper.ts';
import { json, readRun } from './json.ts';
import { sampleCase, sampleRun, sampleRuns } from './samples.ts';

const options = { color: false, width: 80 };

test.each(Object.entries(sampleRuns))('the %s run is read as it was written', (_, run) => {
  expect(readRun(json.render(run, options), 'run.json')).toEqual(run);
});

test('whatever the implementation uttered is read as it was written, and printed without a control character', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const run = sampleRun({
        cases: [sampleCase({ reason: text, evidence: [{ t: 0, who: 'iut', what: 'output', text }] })],
      });
      const written = json.render(run, options);

      expect(readRun(written, 'run.json')).toEqual(run);
      expect(written.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('it is indented by two spaces', () => {
  expect(json.render(sampleRuns.conformant, options)).toMatch(/^\{\n {2}"\$schema": .*\n {2}"schemaVersion": 2,\n/);
});

test('a run that the schema refuses is not written', () => {
  const late = sampleRun({ durationMs: Number.NaN });

  expect(() => json.render(late, options)).toThrow(
    new Error('the run cannot be reported: durationMs: expected a number of at least 0, found NaN'),
  );
});

test('a run whose counts are not those of its cases is neither written nor read', () => {
  const green = { ...sampleRuns.mixed, summary: { ...sampleRuns.mixed.summary, fail: 0 } };
  const text = 'summary.fail: expected 2, the number of such cases, found 0';

  expect(() => json.render(green, options)).toThrow(new Error(`the run cannot be reported: ${text}`));
  expect(() => readRun(JSON.stringify(green), 'run.json')).toThrow(new UsageError(`run.json: ${text}`));
});

test('a run whose open MUSTs are not those of its cases is not read, an older one that has no number is', () => {
  const { mixed } = sampleRuns;
  const text = 'run.json: mustsNotConcluded: expected 2, the number of such MUSTs, found 0';

  expect(() => readRun(JSON.stringify({ ...mixed, mustsNotConcluded: 0 }), 'run.json')).toThrow(new UsageError(text));
  expect(readRun(JSON.stringify({ ...mixed, mustsNotConcluded: 2 }), 'run.json').mustsNotConcluded).toBe(2);
  expect(readRun(JSON.stringify(mixed), 'run.json').mustsNotConcluded).toBe(undefined);
});

test('a run in which the counts of a target are not those of its cases is neither written nor read', () => {
  const [target, ...others] = sampleRuns.mixed.targets;
  const summary = { ...sampleRuns.mixed.summary, pass: 9 };
  const run = { ...sampleRuns.mixed, targets: target === undefined ? [] : [{ ...target, summary }, ...others] };

  expect(() => json.render(run, options)).toThrow(
    'targets[0].summary.pass: expected 3, the number of such cases, found 9',
  );
  expect(() => readRun(JSON.stringify(run), 'run.json')).toThrow(UsageError);
});

/** A report that sockspec wrote before there was another version. */
const ofVersion1 = readFileSync(new URL('../fixtures/reports/version-1.json', import.meta.url), 'utf8');

test('a report of version 1 is read; what it does not say stays unsaid, and it is written as one of this version', () => {
  const run = readRun(ofVersion1, 'version-1.json');
  const { parts, schemaVersion, ...others } = run;
  const { schemaVersion: before, ...told } = JSON.parse(ofVersion1);

  expect({ before, schemaVersion }).toEqual({ before: 1, schemaVersion: 2 });
  expect(others).toEqual(told);
  expect(parts).toEqual([{ started: told.started, tool: '0.1.0', targets: [told.targets[0].name] }]);
  expect(readRun(json.render(run, options), 'again.json')).toEqual(run);
});

const written = json.render(sampleRuns.mixed, options);

test.each([
  ['an empty file', '', /^run\.json: expected JSON, found an empty file$/],
  [
    'a file that was cut',
    '{\n  "schemaVersion": 1',
    /^run\.json:2:21: expected JSON, found a syntax error: Expected .+$/,
  ],
  [
    'a file that is not JSON',
    '<html>\u001b[2J\n</html>',
    /^run\.json:1:1: expected JSON, found a syntax error: Unexpected token .+$/,
  ],
  [
    'another document',
    '{"name": "x"}',
    /^run\.json: the document: expected the key "schemaVersion", found an object without it$/,
  ],
  ['a list', '[]', /^run\.json: the document: expected an object, found an array of 0 items$/],
  [
    'another version',
    written.replace('"schemaVersion": 2', '"schemaVersion": 3'),
    /^run\.json: schemaVersion: expected one of 1, 2, found 3$/,
  ],
  [
    'version 1 with a key of version 2',
    written.replace('"schemaVersion": 2', '"schemaVersion": 1'),
    /^run\.json: the document: expected no other keys than .+, found "parts"/,
  ],
  [
    'an unknown verdict',
    written.replace('"verdict": "fail"', '"verdict": "failed"'),
    /^run\.json: cases\[2\]\.verdict: expected one of "pass", .+, found "failed"$/,
  ],
  [
    'an unknown key',
    written.replace('"seed"', '"sede"'),
    /^run\.json: the document: expected no other keys than .+, found "sede"; did you mean seed\?$/,
  ],
  [
    'a missing key',
    written.replace(/ {2}"seed": 7,\n/, ''),
    /^run\.json: the document: expected the key "seed", found an object without it$/,
  ],
])('%s is refused in one line', (_, text, message) => {
  const read = () => readRun(text, 'run.json');

  expect(read).toThrow(UsageError);
  expect(read).toThrow(message);
  expect(read).not.toThrow(/\p{C}/u);
});

test('what a program utters is no command to a CI server, and is read back as it was', () => {
  const run = sampleRun({ cases: [sampleCase({ verdict: 'fail', reason: '##[error]x' })] });
  const text = json.render(run, { color: false, width: 80 });

  expect(text).not.toContain('##[');
  expect(readRun(text, 'run.json')).toEqual(run);
});
