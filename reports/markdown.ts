import type { CaseResult, Run } from '../harness/contracts/run.ts';
import { countsByVerdict, extent, INCOMPLETE, quickLines, unmatchedLines } from './closing.ts';
import { marksOf } from './details.ts';
import { exchangeLines } from './exchange.ts';
import { fieldTree, treeTitle } from './field-tree.ts';
import { dependentReasons, dependentsList, rootsOf } from './folding.ts';
import type { ReportFormat } from './format.ts';
import { headline } from './headline.ts';
import { wrap } from './layout.ts';
import { cell, code, codeBlock, htmlCode, prose } from './markdown-text.ts';
import { pageOfRow } from './page-address.ts';
import { verdictWord } from './paint.ts';
import { printedLast } from './printed.ts';
import { restOfReason } from './reason.ts';
import {
  passedOf,
  type RequirementResult,
  reasonsOf,
  requirementResults,
  type SuiteResult,
  shortName,
  suiteResults,
} from './summary.ts';
import { isAdvised, troubled } from './trouble.ts';

/**
 * GitHub Flavored Markdown, for a comment on a merge request, a wiki, the summary of a CI job: the outcome, the counts, a
 * table a suite and target, and folded below them every failure, warning, error and flaky case (of one requirement the
 * gravest three).
 */
export const markdown: ReportFormat = { name: 'markdown', extension: 'md', render: (run) => joined(blocksOf(run)) };

/** The same in at most so many octets: cut between blocks, saying so. Empty where not even the outcome fits. */
export function markdownWithin(run: Run, octets: number): string {
  const blocks = blocksOf(run);
  const whole = joined(blocks);
  if (Buffer.byteLength(whole) <= octets) return whole;
  const noteOf = (missing: number) =>
    `> cut: ${missing} of the ${blocks.length} parts of this report are missing, for which there was no room here`;
  const kept: string[] = [];
  let room = octets - Buffer.byteLength(`${noteOf(blocks.length)}\n`);
  for (const block of blocks) {
    room -= Buffer.byteLength(`${block}\n\n`);
    if (room < 0) break;
    kept.push(block);
  }
  return kept.length === 0 ? '' : joined([...kept, noteOf(blocks.length - kept.length)]);
}

function joined(blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`;
}

/** Each can stand without those behind it. */
function blocksOf(run: Run): readonly string[] {
  return [
    headOf(run),
    ...suiteResults(run).map(suiteBlock),
    ...rootsOf(requirementResults(run.cases)).flatMap(({ row, dependents }) => {
      const { shown, rest } = troubled(row);
      const blocks = shown.map((result, index) =>
        caseBlock(result, index === 0 ? dependents : undefined, isAdvised(result, shown.slice(0, index))),
      );
      return [...blocks, ...(rest.length === 0 ? [] : [restBlock(rest)])];
    }),
  ];
}

/** Columns of a text in a table, of one in a list, and of a line of an exchange; the JSON report has all of it. */
const WIDTHS = { cell: 240, field: 2000, exchange: 120, value: 60 };

/** Counted from the last. */
const EVENTS = 20;

/** Cases of one requirement, and those that depend on it, that are only named. */
const NAMES = 20;

function headOf(run: Run): string {
  return [
    `## sockspec: ${short(headline(run), WIDTHS.field)}`,
    short(run.conclusion, WIDTHS.field),
    countsByVerdict(run).join(', '),
    prose(extent(run).join(', ')),
    ...[...quickLines(run), ...unmatchedLines(run)].map((line) => short(line, WIDTHS.field)),
    ...(run.complete ? [] : [`> ${INCOMPLETE}`]),
  ].join('\n\n');
}

function suiteBlock({ suite, target, reached, requirements }: SuiteResult): string {
  const where = reached === undefined ? '' : ` (${reached.kind}, ${code(reached.address)})`;
  const title = `### ${code(suite)} on ${code(target)}${where}`;
  if (requirements.length === 0) return `${title}\n\nno case was run`;
  const head = ['| requirement | level | cases | verdict | reason |', '| --- | --- | ---: | --- | --- |'];
  const reasons = reasonsOf(requirements);
  return `${title}\n\n${[...head, ...requirements.map((row, index) => rowOf(row, reasons[index] ?? ''))].join('\n')}`;
}

function rowOf(row: RequirementResult, reason: string): string {
  const cells = [linked(row), row.level, passedOf(row), verdictWord(row.verdict), short(reason, WIDTHS.cell)];
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** The name of a requirement, which leads to its page. */
function linked(row: RequirementResult): string {
  const page = pageOfRow(row);
  const name = code(shortName(row));
  return page === undefined ? name : `[${name}](${page})`;
}

/**
 * Folded, since a table of many failures is read before any of them. The first case of a requirement comes with those that
 * depend on it (undefined: it is a further one); what its failure usually means is not said again.
 */
function caseBlock(result: CaseResult, dependents: readonly RequirementResult[] | undefined, advised: boolean): string {
  const { id, target, verdict, messages = [], evidence, reproduce } = result;
  const printed = printedLast(evidence);
  const count = evidence.length > EVENTS ? `, last ${EVENTS} of ${evidence.length} events` : '';
  return [
    `<details>\n<summary>${verdictWord(verdict)}${marksOf(result)} ${htmlCode(id)} on ${htmlCode(target)}</summary>`,
    fieldsOf(result, dependents, advised).join('\n'),
    ...messages.map((message) => codeBlock('text', [treeTitle(message), ...fieldTree(message, '', WIDTHS.value)])),
    ...(printed === '' ? [] : ['printed last:', codeBlock('text', printed.split(/\r?\n/))]),
    ...(evidence.length === 0
      ? []
      : [`exchange${count}:`, codeBlock('text', exchangeLines(evidence, EVENTS, WIDTHS.exchange))]),
    'reproduce:',
    codeBlock('sh', [reproduce]),
    '</details>',
  ].join('\n\n');
}

function fieldsOf(
  result: CaseResult,
  dependents: readonly RequirementResult[] | undefined,
  advised: boolean,
): readonly string[] {
  const { level, text, source, expected, seen, failure, mend, known, baseline, notes, attempts, flaky } = result;
  const isFirst = dependents !== undefined;
  const field = (label: string, shown: string | undefined): readonly string[] =>
    shown === undefined || shown === '' ? [] : [`- **${label}**: ${short(shown, WIDTHS.field)}`];
  return [
    ...field('mend first', isFirst ? dependentsList(dependents, NAMES) : ''),
    ...dependentReasons(dependents ?? [], NAMES).map((reason) => `  - ${short(reason, WIDTHS.cell)}`),
    ...(isFirst ? field('requirement', text).map((line) => `${line} (${level}, ${short(source, WIDTHS.field)})`) : []),
    ...field('expected', expected),
    ...field('seen', seen),
    ...field('reason', restOfReason(result)),
    ...(!advised ? [...field('usual cause', failure), ...field('usual mend', mend)] : []),
    ...field('known', known),
    ...field('baseline', baseline),
    ...notes.flatMap((note) => field('note', note)),
    ...(flaky ? field('attempts', attempts.join(', ')) : []),
  ];
}

function restBlock(rest: readonly CaseResult[]): string {
  const names = rest.slice(0, NAMES).map(({ id }) => code(id));
  return `… and ${rest.length} more of the same requirement: ${names.join(', ')}${rest.length > NAMES ? ', …' : ''}`;
}

function short(text: string, width: number): string {
  return prose(wrap(text, width, 1)[0] ?? '');
}
