import { expect, test } from 'vitest';
import type { Evidence } from '../harness/contracts/run.ts';
import { PRINTED_CHARACTERS, printedLast, printedLines } from './printed.ts';

const printed = (text: string): Evidence => ({ t: 1, who: 'iut', what: 'output', text });

const traceback = `${Array.from({ length: 400 }, (_, line) => `  File "server.py", line ${line}`).join('\n')}\nValueError: no newline\n`;

test('the end of what was printed is shown, from the beginning of a line, at least 2 KiB of it', () => {
  const shown = printedLast([printed(traceback)]);

  expect(shown.length).toBeGreaterThanOrEqual(PRINTED_CHARACTERS);
  expect(shown.length).toBeLessThan(PRINTED_CHARACTERS + 40);
  expect(shown).toMatch(/^ {2}File "server\.py", line \d+\n[\s\S]*\nValueError: no newline$/);
});

test('of a long line, which holds data, the front and the end are shown, so that what stands about it is', () => {
  const shown = printedLast([printed(`Error: no file '${'a'.repeat(90_000)}b\n  at f\n`)]);

  expect(shown).toBe(`Error: no file '${'a'.repeat(284)} … 89617 characters … ${'a'.repeat(99)}b\n  at f`);
});

test('what several clients printed is shown together, what nobody printed not at all', () => {
  expect(printedLast([printed('one'), { t: 2, who: 'harness', what: 'note', text: 'no' }, printed('two\n')])).toBe(
    'one\ntwo',
  );
  expect(printedLast([])).toBe('');
  expect(printedLines([], 80)).toEqual([]);
});

test('lines are broken at the width, and hold no escape sequence', () => {
  expect(printedLines([printed('\u001b[2Jab\n\ncdefgh')], 5)).toEqual(['\\x1B[', '2Jab', '', 'cdefg', 'h']);
});
