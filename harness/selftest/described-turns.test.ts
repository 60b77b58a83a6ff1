import { expect, test } from 'vitest';
import { careless, faulty, lawRows, skipped } from './described.ts';
import { nulls, skippedOf } from './described-nulls.ts';
import { isJudged, TURNS } from './sample.ts';
import type { Subject } from './subject.ts';

/** What the turns of the laws leave out: nothing, over all of them. */

const turns = Array.from({ length: TURNS }, (_, turn) => turn);

test('a mistake is judged by what it breaks in each of its turns, and by what it may break in one of them', () => {
  for (const subject of [...careless, ...faulty]) {
    const { name, target, breaks, mayRedden } = subject;
    const { suite } = target;
    const rows = lawRows.get(suite) ?? [];
    const left = turnsOf(subject).map((turn) => skipped(suite, ownName(name), { breaks, mayRedden }, turn));
    const judged = left.map((without) => rows.filter((row) => !without.includes(`${suite}/${row}`)));

    const always = rows.filter((row) => [...breaks, 'answers', 'asks'].includes(row));
    expect(judged.filter((own) => always.some((row) => !own.includes(row)))).toEqual([]);
    const once = [...Object.keys(mayRedden), 'octet-by-octet', 'coalesced'];
    const all = rows.filter((row) => always.includes(row) || once.includes(row));
    expect(judged.filter((own) => own.length === all.length)).not.toEqual([]);
  }
});

test('what does not speak the protocol meets laws in each of its turns, and all of them over all', () => {
  for (const subject of nulls) {
    const { name, target } = subject;
    const { suite } = target;
    const rows = lawRows.get(suite) ?? [];
    const judged = turnsOf(subject).map((turn) => {
      const without = skippedOf(suite, ownName(name), turn);
      return rows.filter((row) => !without.includes(`${suite}/${row}`));
    });

    expect([name, judged.filter((some) => some.length === 0)]).toEqual([name, []]);
    expect(new Set(judged.flat())).toEqual(new Set(rows));
  }
});

/** The turns that judge a subject. */
function turnsOf(subject: Subject): readonly number[] {
  return turns.filter((turn) => isJudged(subject, turn));
}

/** The name of a subject without its kind and its suite. */
function ownName(name: string): string {
  return name.slice(name.indexOf(': ') + 2);
}
