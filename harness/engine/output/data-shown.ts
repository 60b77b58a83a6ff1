import { changeWords } from '../data/change.ts';
import { type Datum, datumName } from '../data/families.ts';
import { originally, plainly, readBack } from '../data/printing.ts';
import { quoted } from '../words.ts';
import { patternGroups, shownFact, withPlainLineEnds } from './shown.ts';
import { surroundingsOf, textsWithin, tryout } from './surroundings.ts';

/** A datum that was not shown as it was sent. */
export interface Changed {
  readonly datum: Datum;
  /** What was shown in its place; undefined where nothing can be told to stand for it. */
  readonly seen: string | undefined;
}

/** How many of the first data may tell what this program puts around each: the first may be the changed one. */
const ANCHORS = 2;

/** Characters of a value that a finding quotes. */
const QUOTE_LIMIT = 60;

/** Whether all of these data are shown, each in whatever way this program shows what has no glyph: `shown`, or what `shownFact` says. */
export function dataShownFact(printed: string, data: readonly Datum[], pattern?: RegExp): string {
  const values = data.map(({ value }) => value);
  return shownFact(readBack(printed, values), values.map(plainly), pattern);
}

/** The first of these data that was not shown as it was sent; undefined where all were, or were shown in other ways too. */
export function firstChanged(printed: string, data: readonly Datum[], pattern?: RegExp): Changed | undefined {
  const values = data.map(({ value }) => value);
  const texts = shownTexts(readBack(printed, values), values.map(plainly), pattern);
  let from = 0;
  for (const datum of data) {
    const at = texts.indexOf(plainly(datum.value), from);
    if (at === -1 && datum.value !== '')
      return { datum, seen: standIn(datum, data, texts[from]) ?? holding(datum, texts) };
    if (at !== -1) from = at + 1;
  }
  return undefined;
}

/** What became of a datum, in a sentence: its family, what was special about it, and how it was changed. */
export function changedWords({ datum, seen }: Changed): string {
  const shownAs = seen === undefined ? undefined : originally(seen);
  const words = changeWords(datum.value, shownAs);
  const change = shownAs === datum.value ? 'shown fewer times than it was sent' : words;
  const value = quoted(datum.value, QUOTE_LIMIT);
  return `${datumName(datum)}: ${change} (${shownAs === undefined ? value : `${value} shown as ${quoted(shownAs, QUOTE_LIMIT)}`})`;
}

/** The texts that a program showed, in order, without what it puts around each. */
function shownTexts(text: string, items: readonly string[], pattern: RegExp | undefined): readonly string[] {
  if (pattern !== undefined) return patternGroups(text, pattern).map(({ text: shownText = '' }) => shownText);
  const plain = withPlainLineEnds(text);
  const [best] = items
    .slice(0, ANCHORS)
    .flatMap((_, index) => surroundingsOf(plain, items.slice(index)))
    .map((around) => ({ around, found: tryout(plain, items, around).found }))
    .sort((a, b) => b.found - a.found);
  return textsWithin(plain, best?.around ?? { prefix: '', suffix: '', certain: false });
}

/** The text that holds the word of a datum. */
function holding({ word }: Datum, texts: readonly string[]): string | undefined {
  return word === '' ? undefined : texts.find((text) => text.includes(word));
}

/** The text in the place of a datum that has no word, unless it is that of another. */
function standIn({ word }: Datum, data: readonly Datum[], text: string | undefined): string | undefined {
  return word === '' && !data.some(({ value }) => plainly(value) === text) ? text : undefined;
}
