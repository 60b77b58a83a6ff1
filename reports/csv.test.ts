import { spawnSync } from 'node:child_process';
import { expect, type TestContext, test } from 'vitest';
import type { Run } from '../harness/contracts/run.ts';
import { csv } from './csv.ts';
import type { ReportFormat } from './format.ts';
import { matrix } from './matrix.ts';
import { sampleCase, sampleRun, sampleRuns } from './samples.ts';

/** The rows of a report as another reader of the format, Python's, finds them. */
function rowsOf(format: ReportFormat, run: Run, context: TestContext): readonly (readonly string[])[] {
  const text = format.render(run, { color: false, width: 80 });
  const program =
    'import csv, io, json, sys; print(json.dumps(list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, "utf-8", newline="")))))';
  const { stdout, error } = spawnSync('python3', ['-c', program], { input: text, encoding: 'utf8' });
  if (error !== undefined) context.skip('needs python3');
  return JSON.parse(stdout);
}

test('a row a target and requirement, with points that are open left empty', (context) => {
  const [head, ...rows] = rowsOf(csv, sampleRuns.severalOfOneSuite, context);
  const facts = rows.map((row) => row.slice(0, 8));

  expect(head).toEqual([
    'target',
    'requirement',
    'level',
    'verdict',
    'points',
    'of',
    'cases',
    'passed',
    'reason',
    'reproduce',
    'page',
  ]);
  expect(facts).toEqual([
    ['alice', 'upload/server/stores-contents-exactly', 'MUST', 'pass', '1', '1', '1', '1'],
    ['alice', 'upload/server/size-is-four-octets', 'MUST', 'pass', '1', '1', '1', '1'],
    ['alice', 'upload/server/extra-octets-ignored', 'SHOULD', 'pass', '0.5', '0.5', '1', '1'],
    ['bob', 'upload/server/stores-contents-exactly', 'MUST', 'pass', '1', '1', '1', '1'],
    ['bob', 'upload/server/size-is-four-octets', 'MUST', 'fail', '0', '1', '1', '0'],
    ['bob', 'upload/server/extra-octets-ignored', 'SHOULD', 'pass', '0.5', '0.5', '1', '1'],
    ['carol', 'upload/server/stores-contents-exactly', 'MUST', 'inconclusive', '', '1', '1', '0'],
    ['carol', 'upload/server/size-is-four-octets', 'MUST', 'inconclusive', '', '1', '1', '0'],
    ['carol', 'upload/server/extra-octets-ignored', 'MUST', 'inconclusive', '', '1', '1', '0'],
  ]);
  expect(rows[4]?.[8]).toBe('expected a.txt with 2560 octets, found none');
  expect(rows[4]?.[9]).toMatch(/^sockspec run /);
});

test('a matrix has a row a target, and no points where it was not judged', (context) => {
  expect(rowsOf(matrix, sampleRuns.severalOfOneSuite, context)).toEqual([
    [
      ...['target', 'points', 'of', 'open', 'remark', 'upload/server/stores-contents-exactly'],
      ...['upload/server/size-is-four-octets', 'upload/server/extra-octets-ignored'],
    ],
    ['alice', '2.5', '2.5', '0', '', 'pass', 'pass', 'pass'],
    ['bob', '1.5', '2.5', '0', '', 'pass', 'fail', 'pass'],
    ['carol', '', '3', '', 'nothing was judged: not built', 'inconclusive', 'inconclusive', 'inconclusive'],
  ]);
});

const texts = ['=1+1', '+1', '-1', '@SUM(A1)', ' =1', 'a,b', 'say "x"', 'é\n\r\u001b[31m', ' ', "it's", 'a;b\tc'];

test('whatever a program is called or says is one cell of text, and no formula', (context) => {
  const cases = texts.map((text) => sampleCase({ target: text, verdict: 'fail', reason: text }));
  const [, ...rows] = rowsOf(csv, sampleRun({ cases }), context);

  expect(rows.map((row) => row.length)).toEqual(texts.map(() => 11));
  expect(rows.map(([target]) => target)).toEqual([
    "'=1+1",
    "'+1",
    "'-1",
    "'@SUM(A1)",
    "' =1",
    'a,b',
    'say "x"',
    'é\\x0A\\x0D\\x1B[31m',
    ' ',
    "it's",
    'a;b\\x09c',
  ]);
  expect(rows.map((row) => row[8])).toEqual(rows.map(([target]) => target));
});
