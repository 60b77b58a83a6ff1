import { expect, test } from 'vitest';
import type { Remark } from '../contracts/machine.ts';
import { lackLines } from './lacks.ts';

const lack = (rows: readonly string[], become: 'inconclusive' | 'weaker' = 'inconclusive'): Remark => ({
  about: 'thing',
  state: 'lacking',
  says: 'not there',
  mend: 'get one',
  effect: { rows, become },
});

test.each([
  ['multicast/**', 'multicast/sender'],
  ['**', 'fortune/client'],
  ['*/server/**', 'upload/server'],
  ['multicast/receiver/leaves', 'multicast/receiver'],
])('a lack of %s concerns %s', (row, path) => {
  expect(lackLines([lack([row])], [path])).toEqual([`thing: not there; ${row} stay inconclusive; get one`]);
});

test.each([
  ['multicast/**', 'broadcast/sender'],
  ['*/server/**', 'upload/client'],
  ['multicast/receiver/leaves', 'multicast/sender'],
  ['frames/**', 'fortune/server'],
])('a lack of %s does not concern %s', (row, path) => {
  expect(lackLines([lack([row])], [path])).toEqual([]);
});

test('names the rows concerned alone, and says what they become', () => {
  const rows = ['upload/server/name-without-end', 'lines/server/endless-line'];

  expect(lackLines([lack(rows, 'weaker')], ['lines/server', 'lines/client'])).toEqual([
    'thing: not there; lines/server/endless-line are judged from less; get one',
  ]);
});

test('what works or was not tried is no lack', () => {
  const effect = { rows: ['**'], become: 'inconclusive' } as const;
  const remarks = (['works', 'untried'] as const).map((state) => ({ about: 'thing', state, says: '', effect }));

  expect(lackLines(remarks, ['upload/server'])).toEqual([]);
});
