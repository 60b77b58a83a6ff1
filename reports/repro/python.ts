import { visible } from '../../harness/text/visible.ts';

/** Octets of a line of a literal: with its quotes it fits into 80 columns. */
const OCTETS_A_LINE = 32;

/** Any text as a literal of Python on one line: what has no glyph is written out, so that nothing ends the literal or its line. */
export function pythonText(text: string): string {
  return JSON.stringify(visible(text));
}

/** Any text as one line of a comment. */
export function pythonComment(text: string): string {
  return `# ${visible(text)}`.trimEnd();
}

/** Octets, given in hexadecimal, as an expression of Python; long ones have a line a 32 octets. */
export function pythonOctets(hex: string): string {
  const lines = hex.match(new RegExp(`.{1,${2 * OCTETS_A_LINE}}`, 'g')) ?? [''];
  if (lines.length === 1) return `bytes.fromhex("${hex}")`;
  return `bytes.fromhex(\n${lines.map((line) => `        "${line}"`).join('\n')}\n    )`;
}
