import { expect, test } from 'vitest';
import { html } from './html/page.ts';
import { matricesOf, matrix } from './matrix.ts';
import { matrixLines } from './matrix-lines.ts';
import { painter } from './paint.ts';
import { sampleCase, sampleRun, sampleRuns } from './samples.ts';
import { table } from './table.ts';

const run = sampleRuns.severalOfOneSuite;
const options = { color: false, width: 80 };
const linesOf = (given: typeof run, width = 80) => matrixLines(given, width, painter(false)).flat();

test('targets stand side by side, each with what it earned, and below what one of them did not pass', () => {
  expect(linesOf(run)).toEqual([
    'upload/server  on 3 targets',
    '  1 alice  2.5 of 2.5 points',
    '  2 bob  1.5 of 2.5 points',
    '  3 carol  not graded: nothing was judged: not built',
    '                           1 2 3',
    '  stores-contents-exactly  ✓ ✓ ?',
    '  size-is-four-octets      ✓ ✗ ?',
    '  extra-octets-ignored     ✓ ✓ ?',
  ]);
  expect(table.render(run, options)).toContain('  size-is-four-octets      ✓ ✗ ?\n');
});

test('what each passed is counted, and where all passed all there is nothing to say', () => {
  const some = sampleRun({ ...run, cases: run.cases.filter(({ target }) => target !== 'carol') });
  const well = sampleRun({ ...run, cases: run.cases.filter(({ target }) => target === 'alice') });
  const both = sampleRun({ ...run, cases: [...well.cases, ...well.cases.map((one) => ({ ...one, target: 'bob' }))] });

  expect(linesOf(some).slice(-2)).toEqual([
    '  size-is-four-octets  ✓ ✗',
    '  2 requirements more: passed by each, or not applicable',
  ]);
  expect(linesOf(both)).toEqual([]);
});

test('more targets than a line has room for stand in several blocks', () => {
  const names = Array.from({ length: 30 }, (_, index) => `student ${index}`);
  const cases = names.map((target, index) => sampleCase({ target, ...(index === 29 ? { verdict: 'fail' } : {}) }));
  const targets = names.map((name) => ({
    ...{ name, protocol: 'upload', role: 'server', address: '' },
    kind: 'exec' as const,
  }));
  const lines = linesOf({ ...sampleRun({ targets, cases }) }, 60);
  const signs = lines.filter((line) => line.startsWith('  stores-contents-exactly')).join('');

  expect(signs.match(/✓/g)).toHaveLength(29);
  expect(signs.match(/✗/g)).toHaveLength(1);
  expect(lines.filter((line) => line.length > 60)).toEqual([]);
});

test('a suite that judged one target has no matrix', () => {
  expect(matricesOf(sampleRuns.severalTargets)).toEqual([]);
  expect(html.render(sampleRuns.mixed, options)).not.toContain('class="matrix"');
});

test('on the page each verdict leads to its row', () => {
  const page = html.render(run, options);

  expect(page).toContain('<section class="matrix" tabindex="0" aria-label="upload/server on 3 targets">');
  expect(page).toContain('<td>1.5 of 2.5</td><td>not graded</td>');
  expect(page).toMatch(/<a href="#upload\/server\/size-is-four-octets~2"><span class="badge fail">/);
  expect(page).toContain('<tbody id="upload/server/size-is-four-octets~2"');
});

test('which limits of its sandbox a program has met is a remark, said once', () => {
  const met = 'in its sandbox the program has filled the 64 MiB of /tmp';
  const notes = (one: (typeof run.cases)[number]) => (one.target === 'carol' ? [] : [met, 'of another kind']);
  const noted = sampleRun({ ...run, cases: run.cases.map((one) => ({ ...one, notes: notes(one) })) });
  const rows = matrix.render(noted, options).trimEnd().split('\n').slice(1);

  expect(rows.map((row) => [row.split(',')[0], row.split(',')[4]])).toEqual([
    ['alice', met],
    ['bob', met],
    ['carol', 'nothing was judged: not built'],
  ]);
});

test('of a run that was not finished nothing says how many points there are', () => {
  const rows = matrix
    .render({ ...run, complete: false }, options)
    .trimEnd()
    .split('\n')
    .slice(1);

  expect(rows.map((row) => row.split(',').slice(1, 4).join())).toEqual([',,', ',,', ',,']);
  expect(rows[0]).toContain(
    'the run was not finished: incomplete: the run ended before all of its cases were finished',
  );
});
