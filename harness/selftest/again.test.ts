import { expect, test, vi } from 'vitest';
import { judgedOnceMore } from './again.ts';
import { right, type Verdicts } from './verdicts.ts';

const named = (count: number, kind: string) =>
  Array.from({ length: count }, (_, number) => ({ name: `${kind} ${number}` }));
const verdictsOf = ({ name }: { readonly name: string }): Verdicts =>
  name.startsWith('missed')
    ? { ...right, missed: ['a-row'], words: ['a-row: other words'] }
    : { ...right, words: ['a-row: other words'] };

test.each([
  [12, 60, 72],
  [13, 60, 60],
  [12, 61, 12],
  [0, 0, 0],
])('of %i judged wrongly and %i judged in other words, %i are judged once more', (missed, misworded, again) => {
  const told = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const wrong = [...named(missed, 'missed'), ...named(misworded, 'worded')];

  expect(judgedOnceMore(wrong, verdictsOf)).toHaveLength(again);
  expect(told).toHaveBeenCalledTimes(again);
  told.mockRestore();
});
