import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { datagramLaws } from '../../suites/laws/requirements.ts';
import { type ByLaws, judgeByLaws } from './by-laws.ts';
import { fixture } from './described.ts';
import {
  carefulOverDatagrams,
  carelessOverDatagrams,
  datagramMistakes,
  datagramProtocol,
  faultyOverDatagrams,
} from './described-datagrams.ts';
import { isJudged, turnOfRun } from './sample.ts';
import { right, rowsOf } from './verdicts.ts';

/** Do the laws judge rightly over datagrams: careful programs pass them, and each mistake fails those that it breaks. */

const every = [...carefulOverDatagrams, ...carelessOverDatagrams, ...faultyOverDatagrams];
const turn = turnOfRun();
const subjects = every.filter((subject) => isJudged(subject, turn));
let judged: ByLaws;

beforeAll(async () => {
  judged = await judgeByLaws(subjects, { name: 'described-datagrams', protocols: [datagramProtocol] });
}, 600_000);

describe('each fails the laws that it breaks, and no other', () => {
  test.for(subjects)('$name', (subject) => {
    expect(judged.verdictsOn(subject)).toEqual(right);
  });
});

test('every mistake of the program is in the table', () => {
  const program = readFileSync(fixture('ask_server_mistakes.py'), 'utf8');
  const named = [...program.matchAll(/^@mistake\('([\w-]+)'\)$/gm)].map(([, name]) => name);

  expect(Object.keys(datagramMistakes).toSorted()).toEqual(named.toSorted());
});

test('careful servers pass every law that can be judged', () => {
  for (const subject of carefulOverDatagrams) {
    const cases = judged.casesOf(subject);

    expect(rowsOf(cases, 'inconclusive', 'error')).toEqual([]);
    expect(rowsOf(cases, 'pass')).toHaveLength(datagramLaws.filter(({ id }) => id.startsWith('server/')).length);
  }
});

test('every law over datagrams is broken by something', () => {
  const broken = new Set(every.flatMap(judged.broken));

  expect(datagramLaws.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
});
