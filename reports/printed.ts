import type { Evidence } from '../harness/contracts/run.ts';
import { visible } from '../harness/text/visible.ts';
import { fill } from './layout.ts';

/** What is shown of the output of a program, counted from its end: the last line of a traceback is what counts. 2 KiB hold one of some thirty calls. */
export const PRINTED_CHARACTERS = 2048;

/** The last lines that the program printed, from the beginning of a line where there is one; empty for none. */
export function printedLast(evidence: readonly Evidence[]): string {
  const printed = evidence.filter(({ what }) => what === 'output').map(({ text = '' }) => text);
  const whole = printed.join('\n').trimEnd();
  if (whole.length <= PRINTED_CHARACTERS) return whole;
  // The line in which the bound falls is shown whole, unless it has no end in sight.
  const from = whole.length - PRINTED_CHARACTERS;
  const line = whole.lastIndexOf('\n', from) + 1;
  return line > 0 && from - line <= PRINTED_CHARACTERS ? whole.slice(line) : `…${whole.slice(from)}`;
}

/** The same as lines of at most so many columns, escaped. */
export function printedLines(evidence: readonly Evidence[], width: number): readonly string[] {
  const printed = printedLast(evidence);
  if (printed === '') return [];
  return printed.split(/\r?\n/).flatMap((line) => (line === '' ? [''] : fill([visible(line)], width)));
}
