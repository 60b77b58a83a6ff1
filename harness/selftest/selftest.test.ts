import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { suites } from '../../suites/index.ts';
import type { Run } from '../contracts/run.ts';
import { judgedOnceMore } from './again.ts';
import { enclosure } from './enclosure.ts';
import { noteFound } from './golden-files.ts';
import { judgeAll, judgeApart, lots } from './judging.ts';
import { killMatrix, writeMatrix } from './matrix.ts';
import { isJudged, turnOfRun } from './sample.ts';
import type { Subject } from './subject.ts';
import { subjects as every } from './subjects.ts';
import { mayBeMissing, missing } from './tool.ts';
import { right, type Verdicts, verdictsOn } from './verdicts.ts';

/** Does sockspec judge rightly? Every fault and every program whose mistake is known, in a few runs of the command. */

/** Suites whose clients look up names that do not resolve: such a query must not leave the machine. */
const LOOKS_UP_NAMES = 'connect/client';

/** `EVERY_CASE=1 npm run test:one harness/selftest/selftest.test.ts` judges all subjects by all cases, which takes several times as long. */
const sampled = process.env.EVERY_CASE === undefined;

const turn = turnOfRun();
const subjects = every.filter((subject) => !sampled || isJudged(subject, turn));

const enclosed = enclosure();
const lacks = new Map([...new Set(subjects.flatMap(({ needs }) => needs))].map((tool) => [tool, missing(tool)]));
let runs: readonly Run[] = [];
let again: ReadonlyMap<string, readonly Run[]> = new Map();

beforeAll(async () => {
  const judged = subjects.filter((subject) => lackOf(subject) === undefined);
  runs = await judgeAll(judged, sampled);
  const tables = Object.fromEntries(suites.map(({ path, table }) => [path, Object.keys(table.rows)]));
  writeMatrix(killMatrix(judged, runs, tables));
  again = await judgedAgain(judged);
  noteFound(judged, ({ name }) => runsOf(name).flatMap(({ cases }) => cases.filter(({ target }) => target === name)));
}, 3_600_000);

/** Judges once more what was not judged rightly: some faults reset a connection a moment after they have sent. */
async function judgedAgain(judged: readonly Subject[]): Promise<ReadonlyMap<string, readonly Run[]>> {
  const verdictsOf = (subject: Subject): Verdicts => verdictsOn(subject, ...runs);
  const unlike = judged.filter((subject) => !isDeepStrictEqual(verdictsOf(subject), right));
  const wrong = judgedOnceMore(unlike, verdictsOf);
  if (wrong.length === 0) return new Map();
  const apart = await judgeApart(wrong, sampled);
  return new Map(wrong.map(({ name }) => [name, apart.filter((run) => run.targets.some((one) => one.name === name))]));
}

describe('each is caught by the requirements that it breaks, in the words that are recorded, and reddens no other', () => {
  test.for(subjects)('$name', (subject, context) => {
    skipWithout(subject, context);

    expect(verdictsOn(subject, ...runsOf(subject.name))).toEqual(right);
  });
});

test('the runs are whole, and find the subjects nonconformant; what is no implementation may be left open', () => {
  expect(runs).toHaveLength(lots.length);
  for (const { complete, exitStatus, targets, summary } of runs) {
    const isOfStrangers = targets.every(({ name }) => subjects.some((one) => one.name === name && one.kind === 'null'));
    expect([complete, exitStatus]).toEqual([true, isOfStrangers && summary.fail === 0 ? 3 : 1]);
  }
});

/** The runs that count for a subject. */
function runsOf(name: string): readonly Run[] {
  return again.get(name) ?? runs;
}

/** What is missing here to judge a subject, in words. */
function lackOf({ needs, target }: Subject): string | undefined {
  const tool = needs.map((one) => lacks.get(one)).find((lack) => lack !== undefined);
  return tool ?? (target.suite === LOOKS_UP_NAMES && typeof enclosed === 'string' ? enclosed : undefined);
}

/** Skips where something is missing, saying what; in CI that fails. */
function skipWithout(subject: Subject, context: TestContext): void {
  const lack = lackOf(subject);
  if (lack === undefined) return;
  if (process.env.CI !== undefined && !subject.needs.some(mayBeMissing)) throw new Error(`CI ${lack}`);
  context.skip(lack);
}
