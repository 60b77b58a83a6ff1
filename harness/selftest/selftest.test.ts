import { readdirSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { suites } from '../../suites/index.ts';
import type { Run } from '../contracts/run.ts';
import { readRecorded } from './allowances.ts';
import { readCaptions } from './captions.ts';
import { enclosure } from './enclosure.ts';
import { judgeAll, judgeApart, lots } from './judging.ts';
import { killMatrix, writeMatrix } from './matrix.ts';
import { programsFolder } from './places.ts';
import type { Subject } from './subject.ts';
import { subjects } from './subjects.ts';
import { mayBeMissing, missing } from './tool.ts';
import { right, verdictsOn } from './verdicts.ts';

/** Does sockspec judge rightly? Every fault and every program whose mistake is known, in a few runs of the command. */

/** Suites whose clients look up names that do not resolve: such a query must not leave the machine. */
const LOOKS_UP_NAMES = 'connect/client';

const enclosed = enclosure();
const lacks = new Map([...new Set(subjects.flatMap(({ needs }) => needs))].map((tool) => [tool, missing(tool)]));
let runs: readonly Run[] = [];
let again: ReadonlyMap<string, readonly Run[]> = new Map();

/** More subjects than this that are not judged rightly are no work of a machine that had too much to do. */
const AGAIN = 12;

const place = typeof enclosed === 'string' ? {} : { enclosure: enclosed };

beforeAll(async () => {
  const judged = subjects.filter((subject) => lackOf(subject) === undefined);
  runs = await judgeAll(judged, place);
  const tables = Object.fromEntries(suites.map(({ path, table }) => [path, Object.keys(table.rows)]));
  writeMatrix(killMatrix(judged, runs, tables));
  again = await judgedAgain(judged);
}, 3_600_000);

/**
 * Judges once more, each by itself, what was not judged rightly: the runs before keep every processor busy, and some faults
 * reset a connection a moment after they have sent. What is judged again is told.
 */
async function judgedAgain(judged: readonly Subject[]): Promise<ReadonlyMap<string, readonly Run[]>> {
  const wrong = judged.filter((subject) => !isDeepStrictEqual(verdictsOn(subject, ...runs), right));
  if (wrong.length === 0 || wrong.length > AGAIN) return new Map();
  for (const subject of wrong) {
    process.stdout.write(`judged again: ${subject.name}: ${JSON.stringify(verdictsOn(subject, ...runs))}\n`);
  }
  const apart = await judgeApart(wrong, place);
  return new Map(wrong.map(({ name }) => [name, apart.filter((run) => run.targets.some((one) => one.name === name))]));
}

describe('each is caught by the requirements that it breaks, and reddens no other', () => {
  test.for(subjects)('$name', (subject, context) => {
    skipWithout(subject, context);

    expect(verdictsOn(subject, ...(again.get(subject.name) ?? runs))).toEqual(right);
  });
});

test('the runs are whole, and find the subjects nonconformant', () => {
  expect(runs).toHaveLength(lots.length);
  for (const { complete, exitStatus } of runs) expect([complete, exitStatus]).toEqual([true, 1]);
});

test('no MUST is without a fault', () => {
  const faults = subjects.filter(({ kind }) => kind === 'fault');
  for (const { path, table } of suites) {
    const broken = new Set(faults.filter(({ target }) => target.suite === path).flatMap(({ breaks }) => breaks));
    const musts = Object.entries(table.rows).filter(([, { level }]) => level === 'MUST');
    expect(
      musts.map(([row]) => row).filter((row) => !broken.has(row)),
      path,
    ).toEqual([]);
  }
});

test('whatever a fault may redden has a reason, and was seen in a recorded run (npm run selftest:record)', () => {
  const recorded = readRecorded();
  const allowed = subjects.flatMap(({ name, mayRedden }) =>
    Object.entries(mayRedden).map((row) => [name, ...row] as const),
  );

  expect(
    allowed.filter(([name, row]) => !(recorded[name] ?? []).includes(row)).map(([name, row]) => [name, row]),
  ).toEqual([]);
  expect(allowed.filter(([, , reason]) => reason.trim() === '')).toEqual([]);
});

test('every program under test is judged, here or where its caption says', () => {
  const files = readdirSync(programsFolder).filter((name) => name.endsWith('.py'));
  const captions = readCaptions();

  expect(Object.keys(captions).sort()).toEqual(files.sort());
  expect(
    Object.entries(captions)
      .filter(([, { judged, elsewhere }]) => judged.length === 0 && elsewhere === undefined)
      .map(([file]) => file),
  ).toEqual([]);
});

test('every subject has a name of its own', () => {
  const names = subjects.map(({ name }) => name);

  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

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
