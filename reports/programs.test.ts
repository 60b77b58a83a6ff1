import { expect, test } from 'vitest';
import type { TestedFile } from '../harness/contracts/tested.ts';
import { differentPrograms } from './programs.ts';
import { sampleTested } from './samples.ts';

/** Whether two parts of a target that were tested with these files judged different programs. */
function differ(one: readonly TestedFile[], other: readonly TestedFile[]): boolean {
  const parts = [one, other].map((files) => sampleTested({ files: [...files] }));
  return differentPrograms([{ name: 'phone', tested: parts }]).size > 0;
}

const file = (what: TestedFile['what'], sha256: string): TestedFile => ({ what, path: `/srv/${what}`, sha256 });

test('another interpreter of the same script is no other program; another script or program is', () => {
  const [python, newer] = [file('program', 'a1'), file('program', 'a2')];
  const [script, changed] = [file('script', 'b1'), file('script', 'b2')];

  expect(differ([python, script], [newer, script])).toBe(false);
  expect(differ([python, script], [python, changed])).toBe(true);
  expect(differ([python], [newer])).toBe(true);
});
