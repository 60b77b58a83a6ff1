import type { Buffering } from '../../contracts/process.ts';
import { inTime } from '../../text/in-time.ts';
import { quoted } from '../words.ts';
import { lineCursor } from './lines.ts';
import { surroundingsOf, type Tryout, tryout } from './surroundings.ts';

/** What `shownFact` says where all items were shown: each once, in order, whole and apart. */
export const shown = 'shown';

/** What `emptyFact` says where empty items cannot be told from the blank lines that programs print between items. */
export const emptyUnjudged = 'empty items cannot be told from blank lines';

/** What mends output that comes late because it is buffered; undefined where nothing buffers it. */
export function bufferHint(buffering: Buffering): string | undefined {
  switch (buffering) {
    case 'no':
      return undefined;
    case 'lines':
      return 'if its output is buffered: needs a flush after each item';
    case 'told not to':
      return 'if its output is buffered: needs --tty, or a flush after each item';
    case 'unknown':
      return 'if its output is buffered: needs PYTHONUNBUFFERED=1, --tty, or a flush after each item';
  }
}

/** What is said where nothing of a case's data was printed; `hint` is what mends that where it is late, which is no fault. */
export function unprintedFact(hint: string | undefined): string {
  return `nothing of what was sent is printed while the IUT runs${hint === undefined ? '' : ` (${hint})`}`;
}

/** Characters of the output that a fact quotes. */
const QUOTE_LIMIT = 120;

/** Texts that a fact lists: a case sends fewer items by far. */
const LISTED = 100;

/** So many characters of an item are taken for the item itself: fewer are anywhere by chance. */
const FRONT_LENGTH = 4;

/** The text control of the phone and some systems end lines otherwise. */
const LINE_ENDS = /\r\n|\u2029/g;

/** Stands for a CR while the profile's pattern looks on: `.` and `$` would take that for the end of a line. */
const CR_SYMBOL = '\u240d';

/**
 * Whether the items were shown (suites/README.md, "Decisions about all protocols"): in order, each once and whole, on a
 * line of its own, or on lines of its own where it holds line ends. Resolves to `shown`, or to words that quote what
 * was printed instead.
 *
 * A prefix and a suffix that are the same for all items, numbers in them aside, are ignored, and so are lines that hold
 * nothing of any item. With a `pattern` (flags `g` and `m`, group `text`) it is exact, and empty items are judged;
 * without one only where two items make a prefix or suffix certain.
 */
export function shownFact(printed: string, items: readonly string[], pattern?: RegExp): string {
  if (pattern !== undefined) return patternFact(printed, items, pattern);
  const text = withPlainLineEnds(printed);
  const wanted = items.map(withPlainLineEnds);
  let best: Tryout | undefined;
  for (const around of surroundingsOf(text, wanted)) {
    const one = tryout(text, wanted, around);
    if (one.kind === 'shown') return shown;
    if (best === undefined || one.found > best.found) best = one;
  }
  if (best === undefined) return missingFact(text, wanted, firstFull(wanted));
  return best.kind === 'extra' ? best.words : missingFact(text, wanted, best.found);
}

/** The same for items of which some are empty: `emptyUnjudged` where all but the empty ones were shown and no more can be told. */
export function emptyFact(printed: string, items: readonly string[], pattern?: RegExp): string {
  const fact = shownFact(printed, items, pattern);
  if (fact !== shown || pattern !== undefined) return fact;
  const text = withPlainLineEnds(printed);
  const judged = surroundingsOf(text, items).some(
    (around) => around.certain && tryout(text, items, around).kind === 'shown',
  );
  return judged ? shown : emptyUnjudged;
}

/** Whether anything of these items can be recognised in what was printed, were it out of order or in pieces. */
export function hasTrace(printed: string, items: readonly string[]): boolean {
  return items.some((item) => item !== '' && printed.includes(item.slice(0, FRONT_LENGTH)));
}

/** What was to be seen of some items at two times: while the connection was open, and once it had ended. */
export interface Looks {
  /** `shownFact` at the limit, while the IUT still had its client. */
  readonly inTime: string;
  /** The same after the connection had ended. */
  readonly atEnd: string;
  /** Whether something of the items is there by now. */
  readonly traced: boolean;
  /** Whether the process of the IUT had ended by then, which flushes what was buffered. */
  readonly processEnded: boolean;
}

/** What output is worth that did not come in time: `buffered`, or words for a fault. Of output in time: `shown`. */
export function lateFact({ inTime, atEnd, traced, processEnded }: Looks): string {
  if (inTime === shown) return atEnd;
  if (!traced || (processEnded && atEnd === shown)) return 'buffered';
  return atEnd === shown ? 'shown only after the connection had ended' : inTime;
}

/** Matches of a pattern that are looked at: a case sends fewer items by far, and what is printed may have no end. */
const MATCHES = 100_000;

/**
 * Every match of the profile's pattern, by its named groups; CR stays data, other line ends are LF. Of very many the first.
 * Rejects with `ObserverFailed` where the pattern takes too long.
 */
