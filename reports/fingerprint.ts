import type { CaseResult } from '../harness/contracts/run.ts';

/** A longer one says no more of the kind of a failure, and makes a baseline hard to read. */
const LONGEST = 160;

/**
 * The kind of a failure, by which a baseline knows it again: its verdict, what was expected and what was seen, without what
 * differs from run to run. A number, and a word with a digit in it, is `#`; what was quoted is `"…"`; a list of such things is
 * one of them. What a flaky case came to in its attempts does not count.
 */
export function fingerprintOf({
  verdict,
  reason,
  expected,
  seen,
}: Pick<CaseResult, 'verdict' | 'reason' | 'expected' | 'seen'>): string {
  const kind =
    expected === undefined || seen === undefined
      ? normalForm(reason.replace(/^flaky: [^;]*; /, ''))
      : `expected ${normalForm(expected)}; saw ${normalForm(seen)}`;
  return `${verdict}: ${kind.length > LONGEST ? `${kind.slice(0, LONGEST)}…` : kind}`.trim();
}

/** Whether two fingerprints are of one kind: an earlier version told milliseconds from seconds in them. */
export function isSameKind(one: string, other: string): boolean {
  return normalForm(one) === normalForm(other);
}

/**
 * A text without what differs from run to run, as fingerprints have it. A quote may be cut at the end of the text; times are
 * seconds or milliseconds; of two characters one may be named by its number, and the other was drawn; messages of one kind
 * are one. An empty file is one of another length: earlier versions said so in words.
 */
export function normalForm(text: string): string {
  return text
    .replace(/"(?:[^"\\]|\\.)*(?:"|\\?…$)/g, '"…"')
    .replace(/[\w.:+-]*\d(?:[\w.:+-]|,(?=\d))*/g, '#')
    .replace(/# (\p{L}+?)s?(?=\P{L}|$)/gu, '# $1')
    .replace(/# m(?!\p{L})/gu, '# s')
    .replace(/# \+ \S(?!\S)/g, '#')
    .replace(/([\w-]+\([^()]*\))(?:, \1)+/g, '$1')
    .replace(
      'stored empty, in place of # octet',
      'stored with # octet of # octet, unlike what was sent from octet # on',
    )
    .replace(/((?:#|"…")(?: \p{L}+)?)(?:(?:, | and | or )\1(?!\p{L}))+/gu, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
