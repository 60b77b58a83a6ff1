import { expect, test } from 'vitest';
import { sampleCase } from '../../../reports/samples.ts';
import { checkPoints, withPoints } from './points.ts';

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
    /^points: expected a glob over requirement ids .*, found "upload\/srever\/\*\*"$/,
  );
});
