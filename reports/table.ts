import Table from 'cli-table3';
import type { Run } from '../harness/contracts/run.ts';
import { inert, visible } from '../harness/text/visible.ts';
import { closingLines, openingLines } from './closing.ts';
import type { RenderOptions, ReportFormat } from './format.ts';
import { displayWidth, wrap } from './layout.ts';
import { matrixLines } from './matrix-lines.ts';
import { type Paint, painter, verdictWord } from './paint.ts';
import { passedOf, type RequirementResult, reasonsOf, type SuiteResult, shortName, suiteResults } from './summary.ts';
import { troubleLines } from './trouble.ts';

/** For a person at a terminal: how it ended, one row a requirement, the counts, and every failure in detail. */
export const table: ReportFormat = { name: 'table', extension: 'txt', render };

/** Narrower places get lines that are too wide, broader ones lines that stay readable. */
const WIDTHS = { least: 60, most: 200 };

function render(run: Run, options: RenderOptions): string {
  const width = Math.min(Math.max(options.width, WIDTHS.least), WIDTHS.most);
  const paint = painter(options.color);
  const suites = suiteResults(run);
  const columns = columnsFor(suites, width);
  const blocks = [
    openingLines(run, width, paint),
    ...suites.map((suite) => suiteLines(suite, columns, width, paint)),
    ...matrixLines(run, width, paint),
    closingLines(run, width, paint),
    ...troubleLines(run.cases, { width, teaches: options.teaches ?? false }, paint),
  ];
  return inert(`${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`);
}

/** Widths of the columns, the gap behind each included. */
interface Columns {
  readonly requirement: number;
  readonly level: number;
  readonly cases: number;
  readonly verdict: number;
  /** 0 where a reason gets lines of its own below its row. */
  readonly reason: number;
}

const MARGIN = 2;
const GAP = 2;

/** A column of reasons that is narrower than this is hard to read. */
const LEAST_REASON = 32;

/** Lines that a reason may take in the table; the details and the JSON report have more of it. */
const REASON_LINES = 4;

function columnsFor(suites: readonly SuiteResult[], width: number): Columns {
  const rows = suites.flatMap(({ requirements }) => requirements);
  const widest = (head: string, textOf: (row: RequirementResult) => string) =>
    rows.reduce((columns, row) => Math.max(columns, displayWidth(textOf(row))), head.length) + GAP;
  const level = widest('level', (row) => row.level);
  const cases = widest('cases', passedOf);
  const verdict = widest('verdict', (row) => verdictWord(row.verdict));
  const rest = width - MARGIN - level - cases - verdict;
  const requirement = Math.min(
    rest,
    widest('requirement', (row) => visible(shortName(row))),
  );
  const reason = rest - requirement;
  if (reason >= LEAST_REASON) return { requirement, level, cases, verdict, reason };
  return { requirement, level, cases, verdict: verdict + reason, reason: 0 };
}

/** An empty table without lines; the other listings of the house are laid out in one too. */
export function openGrid(colWidths: number[]): InstanceType<typeof Table> {
  return new Table({
    chars: borderless,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    colWidths,
  });
}

function suiteLines(suite: SuiteResult, columns: Columns, width: number, paint: Paint): readonly string[] {
  const title = wrap(titleOf(suite), width, REASON_LINES).map((line) => paint('heading', line));
  if (suite.requirements.length === 0) return [...title, '  no case was run'];
  const { requirement, level, cases, verdict, reason } = columns;
  const grid = openGrid([requirement, level, cases, verdict, ...(reason > 0 ? [reason] : [])]);
  const heads = ['requirement', 'level', 'cases', 'verdict', ...(reason > 0 ? ['reason'] : [])];
  grid.push(heads.map((head) => paint('label', head)));
  const reasons = reasonsOf(suite.requirements);
  for (const [index, row] of suite.requirements.entries()) {
    const said = reasons[index] ?? '';
    const cells = [
      wrap(shortName(row), requirement - GAP, REASON_LINES).join('\n'),
      row.level,
      passedOf(row),
      paint(row.verdict, verdictWord(row.verdict)),
    ];
    if (reason > 0) grid.push([...cells, wrap(said, reason, REASON_LINES).join('\n')]);
    else grid.push(cells, ...reasonBelow(said, width));
  }
  const body = grid.toString().split('\n');
  return [...title, ...body.map((line) => `${' '.repeat(MARGIN)}${line}`.trimEnd())];
}

function reasonBelow(reason: string, width: number): readonly { content: string; colSpan: number }[][] {
  if (reason === '') return [];
  const lines = wrap(reason, width - 2 * MARGIN, REASON_LINES);
  return [[{ content: lines.map((line) => `${' '.repeat(MARGIN)}${line}`).join('\n'), colSpan: 4 }]];
}

function titleOf({ suite, target, reached }: SuiteResult): string {
  return `${suite}  ${target}${reached === undefined ? '' : ` (${reached.kind}, ${reached.address})`}`;
}

const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
