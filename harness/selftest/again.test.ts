import { expect, test, vi } from 'vitest';
import { judgedOnceMore } from './again.ts';
import { right } from './verdicts.ts';

test.each([
  [0, 0],
  [12, 12],
  [13, 0],
])('of %i judged wrongly %i are judged once more, and told', (wrong, again) => {
  const told = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const subjects = Array.from({ length: wrong }, (_, number) => ({ name: `subject ${number}` }));

  expect(judgedOnceMore(subjects, () => ({ ...right, missed: ['a-row'] }))).toHaveLength(again);
  expect(told).toHaveBeenCalledTimes(again);
  told.mockRestore();
});
