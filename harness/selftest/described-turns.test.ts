import { expect, test } from 'vitest';
import { careless, faulty, lawRows, skipped } from './described.ts';
import { nulls, skippedOf } from './described-nulls.ts';
import { TURNS } from './sample.ts';

/** What the turns of the laws leave out: nothing, over all of them. */

const turns = Array.from({ length: TURNS }, (_, turn) => turn);

test('a mistake is judged by what it breaks in each turn, and by what it may break in one of them', () => {
  for (const { name, target, breaks, mayRedden } of [...careless, ...faulty]) {
    const { suite } = target;
    const rows = lawRows.get(suite) ?? [];
    const left = turns.map((turn) => skipped(suite, ownName(name), { breaks, mayRedden }, turn));
    const judged = left.map((without) => rows.filter((row) => !without.includes(`${suite}/${row}`)));

    const always = rows.filter((row) => [...breaks, 'answers', 'asks'].includes(row));
    expect(judged.filter((own) => always.some((row) => !own.includes(row)))).toEqual([]);
    const once = [...Object.keys(mayRedden), 'octet-by-octet', 'coalesced'];
    const all = rows.filter((row) => always.includes(row) || once.includes(row));
    expect(judged.filter((own) => own.length === all.length)).not.toEqual([]);
  }
});

test('what does not speak the protocol meets laws in each turn, and all of them over all turns', () => {
  for (const { name, target } of nulls) {
    const { suite } = target;
    const rows = lawRows.get(suite) ?? [];
    const judged = turns.map((turn) => {
      const without = skippedOf(suite, ownName(name), turn);
      return rows.filter((row) => !without.includes(`${suite}/${row}`));
    });

    expect([name, judged.filter((some) => some.length === 0)]).toEqual([name, []]);
    expect(new Set(judged.flat())).toEqual(new Set(rows));
  }
});

/** The name of a subject without its kind and its suite. */
function ownName(name: string): string {
  return name.slice(name.indexOf(': ') + 2);
}