export function patternGroups(printed: string, pattern: RegExp): readonly Readonly<Record<string, string>>[] {
  return inTime(`the pattern ${pattern.source}`, () => {
    const text = withPlainLineEnds(printed).replaceAll('\r', CR_SYMBOL);
    const found: Readonly<Record<string, string>>[] = [];
    for (const { index, 0: match, groups = {} } of text.matchAll(pattern)) {
      // Behind the last line end there is no line: `^(.*)$` matches there too.
      if (match === '' && index === text.length && (text === '' || text.endsWith('\n'))) continue;
      const values = Object.entries(groups).map(([name, value]) => [name, (value ?? '').replaceAll(CR_SYMBOL, '\r')]);
      found.push(Object.fromEntries(values));
      if (found.length === MATCHES) break;
    }
    return found;
  });
}

/** Whether a pattern of the profile's matches anywhere; none does not. Rejects with `ObserverFailed` where it takes too long. */
export function isMatched(printed: string, pattern: RegExp | undefined): boolean {
  return pattern !== undefined && inTime(`the pattern ${pattern.source}`, () => pattern.test(printed));
}

/** LF at the end of every line of the output, whatever the system ends lines with. */
export function withPlainLineEnds(printed: string): string {
  return printed.replace(LINE_ENDS, '\n');
}

/** Exact: the items follow each other, and nothing else of them was shown, nor an empty item after them. */
function patternFact(printed: string, items: readonly string[], pattern: RegExp): string {
  const texts = patternGroups(printed, pattern).map(({ text = '' }) => text);
  const isWanted = (from: number): boolean => items.every((item, index) => texts[from + index] === item);
  const from = texts.findIndex((_, index) => isWanted(index));
  if (from === -1 && items.length > 0) return `shown, by the pattern: ${listed(texts)}`;
  const after = texts.slice(from + items.length);
  const extra = [...texts.slice(0, from).filter((text) => text !== ''), ...after].find((text) => isOf(text, items));
  return extra === undefined ? shown : `shown beside what was sent: ${quoted(extra, QUOTE_LIMIT)}`;
}

/** Whether a text is an item, or a piece that is left of one. */
function isOf(text: string, items: readonly string[]): boolean {
  return text === '' || items.some((item) => item.startsWith(text) || item.endsWith(text));
}

function listed(texts: readonly string[]): string {
  const more = texts.length > LISTED ? `, and ${texts.length - LISTED} more` : '';
  const some = texts.slice(0, LISTED).map((text) => quoted(text, 40));
  return texts.length === 0 ? 'nothing' : `${some.join(', ')}${more}`;
}

/** The first item that is not empty. */
function firstFull(items: readonly string[]): number {
  return Math.max(
    0,
    items.findIndex((item) => item !== ''),
  );
}

/** How the item at `index` went astray. */
function missingFact(text: string, items: readonly string[], index: number): string {
  const item = items[index] ?? '';
  const name = items.length === 1 ? quoted(item, 40) : `item ${index + 1} of ${items.length}, ${quoted(item, 40)},`;
  if (text.trim() === '') return `${name} missing; nothing was printed`;
  if (item === '') return `${name} not shown as an empty line; printed ${tailOf(text)}`;
  const line = lineWith(text, item);
  if (line !== undefined)
    return `${name} not shown on a line of its own, in its place and like the others: ${at(line, item)}`;
  const front = longestFront(text, item);
  const place = text.lastIndexOf(front);
  const { start, end } = lineCursor(text)(place);
  const first = text.slice(start, end);
  const second = front === '' ? undefined : lineWith(text.slice(end + 1), item.slice(front.length));
  if (second !== undefined) return `${name} shown in pieces: ${at(first, front)}, ${quoted(second, QUOTE_LIMIT)}`;
  if (front.length < FRONT_LENGTH) return `${name} missing; printed ${tailOf(text)}`;
  return `${name} shown up to its character ${front.length}: ${quoted(first.slice(-QUOTE_LIMIT), QUOTE_LIMIT)}`;
}

/** The first line that holds a part which has no line end in it. */
function lineWith(text: string, part: string): string | undefined {
  const at = part.includes('\n') ? -1 : text.indexOf(part);
  if (at === -1) return undefined;
  const { start, end } = lineCursor(text)(at);
  return text.slice(start, end);
}

/** The longest front of an item that was printed anywhere. */
function longestFront(text: string, item: string): string {
  let [known, unknown] = [0, item.length];
  while (unknown - known > 1) {
    const middle = (known + unknown) >> 1;
    if (text.includes(item.slice(0, middle))) known = middle;
    else unknown = middle;
  }
  return item.slice(0, known);
}

/** A line, cut to where something stands in it. */
function at(line: string, part: string): string {
  const from = Math.max(0, line.indexOf(part) - 20);
  return quoted(line.slice(from), QUOTE_LIMIT);
}

/** The last of what was printed. */
function tailOf(text: string): string {
  const kept = text.trimEnd().slice(-QUOTE_LIMIT);
  return `${kept.length < text.trimEnd().length ? '…' : ''}${quoted(kept, QUOTE_LIMIT)}`;
}
