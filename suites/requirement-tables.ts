import type { Requirement } from '../harness/contracts/requirement.ts';
import { listRequirements } from '../harness/contracts/requirement-table.ts';
import { suites } from './index.ts';

/** The book that most requirements come from; suites/README.md names it once, so that its tables need not. */
const BOOK = /^tutorial "Basic Network Programming" \([^)]*\)/;

/** Characters that Markdown would take for its own in a cell. */
const MARKUP = /[\\|<*`[\]]/g;

/** Where the table of one suite stands in suites/README.md: between a comment that names the suite, and one that ends it. */
const PLACE = /(<!-- requirements (\S+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** The text of suites/README.md with the table of each suite made anew from its requirements. Throws an Error for a table that is missing or unknown. */
export function withTables(readme: string): string {
  const places = [...readme.matchAll(PLACE)].map(([, , path]) => path);
  const paths = suites.map(({ path }) => path);
  if (places.join() !== paths.join()) {
    throw new Error(`suites/README.md: expected tables of ${paths.join(', ')}; found ${places.join(', ')}`);
  }
  return readme.replace(PLACE, (_, begin: string, path: string, end: string) => `${begin}${tableOf(path)}${end}`);
}

function tableOf(suite: string): string {
  const rows = suites.filter(({ path }) => path === suite).flatMap(({ table }) => listRequirements(table).map(rowOf));
  return [
    '',
    '| id | level | source | observations | requirement |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '',
  ].join('\n');
}

function rowOf({ id, level, source, seen, text }: Requirement): string {
  const key = id.split('/').at(-1) ?? id;
  const cells = [`\`${key}\``, level, escaped(source.replace(BOOK, 'tutorial')), seen.join(', '), escaped(text)];
  return `| ${cells.join(' | ')} |`;
}

/** Text as a line of Markdown, or a cell of a table, that says the same. */
export function escaped(text: string): string {
  return text.replace(MARKUP, '\\$&');
}
