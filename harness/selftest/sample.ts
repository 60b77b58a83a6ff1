import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { suiteAt } from '../../suites/index.ts';
import { repository } from './places.ts';
import type { Subject } from './subject.ts';

/** Of faults, programs and tools with mistakes, and what is no implementation, each turn judges one in so many, and those that follow it the others. */
export const PARTS = 6;

/** Of the requirements that a faulty subject keeps, each of its turns judges one in so many. */
export const SHARES = 4;

/** Of the requirements of a program that makes no mistake, each turn judges one in so many, and those that follow it the others. */
export const CAREFUL_SHARES = 4;

/** All turns together judge every subject by every requirement. */
export const TURNS = PARTS * SHARES;

/** Which cases of a suite stand for all of them. */
export interface Sample {
  /** Decides which ones: other names, other cases. */
  readonly name: string;
  /** The path of the suite. */
  readonly suite: string;
  /** Requirements, without the suite's path, that are judged by every case in each turn. */
  readonly known: readonly string[];
  /** Cases of each other requirement. */
  readonly cases: number;
  /** How many turns share the other requirements: 1 where each turn judges all of them, by other cases than the one before. */
  readonly turns: number;
}

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

/** Whether a turn judges what has a name: each name is of one of them, or of one in so many that follow each other. */
export function isOfTurn(name: string, turn: number, turns: number): boolean {
  return placeOf(name, '') % turns === turn % turns;
}

/** The ids of the cases of a suite that are not in a sample of it in a turn. */
export async function beyondSample(sample: Sample, turn: number): Promise<readonly string[]> {
  const { name, suite, known, cases } = sample;
  const rows = new Map<string, string[]>();
  for (const id of (await suiteAt(suite).load()).caseIds()) rows.set(rowOf(id), [...(rows.get(rowOf(id)) ?? []), id]);
  // Rows that follow each other are of different turns, of which there are no more than rows: each turn has its share of the
  // smallest suite, too.
  const begins = placeOf(name, suite);
  const turns = Math.min(sample.turns, rows.size);
  return [...rows].flatMap(([row, all], index): readonly string[] => {
    if (known.includes(row)) return [];
    if ((begins + index) % turns !== turn % turns) return all;
    return beyond(cases, placeOf(name, row) + Math.floor(turn / turns) * cases, all);
  });
}

/** Whether a turn judges a subject: one in `PARTS` of those that are many, and all others. */
export function isJudged({ name, kind, breaks }: Pick<Subject, 'name' | 'kind' | 'breaks'>, turn: number): boolean {
  const isOfMany = kind === 'null' || (kind !== 'launched' && breaks.length > 0);
  return !isOfMany || isOfTurn(name, turn, PARTS);
}

/**
 * The ids of the cases that a subject is not judged by in a turn of its own. Of a requirement that it breaks, or of which
 * something is known beside that, it gets every case. Of any other it gets a few. A program that is careful is judged by every
 * fourth requirement in each turn; one that is faulty by a share of those that it keeps, and a built-in endpoint by a share, which
 * each run without a profile judges whole; what is no implementation at all by a share of all.
 */
export function leftOut(subject: Subject, turn: number): Promise<readonly string[]> {
  const { name, kind, target, breaks, expects } = subject;
  const isCareful = kind !== 'null' && kind !== 'launched' && breaks.length === 0;
  const sample = { name, suite: target.suite, known: knownOf(subject), cases: 1 };
  // What a note of any passed case says may be noted by each of them.
  if (expects?.noteSays !== undefined) return beyondSample({ ...sample, turns: 1 }, turn);
  return isCareful
    ? beyondSample({ ...sample, turns: CAREFUL_SHARES }, turn)
    : beyondSample({ ...sample, turns: SHARES }, shareOf(turn));
}

/** Whether the share of a turn is the one that what has a name is of. */
export function isOfShare(name: string, turn: number): boolean {
  return isOfTurn(name, shareOf(turn), SHARES);
}

/** Which of the shares a turn judges: turns that together judge all of what is many judge the same share of it. */
export function shareOf(turn: number): number {
  return Math.floor(turn / PARTS);
}

function knownOf({ breaks, expects }: Subject): readonly string[] {
  const { unjudged = [], passes = [], reasons = {} } = expects ?? {};
  return [...breaks, ...unjudged, ...passes, ...Object.keys(reasons)];
}

/**
 * All but a few neighbours, which begin at a place. The case without a label stays, too: its id is that of the requirement, and who
 * leaves that out leaves out all of its cases.
 */
function beyond(few: number, place: number, cases: readonly string[]): readonly string[] {
  const first = place % cases.length;
  return cases.filter((id, index) => (index - first + cases.length) % cases.length >= few && id.includes('['));
}

/** A number that follows from two names. */
function placeOf(name: string, row: string): number {
  return createHash('sha256').update(`${name} ${row}`).digest().readUInt32BE();
}

/** A requirement without its suite's path: `upload/server/name-as-sent[a b]` is a case of `name-as-sent`. */
function rowOf(id: string): string {
  return id.split('[', 1)[0]?.split('/').at(-1) ?? '';
}
