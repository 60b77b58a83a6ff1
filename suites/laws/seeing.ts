import type { WireMessage } from '../../harness/contracts/wire.ts';
import { saysError } from '../../harness/engine/client/reporting.ts';
import { clock } from '../../harness/engine/clock.ts';
import { factWithin } from '../../harness/engine/output/showing.ts';
import { isMatched, patternGroups, shown } from '../../harness/engine/output/shown.ts';
import type { CaseContext } from '../../harness/engine/server/context.ts';
import { quoted } from '../../harness/engine/words.ts';
import { type Filling, filled, textsIn } from '../../harness/protocols/wire/fill.ts';

/** What is needed to see what a server prints. */
export type Sight = Pick<
  CaseContext<unknown>,
  'printed' | 'show' | 'incomplete' | 'limits' | 'lateHint' | 'printsNoMore' | 'isOfFiles'
>;

/** A message of a one-way protocol as it is looked for in the output: a sample, and the letters that it was said with. */
export interface Sought {
  readonly message: string;
  readonly sample: WireMessage;
  readonly filling: Filling;
  /** How often it was said with these letters; once without. */
  readonly times?: number;
}

/** The sight of a case, with a limit of its own for what is to be shown, in milliseconds. */
export function sightOf(
  { printed, show, incomplete, limits, lateHint, printsNoMore, isOfFiles }: Sight,
  replyMs: number = limits.replyMs,
): Sight {
  return { printed, show, incomplete, limits: { ...limits, replyMs }, lateHint, printsNoMore, isOfFiles };
}

/** A message that is to be shown: what is wrong, in words, undefined for nothing; and where it is shown among all that is printed. */
export interface Seen {
  readonly problem?: string;
  readonly place: number;
}

/** Waits until a message is shown, whole and as often as it was said, behind `after`, which is where the message before it is shown. */
export async function seen(sight: Sight, sought: Sought, after: number): Promise<Seen> {
  const fact = await factWithin(sight, (printed) => shownFact(sight, printed, sought));
  const [place = after] = placesOf(sight, sight.printed(), sought);
  if (fact !== shown) return { problem: fact, place };
  return place < after ? { problem: `${wordsOf(sight).shown} before what was said before it`, place } : { place };
}

function shownFact(sight: Sight, printed: string, sought: Sought): string {
  const { length: times } = placesOf(sight, printed, sought);
  const { times: said = 1 } = sought;
  if (times === said) return shown;
  const told = wordsOf(sight);
  if (times > said) return `${told.shown} ${times} times`;
  if (times > 0) return `${told.shown} ${times} of ${said} times`;
  const [trace] = tracesOf(printed, sought);
  if (trace !== undefined) return `not ${told.shown} as it was sent: ${told.printed} ${quoted(trace, QUOTED)}`;
  const hint = sight.lateHint();
  const words =
    printed.trim() === ''
      ? `nothing was ${told.printed}`
      : `${told.printed} ${quoted(printed.trim().slice(-QUOTED), QUOTED)}`;
  return `not ${told.shown}: ${words}${hint === undefined ? '' : ` (${hint})`}`;
}

/** How it is said that a server has done with a message what it is to do. */
function wordsOf({ isOfFiles }: Sight): { readonly shown: string; readonly printed: string } {
  return isOfFiles ? { shown: 'stored', printed: 'stored' } : { shown, printed: 'printed' };
}

/** Characters of the output that a fact quotes. */
const QUOTED = 120;

/**
 * Whether anything of a message is shown that is none, now or within `ms`: its letters, or with `isWhole` all of it. A line that
 * says that something went wrong shows nothing.
 */
