import { expect, test } from 'vitest';
import { suiteAt } from '../../suites/index.ts';
import { enclosure } from './enclosure.ts';
import { beyondSample, CAREFUL_SHARES, turnOfRun } from './sample.ts';
import { carefulSubjects, soakCareful } from './soaking.ts';
import type { Subject } from './subject.ts';

/** The short form of `npm run test:soak`: what a busy machine must not make of a verdict. */

test('careful implementations stay without a failure beside busy loops', { timeout: 600_000 }, async (context) => {
  const enclosed = enclosure();
  if (typeof enclosed === 'string' && process.env.CI === undefined) context.skip(enclosed);
  const programs = carefulSubjects().filter(({ name }) =>
    /(lines|record|fortune)\/(server|client): \w+_careful\.py$/.test(name),
  );

  const subjects = await Promise.all(programs.map(byItsShare));
  const meant = await Promise.all(subjects.map(casesOf));

  const { red, cases } = await soakCareful(subjects, 1);

  expect(red).toEqual([]);
  expect(Math.min(...meant)).toBeGreaterThan(0);
  expect(cases).toBe(2 * meant.reduce((all, one) => all + one, 0));
});

/** How many cases judge a subject in one run. */
async function casesOf({ target: { suite, skip = [] } }: Subject): Promise<number> {
  return (await suiteAt(suite).load()).caseIds().filter((id) => !skip.includes(id)).length;
}

/** A subject that is judged by every case of every fourth requirement: the next three turns have the others. */
async function byItsShare(subject: Subject): Promise<Subject> {
  const { name, target } = subject;
  const share = { name, suite: target.suite, known: [], cases: Number.POSITIVE_INFINITY, turns: CAREFUL_SHARES };
  return {
    ...subject,
    target: { ...target, skip: [...(target.skip ?? []), ...(await beyondSample(share, turnOfRun()))] },
  };
}
