import { visible } from '../harness/text/visible.ts';

/** What a cell may hold; nothing is an empty cell. */
export type Cell = string | number | undefined;

/**
 * Rows as comma-separated values (RFC 4180), each line ended by LF. Text is on one line, and a spreadsheet takes none for
 * a formula, whoever chose it: such a text gets an apostrophe in front.
 */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\n`).join('');
}

/** The first characters of what spreadsheets compute. */
const FORMULA = /^[=+\-@]/;

function cellText(cell: Cell): string {
  if (cell === undefined || typeof cell === 'number') return String(cell ?? '');
  const line = visible(cell);
  const text = FORMULA.test(line.trimStart()) ? `'${line}` : line;
  return /[",]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
