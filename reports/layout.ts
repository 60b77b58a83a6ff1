import { visible } from '../harness/text/visible.ts';

/** Columns that a text takes on a terminal; never too few: a combining mark counts as one, a pictograph as two. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/** Foreign text as lines of at most `width` columns, escaped; what does not fit into `maxLines` is cut with `…`. */
export function wrap(text: string, width: number, maxLines: number): readonly string[] {
  const enough = 2 * width * maxLines;
  const lines = fill(visible(text.slice(0, enough)).split(' '), width);
  if (text.length <= enough && lines.length <= maxLines) return lines;
  const kept = lines.slice(0, maxLines);
  return [...kept.slice(0, -1), cut(`${kept.at(-1) ?? ''}…`, width)];
}

/** Words joined by single spaces into lines of at most `width` columns; a longer word is broken. */
export function fill(words: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of words) {
    const longer: string = line === undefined ? word : `${line} ${word}`;
    if (displayWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== undefined) lines.push(line);
    const pieces = broken(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1);
  }
  return line === undefined ? lines : [...lines, line];
}

/** At most `width` columns of a text, ending in `…` where it was longer. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  // So many hold more than the width, however narrow they are: what is behind them need not be looked at.
  return `${broken(text.slice(0, 2 * width), width - 1)[0] ?? ''}…`;
}

/** Most of all text: a column a letter. To look at each letter would take most of the time of a report. */
const NARROW = /^[\x20-\x7e]*$/;

const WIDE =
  /[\u1100-\u115F\u2329\u232A\u2E80-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18FFF}\u{1AFF0}-\u{1B2FF}\u{1F000}-\u{1FAFF}\u{20000}-\u{3FFFD}]|\p{Extended_Pictographic}/u;

function broken(word: string, width: number): readonly string[] {
  if (width > 0 && NARROW.test(word)) return slices(word, width);
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of word) {
    const columns = displayWidth(character);
    if (used + columns > width) {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += columns;
  }
  return [...pieces, piece];
}

function slices(word: string, width: number): readonly string[] {
  return Array.from({ length: Math.max(1, Math.ceil(word.length / width)) }, (_, index) =>
    word.slice(index * width, (index + 1) * width),
  );
}
