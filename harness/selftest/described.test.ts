import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { laws, streamLaws } from '../../suites/laws/requirements.ts';
import { isLawName } from '../contracts/law-names.ts';
import { type ByLaws, judgeByLaws } from './by-laws.ts';
import { careful, careless, faulty, fixture, mistakes, odd, protocols } from './described.ts';
import { nulls } from './described-nulls.ts';
import { isJudged, turnOfRun } from './sample.ts';
import { right } from './verdicts.ts';

/** Do the laws judge rightly: careful programs pass them, each mistake fails those that it breaks, and what does not speak the protocol passes none. */

const every = [...careful, ...odd, ...careless, ...faulty, ...nulls];
const turn = turnOfRun();
const subjects = every.filter((subject) => isJudged(subject, turn));
let judged: ByLaws;

beforeAll(async () => {
  judged = await judgeByLaws(subjects, { name: 'described', protocols });
}, 900_000);

describe('each fails the laws that it breaks, and no other', () => {
  test.for(subjects)('$name', (subject) => {
    expect(judged.verdictsOn(subject)).toEqual(right);
  });
});

test('every mistake of the programs is in the table', () => {
  const files = ['kv', 'lookup'].flatMap((protocol) => [`${protocol}_server`, `${protocol}_client`]);
  const named = files.flatMap((file) =>
    [...readFileSync(fixture(`${file}_mistakes.py`), 'utf8').matchAll(/^@mistake\('([\w-]+)'\)$/gm)].map(
      ([, name]) => name,
    ),
  );

  expect(named.toSorted()).toEqual(Object.keys(mistakes).toSorted());
});

test('careful programs pass every law that can be judged', () => {
  const open = careful.flatMap((subject) =>
    judged
      .casesOf(subject)
      .flatMap(({ verdict, id, reason }) => (verdict === 'inconclusive' ? `${id}: ${reason}` : [])),
  );
  expect(open).toEqual([]);
});

test('every law has a name that is for ever, and is broken by something', () => {
  const broken = new Set(every.flatMap(judged.broken));

  expect(laws.filter(({ id }) => !isLawName(id.split('/')[1] ?? ''))).toEqual([]);
  expect(streamLaws.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
});
