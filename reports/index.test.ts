import { expect, test } from 'vitest';
import { UsageError } from '../harness/contracts/errors.ts';
import { formatNamed, formats } from './index.ts';
import { sampleRuns } from './samples.ts';

test('a format is found by its name', async () => {
  const loaded = await Promise.all(formats.map(({ name }) => formatNamed(name).load()));

  expect(loaded.map(({ name }) => name)).toEqual(formats.map(({ name }) => name));
  expect(loaded.map(({ extension }) => extension)).toEqual([
    ...['txt', 'json', 'xml', 'html', 'md', 'tap', 'txt', 'csv', 'csv', 'json', 'json', 'md', 'svg'],
  ]);
});

test('an unknown format is refused with the names of the known ones', () => {
  const refused = new UsageError(
    'report format: expected one of table, json, junit, html, markdown, tap, github, csv, matrix, gradescope, classroom50, statement, badge, found "htlm\\x1B"',
  );

  expect(() => formatNamed('htlm\u001b')).toThrow(refused);
});

test.each(['table', 'html', 'markdown', 'tap', 'statement'])('%s says that a run was quick', async (name) => {
  const { render } = await formatNamed(name).load();
  const options = { color: false, width: 100 };
  const words = /2 of 42 cases, one a requirement \(`?--quick`?\)/;

  expect(render(sampleRuns.quick, options)).toMatch(words);
  expect(render(sampleRuns.mixed, options)).not.toContain('--quick');
});

test('junit says that a target was judged quickly', async () => {
  const { render } = await formatNamed('junit').load();

  expect(render(sampleRuns.quick, { color: false, width: 100 })).toContain('<property name="quick" value="2 of 42"/>');
});

test.each(formats.flatMap((format) => Object.entries(sampleRuns).map(([name, run]) => ({ format, name, run }))))(
  '$format.name of the $name run is the same each time, ends in a line end, and leaves the run alone',
  async ({ format, run }) => {
    const { render, refuses } = await format.load();
    const before = structuredClone(run);
    const options = { color: true, width: 80 };
    if (refuses?.(run) !== undefined) {
      expect(() => render(run, options)).toThrow(/cannot be graded/);
      return;
    }
    const text = render(run, options);

    expect(render(run, options)).toBe(text);
    expect(text).toMatch(/\S\n$/);
    expect(run).toEqual(before);
  },
);
