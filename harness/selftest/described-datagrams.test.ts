import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { datagramLaws } from '../../suites/laws/requirements.ts';
import type { Run } from '../contracts/run.ts';
import { fixture } from './described.ts';
import {
  carefulOverDatagrams,
  carelessOverDatagrams,
  datagramMistakes,
  datagramProtocol,
  faultyOverDatagrams,
} from './described-datagrams.ts';
import { judge } from './judging.ts';
import type { Subject } from './subject.ts';
import { right, rowsOf, verdictsOn } from './verdicts.ts';

/** Do the laws judge rightly over datagrams: careful programs pass them, and each mistake fails those that it breaks. */

const subjects = [...carefulOverDatagrams, ...carelessOverDatagrams, ...faultyOverDatagrams];
let run: Run;

beforeAll(async () => {
  run = await judge(subjects, { name: 'described-datagrams', protocols: [datagramProtocol] });
}, 600_000);

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
  const program = readFileSync(fixture('ask_server_mistakes.py'), 'utf8');
  const named = [...program.matchAll(/^@mistake\('([\w-]+)'\)$/gm)].map(([, name]) => name);

  expect(Object.keys(datagramMistakes).toSorted()).toEqual(named.toSorted());
});

test('careful servers pass every law that can be judged', () => {
  for (const { name } of carefulOverDatagrams) {
    const cases = run.cases.filter(({ target }) => target === name);

    expect(rowsOf(cases, 'inconclusive', 'error')).toEqual([]);
    expect(rowsOf(cases, 'pass')).toHaveLength(datagramLaws.filter(({ id }) => id.startsWith('server/')).length);
  }
});

test('every law over datagrams is broken by something', () => {
  const broken = new Set(
    subjects
      .map(brokenHere)
      .flatMap(({ target, breaks }) => breaks.map((row) => `${target.suite.split('/')[1]}/${row}`)),
  );

  expect(datagramLaws.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
});
