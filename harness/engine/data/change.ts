import { quoted } from '../words.ts';

/** Characters of a part that a sentence quotes; a longer one is counted. */
const QUOTED = 12;

/** Code points that a sentence lists one by one. */
const LISTED = 4;

/**
 * What became of a text, as a sentence: `a tab became 7 spaces`, `a leading space was lost`, `U+00E9 became e + U+0301`. The
 * parts that both have at their ends are left out.
 */
export function changeWords(sent: string, seen: string | undefined): string {
  if (seen === undefined) return 'nothing of it was seen';
  const before = [...sent];
  const after = [...seen];
  const front = commonFront(before, after, Math.min(before.length, after.length));
  const limit = Math.min(before.length, after.length) - front;
  const back = commonFront([...before].reverse(), [...after].reverse(), limit);
  const lost = before.slice(front, before.length - back).join('');
  const added = after.slice(front, after.length - back).join('');
  if (lost === '' && added === '') return 'nothing was changed';
  if (lost !== '' && added !== '') return `${partWords(lost)} became ${partWords(added)}`;
  const place = placeWords(front, back);
  if (lost === '') return `${withPlace(partWords(added), place)} ${isMany(added) ? 'were' : 'was'} added`;
  if (front === 0 && back === 0) return 'all of it was lost';
  if (back === 0 && before.length - front > QUOTED) return `all behind its character ${front} was lost`;
  return `${withPlace(partWords(lost), place)} ${isMany(lost) ? 'were' : 'was'} lost`;
}

/** A part in words: spaces and tabs are counted, what can be printed is quoted, other characters are named. */
export function partWords(part: string): string {
  const characters = [...part];
  const [first = ''] = characters;
  const isAlike = characters.every((character) => character === first);
  const noun = nouns[first];
  if (isAlike && noun !== undefined) return characters.length === 1 ? `a ${noun}` : `${characters.length} ${noun}s`;
  if (/^[!-~]+$/.test(part)) return characters.length <= QUOTED ? quoted(part) : `${characters.length} characters`;
  if (characters.length > QUOTED) return `${characters.length} characters`;
  const listed = characters.slice(0, LISTED).map((one) => nouns[one] ?? (/[!-~]/.test(one) ? one : codePoint(one)));
  return `${listed.join(' + ')}${characters.length > LISTED ? ' + …' : ''}`;
}

const nouns: Readonly<Record<string, string>> = { ' ': 'space', '\t': 'tab', '\n': 'LF', '\r': 'CR', '\0': 'NUL' };

/** A character by its number, as Unicode writes it: `U+00E9`. */
function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function placeWords(front: number, back: number): string {
  if (front === 0) return 'leading';
  return back === 0 ? 'trailing' : '';
}

/** `a leading space`, `3 leading spaces`, `"x" in front`, `"x" at the end`. */
function withPlace(part: string, place: string): string {
  if (place === '') return part;
  const counted = /^(an?|\d+) (?=[a-zA-Z])/.exec(part);
  if (counted !== null) return `${counted[0]}${place} ${part.slice(counted[0].length)}`;
  return `${part} ${place === 'leading' ? 'in front' : 'at the end'}`;
}

function isMany(part: string): boolean {
  return [...part].length > 1 && !/^[!-~]+$/.test(part) ? true : [...part].length > QUOTED;
}

function commonFront(one: readonly string[], other: readonly string[], limit: number): number {
  let length = 0;
  while (length < limit && one[length] === other[length]) length += 1;
  return length;
}
