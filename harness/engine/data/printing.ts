import { inTime } from '../../text/in-time.ts';
import { isControl, lacksGlyph } from '../../text/visible.ts';

/**
 * How programs print what has no glyph, or is not ASCII (suites/README.md, "Decisions about all protocols"): by an escape, or
 * by a replacement where nothing can be printed. What was printed in such a way is read back here.
 */

/** Stand for the characters that some readers of lines take for the end of one. */
const standIns: Readonly<Record<string, string>> = { '\r': '\ue00d', '\u2028': '\ue028', '\u2029': '\ue029' };

/**
 * How programs print a line end within a value, as the source of a pattern with the flag `u`: as one, with what they put in
 * front of a line, or by an escape or a mark of some kind.
 */
export const LINE_END_SHOWN = '(?:(?:\\r?\\n|\\u2029)[^\\n]*?|[^\\p{L}\\p{M}\\p{N}\\s]\\S{0,15}?)';

/** A value as it is looked for in the output that `readBack` returns: nothing in it ends a line but LF. */
export function plainly(value: string): string {
  return value.replace(/[\r\u2028\u2029]/g, (character) => standIns[character] ?? character);
}

/** The text that `plainly` has made into this one. */
export function originally(text: string): string {
  return Object.entries(standIns).reduce((so, [character, standIn]) => so.replaceAll(standIn, character), text);
}

/**
 * The output in which each of these values stands as `plainly` has it, wherever it was printed in some way of a program's.
 * Rejects with `ObserverFailed` where that takes too long.
 */
export function readBack(printed: string, values: readonly string[]): string {
  const odd = [...new Set(values)].filter((value) => /[^ -~]|[\\"']/.test(value));
  const read = (): string => odd.reduce((text, value) => text.replace(wayOf(value), () => plainly(value)), printed);
  return odd.length === 0 ? printed : inTime('reading back', read);
}

/**
 * All ways of printing a value, as a pattern; a character that is repeated stands in it once, with its number. All of a run
 * are printed alike: who prints one of them by escapes of its octets, and the others as they are, has cut it.
 */
function wayOf(value: string): RegExp {
  const runs = value.match(/(.)\1*/gsu) ?? [];
  return new RegExp(runs.map(runWay).join(''), 'g');
}

function runWay(run: string, index: number): string {
  const [first = '', ...others] = run;
  if (others.length === 0) return characterWay(first);
  return `(?<run${index}>${characterWay(first)})\\k<run${index}>{${others.length}}`;
}

function characterWay(character: string): string {
  if (character === '\\') return '\\\\{1,2}';
  if (character === '"' || character === "'") return `\\\\?${character}`;
  if (/[ -~]/.test(character)) return character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const ways = [...escapesOf(character), ...replacementsOf(character)].join('|');
  return `(?:${characterItself(character)}|${ways})`;
}

function characterItself(character: string): string {
  return `\\u${[...character].length === character.length ? hex(character, 4) : `${hex(character.charAt(0), 4)}\\u${hex(character.charAt(1), 4)}`}`;
}

/** Letters that stand for controls behind a backslash. */
const letters: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
};

function escapesOf(character: string): readonly string[] {
  const code = character.codePointAt(0) ?? 0;
  const octets = [...Buffer.from(character)];
  const letter = letters[character];
  const units = Array.from({ length: character.length }, (_, index) => character.charAt(index));
  return [
    octets.map((octet) => `\\\\x${anyCase(octet.toString(16).padStart(2, '0'))}`).join(''),
    octets.map((octet) => `[\\\\#]${octet.toString(8).padStart(3, '0')}`).join(''),
    octets.map((octet) => `<${anyCase(octet.toString(16).padStart(2, '0'))}>`).join(''),
    units.map((unit) => `\\\\u${anyCase(hex(unit, 4))}`).join(''),
    `\\\\U${anyCase(code.toString(16).padStart(8, '0'))}`,
    `\\\\[ux]\\{0*${anyCase(code.toString(16))}\\}`,
    `<?[Uu]\\+${anyCase(code.toString(16).padStart(4, '0'))}>?`,
    ...(code < 0x100 ? [`\\\\x${anyCase(code.toString(16).padStart(2, '0'))}`] : []),
    ...(letter === undefined ? [] : [`\\\\${letter}`]),
    ...(code < 0x20 ? [`\\^\\x${(code + 64).toString(16)}`, `\\u${(0x2400 + code).toString(16)}`] : []),
    ...(code === 0x7f ? ['\\^\\?', '\\u2421'] : []),
  ];
}

/**
 * A tab and what has a glyph can be printed; a control may be shown by nothing, a mark of format may not. What would be taken
 * for the end of a program's prefix replaces nothing.
 */
function replacementsOf(character: string): readonly string[] {
  if (character === '\t' || !lacksGlyph(character)) return [];
  const replaced = `[?\\u00b7\\ufffd]{1,${Buffer.byteLength(character)}}`;
  return isControl(character) ? [replaced, '(?<=\\w)[._ ](?=\\w)', ''] : [replaced];
}

/** Hexadecimal digits, in capitals or not. */
function anyCase(digits: string): string {
  return digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function hex(unit: string, width: number): string {
  return unit.charCodeAt(0).toString(16).padStart(width, '0');
}
