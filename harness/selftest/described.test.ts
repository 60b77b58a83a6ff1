import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { laws, streamLaws } from '../../suites/laws/requirements.ts';
import { isLawName } from '../contracts/law-names.ts';
import type { Run } from '../contracts/run.ts';
import { careful, careless, faulty, fixture, mistakes, protocols } from './described.ts';
import { nulls } from './described-nulls.ts';
import { judge } from './judging.ts';
import type { Subject } from './subject.ts';
import { right, rowsOf, verdictsOn } from './verdicts.ts';

/** Do the laws judge rightly: careful programs pass them, each mistake fails those that it breaks, and what does not speak the protocol passes none. */

const subjects = [...careful, ...careless, ...faulty, ...nulls];
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

test('every mistake of the programs is in the table', () => {
  const named = ['kv_server_mistakes.py', 'kv_client_mistakes.py'].flatMap((file) =>
    [...readFileSync(fixture(file), 'utf8').matchAll(/^@mistake\('([\w-]+)'\)$/gm)].map(([, name]) => name),
  );

  expect(named.toSorted()).toEqual(Object.keys(mistakes).toSorted());
});

test('careful programs pass every law that can be judged', () => {
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
  expect(streamLaws.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
});
