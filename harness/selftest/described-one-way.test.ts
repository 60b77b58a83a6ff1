import { beforeAll, describe, expect, test } from 'vitest';
import { type ByLaws, judgeByLaws } from './by-laws.ts';
import { carefulOneWay, carelessOneWay, faultyOneWay, oneWayProtocols } from './described-one-way.ts';
import { isJudged, turnOfRun } from './sample.ts';
import { right, rowsOf } from './verdicts.ts';

/** Do the laws judge rightly where the server says nothing: careful programs pass them, and each mistake fails those that it breaks. */

const every = [...carefulOneWay, ...carelessOneWay, ...faultyOneWay];
const turn = turnOfRun();
const subjects = every.filter((subject) => isJudged(subject, turn));
let judged: ByLaws;

beforeAll(async () => {
  judged = await judgeByLaws(subjects, { name: 'described-one-way', protocols: oneWayProtocols });
}, 600_000);

describe('each fails the laws that it breaks, and no other', () => {
  test.for(subjects)('$name', (subject) => {
    expect(judged.verdictsOn(subject)).toEqual(right);
  });
});

test('careful servers pass every law that can be judged, and each of those is broken by something', () => {
  const broken = new Set(every.flatMap(judged.broken));
  for (const subject of carefulOneWay) {
    const cases = judged.casesOf(subject);
    const passed = rowsOf(cases, 'pass');

    expect(rowsOf(cases, 'inconclusive', 'error')).toEqual([]);
    expect(passed.filter((row) => !broken.has(`server/${row}`))).toEqual([]);
    expect(passed.length).toBeGreaterThan(8);
  }
});
