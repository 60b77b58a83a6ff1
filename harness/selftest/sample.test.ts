import { expect, test } from 'vitest';
import { suiteAt, suites } from '../../suites/index.ts';
import { CAREFUL_SHARES, isJudged, leftOut, PARTS, TURNS, turnOfRun } from './sample.ts';
import type { Subject } from './subject.ts';
import { subjects } from './subjects.ts';

const rowOf = (id: string): string => id.split('[', 1)[0] ?? '';

const turns = Array.from({ length: TURNS }, (_, turn) => turn);

test.for(suites.map(({ path }) => path))(
  '%s: over all turns every case meets subjects, and every subject each requirement once',
  async (path) => {
    const ids = (await suiteAt(path).load()).caseIds();
    const met = new Map(ids.map((id) => [id, 0]));
    for (const subject of subjects.filter(({ target }) => target.suite === path)) {
      const judged = await Promise.all(
        turnsOf(subject).map(async (turn) => {
          const without = new Set(await leftOut(subject, turn));
          expect([...without].filter((id) => !ids.includes(id))).toEqual([]);
          return ids.filter((id) => !without.has(id));
        }),
      );
      expect([subject.name, judged.filter((some) => some.length === 0)]).toEqual([subject.name, []]);
      for (const id of judged.flat()) met.set(id, (met.get(id) ?? 0) + 1);

      expect(new Set(judged.flat().map(rowOf))).toEqual(new Set(ids.map(rowOf)));
      for (const row of subject.breaks) {
        const cases = ids.filter((id) => rowOf(id) === `${path}/${row}`);
        expect(judged.map((turn) => turn.filter((id) => cases.includes(id)))).toEqual(judged.map(() => cases));
      }
    }

    expect([...met].filter(([, times]) => times === 0)).toEqual([]);
  },
);

test('a careful program is judged by every requirement in three turns, by other cases of those that have them', async () => {
  const careful = subjects.filter(({ kind, breaks }) => !['null', 'launched'].includes(kind) && breaks.length === 0);
  for (const subject of careful) {
    expect(turnsOf(subject)).toEqual(turns);
    const ids = (await suiteAt(subject.target.suite).load()).caseIds();
    const met = new Set<string>();
    for (const turn of turns) {
      const following = Array.from({ length: CAREFUL_SHARES }, (_, later) => judgedIn(subject, (turn + later) % TURNS));
      const judged = (await Promise.all(following)).flat();
      for (const id of judged) met.add(id);

      expect(new Set(judged.map(rowOf))).toEqual(new Set(ids.map(rowOf)));
    }

    const few = [...new Set(ids.map(rowOf))].filter((row) => {
      const cases = ids.filter((id) => rowOf(id) === row);
      return cases.filter((id) => met.has(id)).length < Math.min(cases.length, 4);
    });
    expect(few).toEqual([]);
  }
});

test('every fault, and every mistake of a program, is judged in one of as many turns that follow each other as there are parts', () => {
  const following = Array.from({ length: PARTS }, (_, turn) => turn);
  for (const subject of subjects.filter(({ breaks }) => breaks.length > 0)) {
    const few = turnsOf(subject);
    for (const turn of turns) expect(following.some((later) => few.includes((turn + later) % TURNS))).toBe(true);
  }
  const many = subjects.filter((subject) => turnsOf(subject).length < TURNS);
  const ofFirst = many.filter((subject) => isJudged(subject, 0)).length / many.length;
  expect([ofFirst > 0.8 / PARTS, ofFirst < 1.2 / PARTS]).toEqual([true, true]);
});

test('what is no implementation meets a requirement of its suite in each of its turns, and all of them over all', async () => {
  for (const subject of subjects.filter(({ kind }) => kind === 'null')) {
    const ids = (await suiteAt(subject.target.suite).load()).caseIds();
    const judged = await Promise.all(turnsOf(subject).map((turn) => judgedIn(subject, turn)));

    expect([subject.name, judged.filter((turn) => turn.length === 0)]).toEqual([subject.name, []]);
    expect(new Set(judged.flat().map(rowOf))).toEqual(new Set(ids.map(rowOf)));
  }
});

/** The turns that judge a subject. */
function turnsOf(subject: Subject): readonly number[] {
  return turns.filter((turn) => isJudged(subject, turn));
}

/** The ids of the cases that judge a subject in a turn. */
async function judgedIn(subject: Subject, turn: number): Promise<readonly string[]> {
  const without = new Set(await leftOut(subject, turn));
  return (await suiteAt(subject.target.suite).load())
    .caseIds()
    .filter((id) => !without.has(id) && !without.has(rowOf(id)));
}

test('a run is of the turn that it is told, else of one that the commit decides', () => {
  expect(turns.map((turn) => turnOfRun({ SELFTEST_TURN: String(turn) }))).toEqual(turns);
  for (const told of [String(TURNS), '-1', '1.5', 'all', ' x'])
    expect(() => turnOfRun({ SELFTEST_TURN: told })).toThrow(/^SELFTEST_TURN: expected 0 to 23, found "/);
  expect(turns).toContain(turnOfRun({}));
  expect(turnOfRun({})).toBe(turnOfRun({}));
});
