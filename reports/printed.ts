import type { Evidence } from '../harness/contracts/run.ts';
import { withoutLongLines } from '../harness/text/long-lines.ts';
import { visible } from '../harness/text/visible.ts';
import { fill } from './layout.ts';

/** What is shown of the output of a program, counted from its end: the last line of a traceback is what counts. 2 KiB hold one of some thirty calls. */
export const PRINTED_CHARACTERS = 2048;

/** The last lines that the program printed, of long ones the front and the end; empty for none. */
export function printedLast(evidence: readonly Evidence[]): string {
  const printed = evidence.filter(({ what }) => what === 'output').map(({ text = '' }) => text);
  const whole = withoutLongLines(printed.join('\n').trimEnd());
  // The line in which the bound falls is shown too.
  return whole.slice(whole.lastIndexOf('\n', whole.length - PRINTED_CHARACTERS) + 1);
}

/** The same as lines of at most so many columns, escaped. */
export function printedLines(evidence: readonly Evidence[], width: number): readonly string[] {
  const printed = printedLast(evidence);
  if (printed === '') return [];
  return printed.split(/\r?\n/).flatMap((line) => (line === '' ? [''] : fill([visible(line)], width)));
}
