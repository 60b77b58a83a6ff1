import { expect, test } from 'vitest';
import { CLAIM_PARTS, takingTurns } from './taking-turns.test.helper.ts';

/** What a file has said, by a `test` that notes its names. */
function noted(turn: number, parts?: number, isWhole = false): readonly string[] {
  const names: string[] = [];
  const note = (name: string): void => void names.push(name);
  const each = (rows: readonly number[]) => (name: string) => {
    for (const row of rows) note(`${name} ${row}`);
  };
  const concurrent = Object.assign((name: string) => note(`concurrent ${name}`), { each });
  const runIf = (is: boolean) => (name: string) => note(`${is ? 'run' : 'skipped'} ${name}`);
  const parted = takingTurns(Object.assign(note, { each, for: each, concurrent, runIf }), parts, turn, isWhole);

  parted('one');
  parted('two');
  parted.each([1, 2, 3])('row');
  parted.for([4, 5])('row');
  parted.concurrent('three');
  parted.concurrent.each([6, 7])('row');
  parted.runIf(true)('four');
  parted.runIf(false)('five');
  return names;
}

const all = [
  ...['one', 'two', 'row 1', 'row 2', 'row 3', 'row 4', 'row 5'],
  ...['concurrent three', 'row 6', 'row 7', 'run four', 'skipped five'],
];

test.each([undefined, 2, 3])(
  'a turn has one of %s parts of the tests and rows, those that follow it the others',
  (parts) => {
    const all = noted(0, parts, true);
    const turns = Array.from({ length: parts ?? CLAIM_PARTS }, (_, turn) => turn);

    for (const turn of turns)
      expect(noted(turn, parts)).toEqual(all.filter((_, index) => index % turns.length === turn));
    expect(noted(turns.length, parts)).toEqual(noted(0, parts));
  },
);

test('all are tests of a turn where that is asked for', () => {
  expect(noted(0, CLAIM_PARTS, true)).toEqual(all);
  expect(noted(1, CLAIM_PARTS, true)).toEqual(all);
});
