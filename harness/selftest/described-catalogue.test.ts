import { beforeAll, describe, expect, test } from 'vitest';
import { type ByLaws, judgedByLaws } from './by-laws.ts';
import { faultyInCatalogue, ofTurnInCatalogue, unseen } from './described-catalogue.ts';
import { TURNS, turnOfRun } from './sample.ts';
import { right } from './verdicts.ts';

/** Do the laws judge rightly in every protocol of the catalogue? Each turn judges some of them, all turns together all. */

const subjects = ofTurnInCatalogue(turnOfRun());
let judged: ByLaws;

beforeAll(async () => {
  judged = await judgedByLaws(subjects, { name: 'described-catalogue' });
}, 600_000);

describe('each fault fails the laws that it breaks, and no other', () => {
  test.for(subjects)('$name', (subject) => {
    expect(judged.verdictsOn(subject)).toEqual(right);
  });
});

test('all turns together judge every fault once, and each of them some', () => {
  const each = Array.from({ length: TURNS }, (_, turn) => ofTurnInCatalogue(turn));

  expect(each.filter((some) => some.length === 0)).toEqual([]);
  expect(each.flat()).toHaveLength(faultyInCatalogue.length);
});

test('what a fault does not break somewhere is of a fault and a law that there are', () => {
  const known = new Set(faultyInCatalogue.map(({ target }) => `${target.suite} ${target.fault}`));
  const named = unseen.flatMap(({ faults, of }) => faults.flatMap((fault) => of.map((suite) => `${suite} ${fault}`)));

  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
