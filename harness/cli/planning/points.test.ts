import { expect, test } from 'vitest';
import { sampleCase } from '../../../reports/samples.ts';
import { plansOf } from './plans.test.helper.ts';
import { checkPoints, idlePoints, unevenPoints, withPoints } from './points.ts';

const cases = ['upload/server/a-row', 'upload/server/size-is-four-octets', 'fortune/server/rests'].map((requirement) =>
  sampleCase({ requirement }),
);

test('of several globs that mean a requirement the last counts, and where none does its level tells', () => {
  const points = { '**': 2, 'upload/server/size-*': 3, 'upload/**': 0 };
  const pointsOf = (given: Readonly<Record<string, number>>) => withPoints(cases, given).map((one) => one.points);

  expect(pointsOf(points)).toEqual([0, 0, 2]);
  expect(pointsOf({ 'upload/**': 0, 'upload/server/size-*': 3 })).toEqual([0, 3, undefined]);
  expect(withPoints(cases, {})).toEqual(cases);
});

test('points of no requirement are refused', () => {
  expect(() => checkPoints({ 'upload/server/size-*': 1, 'upload/srever/**': 2 })).toThrow(
    /^points: expected a glob over requirement ids .*, found "upload\/srever\/\*\*", which no id matches; did you mean upload\/server\/\*\*\?$/,
  );
});

test('globs that mean no requirement of the run are told: of other suites, not selected, or skipped', async () => {
  const points = {
    'lines/server/rests': 1,
    'lines/server/long-line': 2,
    'upload/**': 3,
    'lines/**': 1,
    'frames/**': 1,
  };
  const idle = async (...words: readonly string[]) =>
    idlePoints(points, await plansOf('lines/server', ...words), words.includes('--verbose') ? ['frames'] : []);

  expect(await idle()).toEqual(['upload/**', 'frames/**']);
  expect(await idle('--verbose')).toEqual(['upload/**']);
  expect(await idle('--only', '**/rests')).toEqual(['lines/server/long-line', 'upload/**', 'frames/**']);
  expect(await idle('--skip', '**/rests')).toEqual(['lines/server/rests', 'upload/**', 'frames/**']);
  expect(await idle('--skip', 'lines/server/long-line[1024]')).toEqual(['upload/**', 'frames/**']);
});

test('of targets with other points the first is told, by what their levels say too', () => {
  const on = (target: string, points?: number) =>
    cases.map((one) => ({ ...one, target, ...(points === undefined ? {} : { points }) }));

  expect(unevenPoints([...on('ada', 1), ...on('ben')])).toBe(undefined);
  expect(unevenPoints([...on('ada', 2), ...on('ben')])).toBe(
    'points differ: upload/server/a-row is worth 2 on ada and 1 on ben, and 2 more do so',
  );
});
