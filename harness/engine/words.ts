import { quoted as inQuotes } from '../text/visible.ts';

/** Longest wording of one value in a reason; the evidence holds the rest. */
const WORDING_LIMIT = 300;

/** A value as a sentence names it: texts quoted only where they need it, lists joined by commas. */
export function wordsFor(value: unknown): string {
  const words = phrase(value);
  return words.length <= WORDING_LIMIT ? words : `${words.slice(0, WORDING_LIMIT)}…`;
}

/** Characters that stand before the first difference of two long wordings. */
const ALIKE = 60;

/** Two values, each as `wordsFor` words it; where both are long, from shortly before the place where they differ. */
export function wordsForBoth(one: unknown, other: unknown): readonly [string, string] {
  const [left, right] = [phrase(one), phrase(other)];
  let same = 0;
  while (same < left.length && left[same] === right[same]) same += 1;
  const from = same - ALIKE;
  const isHidden = same >= WORDING_LIMIT - ALIKE && left !== right;
  if (!isHidden) return [wordsFor(one), wordsFor(other)];
  const cut = (words: string): string => {
    const rest = words.slice(from);
    return `(${count(from, 'character')} alike) …${rest.length <= WORDING_LIMIT ? rest : `${rest.slice(0, WORDING_LIMIT)}…`}`;
  };
  return [cut(left), cut(right)];
}

/** A number of milliseconds as a person says it: `2 s`, `250 ms`. */
export function duration(ms: number): string {
  return ms >= 1000 ? `${Math.round(ms / 100) / 10} s` : `${Math.round(ms)} ms`;
}

/** `1 octet`, `12 octets`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** Text in quotes on one line, cut to a length. */
export function quoted(text: string, limit = 80): string {
  return inQuotes(text.length > limit ? `${text.slice(0, limit)}…` : text);
}

function phrase(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'nothing' : value;
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(phrase).join(', ');
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value === undefined || value === null) return 'nothing';
  return JSON.stringify(value);
}
