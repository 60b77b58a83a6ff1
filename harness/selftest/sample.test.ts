import { expect, test } from 'vitest';
import { suiteAt, suites } from '../../suites/index.ts';
import { leftOut } from './sample.ts';
import { subjects } from './subjects.ts';

const rowOf = (id: string): string => id.split('[', 1)[0] ?? '';

test.for(suites.map(({ path }) => path))(
  '%s: every case meets subjects, and every subject each requirement',
  async (path) => {
    const ids = (await suiteAt(path).load()).caseIds();
    const met = new Map(ids.map((id) => [id, 0]));
    for (const subject of subjects.filter(({ target }) => target.suite === path)) {
      const without = new Set(await leftOut(subject));
      const judged = ids.filter((id) => !without.has(id));
      for (const id of judged) met.set(id, (met.get(id) ?? 0) + 1);

      expect([...without].filter((id) => !ids.includes(id))).toEqual([]);
      expect(new Set(judged.map(rowOf))).toEqual(new Set(ids.map(rowOf)));
      for (const row of subject.breaks) {
        expect([...without].filter((id) => rowOf(id) === `${path}/${row}`)).toEqual([]);
      }
    }

    expect([...met].filter(([, times]) => times === 0)).toEqual([]);
  },
);