export function isShown(sight: Sight, sought: Sought, ms: number, isWhole: boolean): Promise<boolean> {
  const look = async (): Promise<boolean> => {
    const printed = sight.printed();
    if (isWhole) return placesOf(sight, printed, sought).length > 0;
    if (sight.show !== undefined) return recordsOf(sight.show, printed, sought).some((record) => record.isTrace);
    return tracesOf(printed, sought).some(
      (line) => !isMatched(line, sight.incomplete) && !saysError(line.replaceAll(ownLetters(sought), '')),
    );
  };
  return clock.lookUntil(ms, look, (fact) => fact);
}

/** The letters of the case that no other message has. */
function ownLetters({ filling }: Sought): string {
  return filling.nonce.slice(0, OWN);
}

/** Letters of `{nonce}` by which a part of a message is known. */
const OWN = 6;

function tracesOf(printed: string, sought: Sought): readonly string[] {
  const own = ownLetters(sought);
  return printed.includes(own) ? printed.split('\n').filter((line) => line.includes(own)) : [];
}

/** Where a message is shown whole: by the profile's pattern, or else on a line that has all that stands for its placeholders. */
function placesOf({ show }: Sight, printed: string, sought: Sought): readonly number[] {
  if (show !== undefined) return recordsOf(show, printed, sought).flatMap(({ isWhole }, at) => (isWhole ? [at] : []));
  if (!printed.includes(ownLetters(sought))) return [];
  const [first, ...others] = marksOf(sought);
  if (first === undefined) return [];
  return occurrences(printed, first).filter((index) => {
    const line = printed.slice(printed.lastIndexOf('\n', index) + 1, endOfLine(printed, index));
    return others.every((mark) => occurrences(line, mark).length > 0);
  });
}

function endOfLine(printed: string, index: number): number {
  const end = printed.indexOf('\n', index);
  return end === -1 ? printed.length : end;
}

/** Letters that are looked for, and whether those before and behind them were sent, too. */
interface Mark {
  readonly letters: string;
  readonly isWordBefore: boolean;
  readonly isWordBehind: boolean;
}

/** What is looked for of each text with `{nonce}`: from its first placeholder to the end of its last. */
function marksOf({ sample, filling }: Sought): readonly Mark[] {
  return textsIn(sample).flatMap((text) => {
    if (!text.includes('{nonce}')) return [];
    const [before = ''] = text.split(PLACEHOLDER, 1);
    const behind = text.split(PLACEHOLDER).at(-1) ?? '';
    const middle = text.slice(before.length, text.length - behind.length);
    const letters = middle.replaceAll('{nonce}', filling.nonce).replaceAll('{fill}', filling.fill);
    return [{ letters, isWordBefore: /[A-Za-z]$/.test(before), isWordBehind: /^[A-Za-z]/.test(behind) }];
  });
}

const PLACEHOLDER = /\{nonce\}|\{fill\}/;

/** Where a mark stands whole: with no letter beside it that was not sent. */
function occurrences(text: string, { letters, isWordBefore, isWordBehind }: Mark): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(letters); at !== -1; at = text.indexOf(letters, at + 1)) {
    const isApart = isWordBefore || !isLetter(text[at - 1]);
    if (isApart && (isWordBehind || !isLetter(text[at + letters.length]))) found.push(at);
  }
  return found;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z]/.test(character);
}

/** Each match of the profile's pattern, whose groups are named as fields: whether it is the message, and whether it has letters of it. */
function recordsOf(
  show: RegExp,
  printed: string,
  sought: Sought,
): ReadonlyArray<{ readonly isWhole: boolean; readonly isTrace: boolean }> {
  const { values } = filled(sought.sample, sought.filling);
  const own = ownLetters(sought);
  return patternGroups(printed, show).map((groups) => {
    const named = Object.entries(groups).filter(([name]) => values.has(name));
    return {
      isWhole: named.length > 0 && named.every(([name, text]) => isValue(values.get(name), text)),
      isTrace: Object.values(groups).some((text) => text.includes(own)),
    };
  });
}

function isValue(value: unknown, text: string): boolean {
  return typeof value === 'bigint' ? Number(text) === Number(value) : String(value) === text;
}
