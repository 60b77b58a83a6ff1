import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { suiteAt } from '../../suites/index.ts';
import { repository } from './places.ts';
import type { Subject } from './subject.ts';

/** How many cases a careful subject gets in a turn of each requirement of which nothing but passes is known: other ones each turn. */
const CAREFUL_SAMPLE = 2;

/** The same of any other subject, whose other turns do not judge that requirement. */
const OTHER_SAMPLE = 1;

/**
 * Of the requirements that a faulty subject keeps, and of all of what is no implementation, each turn judges one in so many.
 * All turns together judge every one.
 */
export const TURNS = 3;

/**
 * The turn of this run: that of `SELFTEST_TURN`, else one that the commit decides, so that commits that follow each other
 * judge all, and a run of one commit judges the same again. Without a commit the first. Throws for a turn that there is not.
 */
export function turnOfRun({ SELFTEST_TURN }: NodeJS.ProcessEnv = process.env): number {
  if (SELFTEST_TURN !== undefined) {
    const told = Number(SELFTEST_TURN);
    // Any other value would be no turn, and leave out what all of them judge.
    if (Number.isInteger(told) && told >= 0 && told < TURNS) return told;
    throw new Error(`SELFTEST_TURN: expected 0 to ${TURNS - 1}, found ${JSON.stringify(SELFTEST_TURN)}`);
  }
  const { stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: repository, encoding: 'utf8' });
  const commit = /^[0-9a-f]{8}/.exec(stdout ?? '')?.[0];
  return commit === undefined ? 0 : Number.parseInt(commit, 16) % TURNS;
}

/**
 * The ids of the cases that a subject is not judged by in a turn. Of a requirement that it breaks, or of which something is
 * known beside that, it gets every case. Of any other it gets a few: its name decides which ones, so that each case meets
 * some subjects, and a turn judges the same ones again. A subject that is careful is judged by every requirement in each
 * turn; one that is faulty by a share of those that it keeps; one that is no implementation at all by a share of all.
 */
export async function leftOut(subject: Subject, turn: number): Promise<readonly string[]> {
  const suite = await suiteAt(subject.target.suite).load();
  const rows = new Map<string, string[]>();
  for (const id of suite.caseIds()) rows.set(rowOf(id), [...(rows.get(rowOf(id)) ?? []), id]);
  // Rows that follow each other are of different turns, so that each turn has its share of the smallest suite, too.
  const begins = placeOf(subject.name, subject.target.suite);
  return [...rows].flatMap(([row, cases], index) => {
    if (isKnown(subject, row)) return [];
    const first = placeOf(subject.name, row);
    if (isCareful(subject)) return beyond(CAREFUL_SAMPLE, first + turn * CAREFUL_SAMPLE, cases);
    const isOfTurn = saysOfAny(subject) || (begins + index) % TURNS === turn;
    return isOfTurn ? beyond(OTHER_SAMPLE, first, cases) : cases;
  });
}

function isCareful({ kind, breaks }: Subject): boolean {
  return kind !== 'null' && breaks.length === 0;
}

/** Whether something is known that any of its cases may show: what a note of a passed case says may be noted by each of them. */
function saysOfAny({ expects }: Subject): boolean {
  return expects?.noteSays !== undefined;
}

function isKnown({ breaks, expects }: Subject, row: string): boolean {
  const rows = [
    ...breaks,
    ...(expects?.unjudged ?? []),
    ...(expects?.passes ?? []),
    ...Object.keys(expects?.reasons ?? {}),
  ];
  return rows.includes(row);
}

/** All but a few neighbours, which begin at a place. */
function beyond(sample: number, place: number, cases: readonly string[]): readonly string[] {
  const first = place % cases.length;
  return cases.filter((_, index) => (index - first + cases.length) % cases.length >= sample);
}

/** A number that follows from two names. */
function placeOf(name: string, row: string): number {
  return createHash('sha256').update(`${name} ${row}`).digest().readUInt32BE();
}

/** A requirement without its suite's path: `upload/server/name-as-sent[a b]` is a case of `name-as-sent`. */
function rowOf(id: string): string {
  return id.split('[', 1)[0]?.split('/').at(-1) ?? '';
}
