import { expect, test } from 'vitest';
import type { CaseResult, Run } from '../harness/contracts/run.ts';
import { github } from './github.ts';
import { html } from './html/page.ts';
import { json, readRun } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { sampleCase, sampleRun, sampleRuns } from './samples.ts';
import { table } from './table.ts';
import { tap } from './tap.ts';

/** What each format says of a failure that others depend on, of those, and of how it is mended. */

const options = { color: false, width: 120 };
const { folded } = sampleRuns;
const ROOT = 'upload/server/header-split-anywhere';

test('the table tells the failure to mend first, names those that depend on it, and tells none of them', () => {
  const text = table.render(folded, options);

  expect(text).toMatch(
    /^✗ fail {2}upload\/server\/header-split-anywhere\[1\] {2}on phone\n {2}mend first {3}3 more depend on this one: header-octet-by-octet, random-segmentation, large-file$/m,
  );
  expect(text).toMatch(/large-file +MUST +0\/1 +✗ fail +depends on header-split-anywhere: mend that first$/m);
  expect(text.match(/^✗ fail {2}/gm)).toHaveLength(2);
});

test('the table says how a failure is mended where a person reads it, or asked for it', () => {
  const shown = (teaches: boolean) => table.render(folded, { ...options, teaches });

  expect(shown(true)).toContain('  usual cause  The server expects that one recv returns the whole header.\n');
  expect(shown(true)).toContain('  usual mend   Collect octets in a buffer until the header is complete.\n');
  expect(shown(true)).toContain('  printed last could not find the newline é\n');
  expect(shown(false)).not.toMatch(/usual|printed last/);
});

test('a finding is said once: no reason repeats what was expected and seen', () => {
  for (const text of [table.render(folded, options), markdown.render(folded, options), junit.render(folded, options)])
    expect(text).not.toMatch(/reason.{0,12}expected one new file; saw none$/m);
});

/** Two requirements with one reason, and two with one that is short. */
const repeated: Run = sampleRun({
  cases: ['a', 'b', 'c', 'd'].map((name, index) =>
    sampleCase({
      requirement: `upload/server/${name}`,
      verdict: 'inconclusive',
      reason: index < 2 ? 'needs --store DIR or --fetch COMMAND, to see what was stored' : 'needs --exec',
    }),
  ),
});

test('a long reason is said once a table, a short one each time', () => {
  for (const text of [table.render(repeated, options), markdown.render(repeated, options)]) {
    expect(text.match(/to see what was stored/g)).toHaveLength(1);
    expect(text.match(/as for a\b/g)).toHaveLength(1);
    expect(text.match(/needs (?:`--exec`|--exec)/g)).toHaveLength(2);
  }
});

test('Markdown folds those that depend on a failure into its block, with its mend and what was printed', () => {
  const text = markdown.render(folded, options);

  expect(text.match(/<summary>/g)).toHaveLength(2);
  expect(text).toMatch(
    /- \*\*mend first\*\*: 3 more depend on this one: header-octet-by-octet, random-segmentation, large-file$/m,
  );
  expect(text).toContain('- **usual mend**: Collect octets in a buffer until the header is complete.');
  expect(text).toContain('printed last:\n\n```text\ncould not find the newline é\n```');
});

test('what was found of those that depend on a failure is told with it: once, and where there is room', () => {
  const found = 'expected one new file, with the contents that were sent; saw none';
  const of = (name: string, changes: Partial<CaseResult>) =>
    sampleCase({ requirement: `upload/server/${name}`, verdict: 'fail', explainedBy: ROOT, ...changes });
  const cases = [
    sampleCase({ requirement: ROOT, verdict: 'fail' }),
    of('large-file', { reason: found }),
    of('random-segmentation', { reason: found }),
    of('name-empty', { reason: 'expected nothing stored; saw a file' }),
  ];
  const run = sampleRun({ cases });

  expect(markdown.render(run, options)).toContain(
    [
      '- **mend first**: 3 more depend on this one: large-file, random-segmentation, name-empty',
      `  - large-file: ${found}`,
      '  - random-segmentation: as for large-file',
      '  - name-empty: expected nothing stored; saw a file',
    ].join('\n'),
  );
  expect(table.render(run, { ...options, teaches: true })).toContain(
    `name-empty\n               large-file: ${found}\n               random-segmentation: as for large-file\n`,
  );
  expect(table.render(run, options)).not.toContain(found);
});

test('further cases of a requirement do not say again what was said of it', () => {
  const cases = [1, 2, 3].map((index) =>
    sampleCase({ id: `${ROOT}[${index}]`, requirement: ROOT, verdict: 'fail', mend: 'Loop.', failure: 'No loop.' }),
  );
  const run = sampleRun({ cases });

  expect(table.render(run, { ...options, teaches: true }).match(/usual mend/g)).toHaveLength(1);
  expect(table.render(run, options).match(/^ {2}requirement {2}/gm)).toHaveLength(1 + 1);
  expect(markdown.render(run, options).match(/usual mend/g)).toHaveLength(1);
});

test('a further case whose failure usually means another thing says so', () => {
  const failures = ['No loop.', 'No loop.', 'It ended by itself.'];
  const cases = failures.map((failure, index) =>
    sampleCase({ id: `${ROOT}[${index}]`, requirement: ROOT, verdict: 'fail', mend: 'Mend.', failure }),
  );
  const run = sampleRun({ cases });

  for (const text of [
    table.render(run, { ...options, teaches: true }),
    markdown.render(run, options),
    html.render(run, options),
  ]) {
    expect(text.match(/No loop\./g)).toHaveLength(1);
    expect(text.match(/It ended by itself\./g)).toHaveLength(1);
  }
});

test('JUnit and TAP note what a failure depends on', () => {
  expect(
    junit
      .render(folded, options)
      .match(/<property name="explainedBy" value="upload\/server\/header-split-anywhere"\/>/g),
  ).toHaveLength(3);
  expect(
    tap.render(folded, options).match(/^ {2}explainedBy: "upload\/server\/header-split-anywhere"$/gm),
  ).toHaveLength(3);
});

test('GitHub gets an annotation for what is to be mended first, with the number of those that depend on it', () => {
  const errors = github
    .render(folded, options)
    .split('\n')
    .filter((line) => line.startsWith('::error title=fail'));

  expect(errors).toHaveLength(2);
  expect(errors[0]).toContain(
    '%0A3 more depend on this one: header-octet-by-octet, random-segmentation, large-file%0A',
  );
});

test('entries of the baseline that no case was judged by are in each format, and fail the run in JUnit', () => {
  const problem = /the baseline knows .{0,3}upload\/server\/header-split-anywhere\[9\].{0,2}, and it was never run/;

  for (const format of [table, markdown, tap, github]) expect(format.render(folded, options)).toMatch(problem);
  expect(junit.render(folded, options)).toMatch(/<testsuites name="sockspec" tests="6" failures="6"/);
  expect(junit.render(folded, options)).toMatch(/<testsuite name="baseline" tests="1" failures="1"/);
});

test('JSON has all of it, and reads it again', () => {
  expect(readRun(json.render(folded, options), 'the report')).toEqual(folded);
});

test('a part of a run that lacks the cause shows the failures themselves', () => {
  const run = sampleRun({ cases: folded.cases.filter(({ explainedBy }) => explainedBy !== undefined) });

  expect(table.render(run, options).match(/^✗ fail {2}/gm)).toHaveLength(3);
  expect(table.render(run, options)).not.toContain('mend that first\n\n');
});
