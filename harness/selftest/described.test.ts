import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { laws, streamLaws } from '../../suites/laws/requirements.ts';
import { isLawName } from '../contracts/law-names.ts';
import type { Run } from '../contracts/run.ts';
import { careful, careless, faulty, fixture, mistakes, protocols, unbroken } from './described.ts';
import { judge } from './judging.ts';
import type { Subject } from './subject.ts';
import { right, rowsOf, verdictsOn } from './verdicts.ts';

/** Do the laws judge rightly: careful programs pass them, and each mistake fails those that it breaks. */

const subjects = [...careful, ...careless, ...faulty];
let run: Run;

beforeAll(async () => {
  run = await judge(subjects, { name: 'described', protocols });
}, 900_000);

/** A law that does not apply to the protocol is not broken there. */
function brokenHere(subject: Subject): Subject {
  const cases = run.cases.filter(({ target }) => target === subject.name);
  const open = rowsOf(cases, 'not-applicable');
  const judged = rowsOf(cases, 'pass', 'fail', 'warning', 'inconclusive', 'error');
  return { ...subject, breaks: subject.breaks.filter((row) => !open.includes(row) || judged.includes(row)) };
}

describe('each fails the laws that it breaks, and no other', () => {
  test.for(subjects)('$name', (subject) => {
    expect(verdictsOn(brokenHere(subject), run)).toEqual(right);
  });
});

test('every mistake of the program is in the table', () => {
  const program = readFileSync(fixture('kv_server_mistakes.py'), 'utf8');
  const named = [...program.matchAll(/^@mistake\('([\w-]+)'\)$/gm)].map(([, name]) => name);

  expect(Object.keys(mistakes)).toEqual(expect.arrayContaining(named));
  expect(named).toHaveLength(Object.keys(mistakes).length);
});

test('careful servers pass every law that can be judged', () => {
  for (const { name } of careful)
    expect(
      rowsOf(
        run.cases.filter(({ target }) => target === name),
        'inconclusive',
      ),
    ).toEqual([]);
});

test('every law has a name that is for ever, and is broken by something', () => {
  const broken = new Set(
    subjects
      .map(brokenHere)
      .flatMap(({ target, breaks }) => breaks.map((row) => `${target.suite.split('/')[1]}/${row}`)),
  );

  expect(laws.filter(({ id }) => !isLawName(id.split('/')[1] ?? ''))).toEqual([]);
  expect(streamLaws.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual(Object.keys(unbroken));
});
