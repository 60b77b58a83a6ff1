import { expect, test } from 'vitest';
import { everySecond } from './every-second.test.helper.ts';

/** What a file has said, by a `test` that notes its names. */
function noted(turn: number, isWhole = false): readonly string[] {
  const names: string[] = [];
  const note = (name: string): void => void names.push(name);
  const each = (rows: readonly number[]) => (name: string) => {
    for (const row of rows) note(`${name} ${row}`);
  };
  const concurrent = Object.assign((name: string) => note(`concurrent ${name}`), { each });
  const runIf = (is: boolean) => (name: string) => note(`${is ? 'run' : 'skipped'} ${name}`);
  const halved = everySecond(Object.assign(note, { each, for: each, concurrent, runIf }), turn, isWhole);

  halved('one');
  halved('two');
  halved.each([1, 2, 3])('row');
  halved.for([4, 5])('row');
  halved.concurrent('three');
  halved.concurrent.each([6, 7])('row');
  halved.runIf(true)('four');
  halved.runIf(false)('five');
  return names;
}

const all = [
  ...['one', 'two', 'row 1', 'row 2', 'row 3', 'row 4', 'row 5'],
  ...['concurrent three', 'row 6', 'row 7', 'run four', 'skipped five'],
];

test('a turn has every second test and row, the next one the others', () => {
  const turns = [0, 1].map((turn) => noted(turn));

  expect(turns[0]).toEqual(all.filter((_, index) => index % 2 === 0));
  expect(turns[1]).toEqual(all.filter((_, index) => index % 2 === 1));
  expect(noted(2)).toEqual(turns[0]);
});

test('all are tests of a turn where that is asked for', () => {
  expect(noted(0, true)).toEqual(all);
  expect(noted(1, true)).toEqual(all);
});
