import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { suiteAt } from '../../suites/index.ts';
import { repository } from './places.ts';
import type { Subject } from './subject.ts';

/** How many cases a subject gets of each requirement of which nothing but passes is known, where it is careful. */
const CAREFUL_SAMPLE = 3;

/** The same where something is known to be wrong with it. */
const FAULTY_SAMPLE = 1;

/** Of the requirements that a faulty subject keeps, each turn judges one in so many. All turns together judge every one. */
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
 * known beside that, it gets every case. Of any other it gets a few: which ones its name decides, so that each case meets
 * some subjects, and the same ones in each run. A subject that is careful, or that is no implementation at all, is judged
 * by every requirement in each turn; one that is faulty, by a share of those that it keeps.
 */
export async function leftOut(subject: Subject, turn: number): Promise<readonly string[]> {
  const suite = await suiteAt(subject.target.suite).load();
  const sample = isCareful(subject) ? CAREFUL_SAMPLE : FAULTY_SAMPLE;
  const rows = new Map<string, string[]>();
  for (const id of suite.caseIds()) rows.set(rowOf(id), [...(rows.get(rowOf(id)) ?? []), id]);
  return [...rows].flatMap(([row, cases]) => {
    if (isKnown(subject, row)) return [];
    return isOfTurn(subject, row, turn) ? beyond(sample, subject.name, row, cases) : cases;
  });
}

function isCareful({ kind, breaks }: Subject): boolean {
  return kind !== 'null' && breaks.length === 0;
}

/** Whether a row is judged in a turn. What a note of any passed case says may be noted by each of them. */
function isOfTurn(subject: Subject, row: string, turn: number): boolean {
  if (subject.kind === 'null' || isCareful(subject) || subject.expects?.noteSays !== undefined) return true;
  return placeOf(subject.name, row) % TURNS === turn;
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

/** All but a few neighbours, beginning at a place that follows from the names. */
function beyond(sample: number, name: string, row: string, cases: readonly string[]): readonly string[] {
  const first = Math.floor(placeOf(name, row) / TURNS) % cases.length;
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
