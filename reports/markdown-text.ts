import { visible } from '../harness/text/visible.ts';

/**
 * Foreign text in a line of Markdown: plain words and numbers as they are, all else as code. Nothing but code is text
 * for certain: GitHub and GitLab look for names, references, emoji and addresses in what is left after the Markdown and
 * its escapes were read, but not in code.
 */
export function prose(text: string): string {
  const words = visible(text).match(WORD) ?? [];
  if (words.join(' ') !== visible(text)) return code(text);
  return inRuns(words)
    .map(({ plain, text: run }) => (plain ? run : punctuated(run)))
    .join(' ');
}

/** Foreign text as a code span, whatever backticks it has. */
export function code(text: string): string {
  const shown = visible(text);
  if (shown === '') return '';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const gap = /^[ `]|[ `]$/.test(shown) && /[^ ]/.test(shown) ? ' ' : '';
  return `${fence}${gap}${shown}${gap}${fence}`;
}

/**
 * A line as the cell of a table. Only in code has it bars, and there a bar is escaped. One behind a backslash is written
 * as its octet, since readers differ on which of the two the backslash belongs to.
 */
export function cell(line: string): string {
  return line.replaceAll('\\|', '\\\\x7C').replaceAll('|', '\\|');
}

/** Lines as a block of code, which none of them ends. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const shown = lines.map(visible);
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1));
  return [`${fence}${language}`, ...shown, fence].join('\n');
}

/** Foreign text as code within a line of HTML. */
export function htmlCode(text: string): string {
  const shown = visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<code>${shown}</code>`;
}

/**
 * A word, or what stands in quotes with all of its spaces: a quotation that was cut has no end, and is the rest. The label of a
 * case is one word with its id (`lines/server/idle-client[eight, silent]`).
 */
const WORD = /(?:"[^"]*(?:"|$)|(?<=[\w-]\/[\w-]+\/[\w-]+)\[[^\]"]*\]|[^ ])+/g;

/** A word, two names with a bar between them (`GNU/Linux`), a number, a version of numbers, a day. */
const PLAIN =
  /^\(?(?:[A-Za-z]+(?:['-][A-Za-z]+)*|[A-Z][A-Za-z]+\/[A-Z][A-Za-z]+|v?\d{1,6}(?:\.\d{1,6}){0,2}|\d{4}-\d\d-\d\d)\)?…?[.,;:]?$/;

/** It begins a list, where it stands in front of a line. */
const MARKER = /^\d+[.)]/;

/** GitHub and GitLab take such a word for the name of a commit. */
const COMMIT = /[0-9a-f]{7}/i;

interface Words {
  readonly plain: boolean;
  readonly text: string;
}

/** Words that are not plain share one code span with their neighbours, as far as the sentence is not divided there. */
function inRuns(words: readonly string[]): readonly Words[] {
  const runs: Words[] = [];
  for (const [index, word] of words.entries()) {
    const plain = PLAIN.test(word) && !COMMIT.test(word) && !(index === 0 && MARKER.test(word));
    const last = runs.at(-1);
    const joins = last?.plain === plain && (plain || !/[.,;:]$/.test(last.text));
    if (joins) runs[runs.length - 1] = { plain, text: `${last.text} ${word}` };
    else runs.push({ plain, text: word });
  }
  return runs;
}

/** Words as code, without the punctuation of the sentence that they stand in. */
function punctuated(words: string): string {
  const [, front = '', rest = ''] = /^(\(?)(.*)$/.exec(words) ?? [];
  const closes = count(rest, ')') > count(rest, '(');
  const [, body = '', end = ''] = (closes ? /^(.*?)(\)?[.,;:]?)$/ : /^(.*?)([.,;:]?)$/).exec(rest) ?? [];
  return body === '' ? code(words) : `${front}${code(body)}${end}`;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
