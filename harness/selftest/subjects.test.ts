import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { suites } from '../../suites/index.ts';
import { readRecorded } from './allowances.ts';
import { readCaptions } from './captions.ts';
import { programsFolder } from './places.ts';
import { carefulSubjects } from './soaking.ts';
import { subjects } from './subjects.ts';

test('no MUST is without a fault', () => {
  const faults = subjects.filter(({ kind }) => kind === 'fault');
  for (const { path, table } of suites) {
    const broken = new Set(faults.filter(({ target }) => target.suite === path).flatMap(({ breaks }) => breaks));
    const musts = Object.entries(table.rows).filter(([, { level }]) => level === 'MUST');
    expect(
      musts.map(([row]) => row).filter((row) => !broken.has(row)),
      path,
    ).toEqual([]);
  }
});

test('whatever a fault may redden has a reason, and was seen in a recorded run (npm run selftest:record)', () => {
  const recorded = readRecorded();
  const allowed = subjects.flatMap(({ name, mayRedden }) =>
    Object.entries(mayRedden).map((row) => [name, ...row] as const),
  );

  expect(
    allowed.filter(([name, row]) => !(recorded[name] ?? []).includes(row)).map(([name, row]) => [name, row]),
  ).toEqual([]);
  expect(allowed.filter(([, , reason]) => reason.trim() === '')).toEqual([]);
});

test('every program under test is judged, here or where its caption says', () => {
  const files = readdirSync(programsFolder).filter((name) => name.endsWith('.py'));
  const captions = readCaptions();

  expect(Object.keys(captions).sort()).toEqual(files.sort());
  expect(
    Object.entries(captions)
      .filter(([, { judged, elsewhere }]) => judged.length === 0 && elsewhere === undefined)
      .map(([file]) => file),
  ).toEqual([]);
});

test('every subject has a name of its own', () => {
  const names = subjects.map(({ name }) => name);

  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('what is judged beside busy loops as careful breaks nothing, and is an implementation', () => {
  const careful = carefulSubjects();

  expect(careful.filter(({ kind }) => kind === 'program').length).toBeGreaterThan(20);
  expect(careful.filter(({ kind, breaks }) => ['null', 'fault'].includes(kind) || breaks.length > 0)).toEqual([]);
});
