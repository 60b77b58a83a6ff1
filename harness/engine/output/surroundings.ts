import { literalPattern } from '../../text/quoting.ts';
import { quoted } from '../words.ts';

/** Different surroundings that are tried: a log may repeat each item in a wording of its own. */
const TRIES = 20;

/** Characters that a program may put around an item; more of them are another line that the item was printed into. */
const AROUND_LIMIT = 1000;

/** What stands before and behind every item on its line. */
export interface Surroundings {
  readonly prefix: string;
  readonly suffix: string;
  /** Whether the output itself makes them certain, so that a line of them alone is an empty item. */
  readonly certain: boolean;
}

/** What came of looking for the items within some surroundings. `found` counts those found in their place. */
export type Tryout =
  | { readonly kind: 'shown'; readonly found: number }
  | { readonly kind: 'missing'; readonly found: number }
  /** All are there, and something of them once more. */
  | { readonly kind: 'extra'; readonly found: number; readonly words: string };

/** The surroundings that the first item with any text was printed in, each once. `text` has LF for line ends. */
export function surroundingsOf(text: string, items: readonly string[]): readonly Surroundings[] {
  const full = items.filter((item) => item !== '');
  const first = full[0];
  if (first === undefined) return [{ prefix: '', suffix: '', certain: false }];
  const several = new Set(full).size > 1;
  const found = new Map<string, Surroundings>();
  for (let at = text.indexOf(first); at !== -1 && found.size < TRIES; at = text.indexOf(first, at + 1)) {
    const prefix = text.slice(lineStart(text, at), at);
    const suffix = text.slice(at + first.length, lineEnd(text, at + first.length));
    if (prefix.length + suffix.length > AROUND_LIMIT) continue;
    const certain = several && `${prefix}${suffix}`.trim() !== '';
    found.set(`${prefix}\n${suffix}`, { prefix, suffix, certain });
  }
  return [...found.values()];
}

/** Looks for the items, in order, each alone on its line within these surroundings, and for what is too many. */
export function tryout(text: string, items: readonly string[], around: Surroundings): Tryout {
  const find = finder(text, around);
  const gaps: string[] = [];
  let from = 0;
  for (const [index, item] of items.entries()) {
    if (item === '' && !around.certain) continue;
    const place = item === '' ? matchFrom(text, emptyLine(around), from) : find(item, from);
    if (place === undefined) return { kind: 'missing', found: index };
    gaps.push(text.slice(from, place.start));
    from = place.end;
  }
  gaps.push(text.slice(from));
  const words = extraWords(gaps, items, around);
  return words === undefined ? { kind: 'shown', found: items.length } : { kind: 'extra', found: items.length, words };
}

/** Where a line, or several, stand in a text. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** Finds the first place, from an offset on, where an item stands alone within the surroundings. Items are too long for patterns. */
function finder(text: string, { prefix, suffix }: Surroundings): (item: string, from: number) => Place | undefined {
  const [lead, trail] = [new RegExp(`^${loosely(prefix)}$`), new RegExp(`^${loosely(suffix)}$`)];
  return (item, from) => {
    for (let at = text.indexOf(item, from); at !== -1; at = text.indexOf(item, at + 1)) {
      const start = lineStart(text, at);
      const end = lineEnd(text, at + item.length);
      if (lead.test(text.slice(start, at)) && trail.test(text.slice(at + item.length, end))) return { start, end };
    }
    return undefined;
  };
}

function matchFrom(text: string, pattern: RegExp, from: number): Place | undefined {
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
}

function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** What of the items stands between them once more: a whole one, a piece of one, or an empty one. */
function extraWords(gaps: readonly string[], items: readonly string[], around: Surroundings): string | undefined {
  const line = new RegExp(`(?<=^|\\n)${loosely(around.prefix)}([^\\n]*?)${loosely(around.suffix)}(?=\\n|$)`, 'g');
  for (const gap of gaps) {
    for (const [printed, inner = ''] of gap.matchAll(line)) {
      if (inner === '') continue;
      const item = items.find((one) => one.startsWith(inner) || one.endsWith(inner));
      if (item === inner) return `${quoted(item, 40)} shown once more than it was sent`;
      if (item !== undefined) return `a piece of ${quoted(item, 40)} shown by itself: ${quoted(printed, 120)}`;
    }
    if (around.certain && emptyLine(around, '\\n').test(gap)) {
      return `an empty line shown that was not sent: ${quoted(`${around.prefix}${around.suffix}`, 120)}`;
    }
  }
  return undefined;
}

/** A line of the surroundings alone; what lies at its end may have been trimmed. */
function emptyLine({ prefix, suffix }: Surroundings, end = '(?=\\n|$)'): RegExp {
  const whole = `${prefix}${suffix}`;
  return new RegExp(`(?<=^|\\n)(?:${loosely(whole)}|${loosely(whole.trimEnd())})${end}`, 'g');
}

/** The texts within these surroundings, in order; lines that have others are none. */
export function textsWithin(text: string, { prefix, suffix }: Surroundings): readonly string[] {
  const line = new RegExp(`^${loosely(prefix)}(?<inner>[^\\n]*?)${loosely(suffix)}$`, 'gm');
  return [...text.matchAll(line)].map(({ groups }) => groups?.inner ?? '');
}

/** As a pattern: numbers may differ (they count, or tell the time), and so may a line end that is shown as an escape. */
function loosely(text: string): string {
  return literalPattern(text)
    .replace(/\d+/g, '\\d+')
    .replace(/(?:\\\\r)?\\\\n/g, (lineEscape) => `(?:${lineEscape})?`);
}
