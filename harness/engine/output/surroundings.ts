import { quoted } from '../words.ts';
import { lineCursor, linesOf } from './lines.ts';
import { type Loosely, looselyLike } from './loosely.ts';

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
  const [begin, end] = [lineCursor(text), lineCursor(text)];
  for (let at = text.indexOf(first); at !== -1 && found.size < TRIES; at = text.indexOf(first, at + 1)) {
    const start = begin(at).start;
    const [behind, stop] = [at + first.length, end(at + first.length).end];
    if (at - start + (stop - behind) > AROUND_LIMIT) continue;
    const [prefix, suffix] = [text.slice(start, at), text.slice(behind, stop)];
    const certain = several && `${prefix}${suffix}`.trim() !== '';
    found.set(`${prefix}\n${suffix}`, { prefix, suffix, certain });
  }
  return [...found.values()];
}

/** Looks for the items, in order, each alone on its line within these surroundings, and for what is too many. */
export function tryout(text: string, items: readonly string[], around: Surroundings): Tryout {
  const like = likeness(around);
  const find = finder(text, like);
  const gaps: string[] = [];
  let from = 0;
  for (const [index, item] of items.entries()) {
    if (item === '' && !around.certain) continue;
    const place = item === '' ? emptyLineFrom(text, like, from) : find(item, from);
    if (place === undefined) return { kind: 'missing', found: index };
    gaps.push(text.slice(from, place.start));
    from = place.end;
  }
  gaps.push(text.slice(from));
  const words = extraWords(gaps, items, around, like);
  return words === undefined ? { kind: 'shown', found: items.length } : { kind: 'extra', found: items.length, words };
}

/** The texts within these surroundings, in order; lines that have others are none. */
export function textsWithin(text: string, around: Surroundings): readonly string[] {
  const like = likeness(around);
  const texts: string[] = [];
  for (const line of linesOf(text, /[\n\r\u2028\u2029]/g)) {
    const inner = innerOf(line, like);
    if (inner !== undefined) texts.push(inner);
  }
  return texts;
}

/** Where a line, or several, stand in a text. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** Surroundings as lines are compared with them; what lies at the end of an empty item's line may have been trimmed. */
interface Likeness {
  readonly prefix: Loosely;
  readonly suffix: Loosely;
  readonly empty: readonly Loosely[];
}

function likeness({ prefix, suffix }: Surroundings): Likeness {
  const trimmed = suffix.trimEnd();
  return {
    prefix: looselyLike(prefix),
    suffix: looselyLike(suffix),
    empty: [looselyLike(prefix, suffix), looselyLike(trimmed === '' ? prefix.trimEnd() : prefix, trimmed)],
  };
}

/** Finds the first place, from an offset on, where an item stands alone within the surroundings. */
function finder(text: string, { prefix, suffix }: Likeness): (item: string, from: number) => Place | undefined {
  const fronts = onceALine(text, (line) => prefix.frontEnds(line));
  const rests = onceALine(text, (line) => suffix.restBegins(line));
  return (item, from) => {
    for (let at = text.indexOf(item, from); at !== -1; at = text.indexOf(item, at + 1)) {
      const { start, found } = fronts(at);
      if (!found.has(at - start)) continue;
      const behind = at + item.length;
      const last = rests(behind);
      if (last.found.has(behind - last.start)) return { start, end: last.end };
    }
    return undefined;
  };
}

/** What is found in the line at an offset, looked for once as long as that is asked of the same line. */
function onceALine(
  text: string,
  look: (line: string) => readonly number[],
): (at: number) => Place & { readonly found: ReadonlySet<number> } {
  const lineAt = lineCursor(text);
  let known: (Place & { readonly found: ReadonlySet<number> }) | undefined;
  return (at) => {
    const { start, end } = lineAt(at);
    if (known?.start !== start) known = { start, end, found: new Set(look(text.slice(start, end))) };
    return known;
  };
}

/** The first whole line, from an offset on, that shows an empty item. */
function emptyLineFrom(text: string, { empty }: Likeness, from: number): Place | undefined {
  const whole = from === 0 || text[from - 1] === '\n' ? from : text.indexOf('\n', from) + 1;
  if (whole === 0 && from !== 0) return undefined;
  let start = whole;
  for (const line of linesOf(text.slice(whole))) {
    if (empty.some((one) => one.fits(line))) return { start, end: start + line.length };
    start += line.length + 1;
  }
  return undefined;
}

/** What of the items stands between them once more: a whole one, a piece of one, or an empty one. */
function extraWords(
  gaps: readonly string[],
  items: readonly string[],
  around: Surroundings,
  like: Likeness,
): string | undefined {
  for (const gap of gaps) {
    for (const line of linesOf(gap)) {
      const inner = innerOf(line, like);
      if (inner === undefined || inner === '') continue;
      const item = items.find((one) => one.startsWith(inner) || one.endsWith(inner));
      if (item === inner) return `${quoted(item, 40)} shown once more than it was sent`;
      if (item !== undefined) return `a piece of ${quoted(item, 40)} shown by itself: ${quoted(line, 120)}`;
    }
    // A line without an end may be a prompt for the next item.
    const ended = gap.slice(0, gap.lastIndexOf('\n') + 1);
    if (around.certain && emptyLineFrom(ended, like, 0) !== undefined)
      return `an empty line shown that was not sent: ${quoted(`${around.prefix}${around.suffix}`, 120)}`;
  }
  return undefined;
}

/** What stands within the surroundings on a line; undefined where the line has others. */
function innerOf(line: string, { prefix, suffix }: Likeness): string | undefined {
  const rests = suffix.restBegins(line);
  for (const front of prefix.frontEnds(line).toReversed()) {
    const rest = rests.find((begin) => begin >= front);
    if (rest !== undefined) return line.slice(front, rest);
  }
  return undefined;
}
