import type { CaseResult, Run } from '../harness/contracts/run.ts';
import { visible } from '../harness/text/visible.ts';
import { countsByVerdict, INCOMPLETE, plural, unmatchedLines } from './closing.ts';
import { marksOf } from './details.ts';
import { dependentsList, rootsOf } from './folding.ts';
import type { ReportFormat } from './format.ts';
import { headline, unjudgedWords } from './headline.ts';
import { cut, wrap } from './layout.ts';
import { markdownWithin } from './markdown.ts';
import { pageAddress } from './page-address.ts';
import { isNotOk, isTroubled, type RequirementResult, requirementResults } from './summary.ts';
import { gravity } from './trouble.ts';

/**
 * For GitHub Actions: workflow commands on standard output, which become annotations, and the Markdown report as the
 * summary of the step. A notice has the outcome, an error where a target was not judged; a requirement whose cases fail the run (or the harness) is an error, one
 * with other warnings or flaky cases a warning, the gravest first, since GitHub shows ten of a kind a step. What is left
 * out is counted in a last notice.
 */
export const github: ReportFormat = {
  name: 'github',
  extension: 'txt',
  render,
  // GitHub drops the whole summary of a step where it is larger.
  summary: { variable: 'GITHUB_STEP_SUMMARY', octets: 1024 * 1024, render: markdownWithin },
};

const SHOWN = 10;

type Command = 'error' | 'warning' | 'notice';

function render(run: Run): string {
  const errors = annotations(run, 'error', isNotOk);
  const warnings = annotations(run, 'warning', isMinor);
  const outcome = [visible(run.conclusion), countsByVerdict(run).join(', '), ...(run.complete ? [] : [INCOMPLETE])];
  const lines = [
    command(unjudgedWords(run) === undefined ? 'notice' : 'error', titled(run), outcome),
    ...unmatchedLines(run).map((line) => command('error', 'sockspec: baseline', wrap(line, WIDTHS.text, 1))),
    ...errors.slice(0, SHOWN),
    ...warnings.slice(0, SHOWN),
    ...leftOut(errors.length - SHOWN, warnings.length - SHOWN),
  ];
  return `${lines.join('\n')}\n`;
}

function titled(run: Run): string {
  return cut(`sockspec: ${visible(headline(run))}`, WIDTHS.title);
}

/** Of known failures the outcome has the number, and the summary all that there is to say. */
function isMinor(result: CaseResult): boolean {
  return isTroubled(result) && !isNotOk(result) && result.known === undefined;
}

/**
 * One for each requirement (on a target) that has such cases and that no other failure explains: the gravest of them, how
 * many there are more, and how many requirements depend on it.
 */
function annotations(run: Run, name: Command, isMeant: (result: CaseResult) => boolean): readonly string[] {
  return rootsOf(requirementResults(run.cases))
    .map(({ row: { cases }, dependents }) => ({
      meant: cases.filter(isMeant).sort((one, other) => gravity(one) - gravity(other)),
      dependents,
    }))
    .flatMap(({ meant: [first, ...more], dependents }) =>
      first === undefined ? [] : [{ first, more: more.length, dependents }],
    )
    .sort((one, other) => gravity(one.first) - gravity(other.first))
    .map(({ first, more, dependents }) => annotation(name, first, more, dependents));
}

/** Columns of a title and of a text; the summary of the step and the JSON report have more of it. */
const WIDTHS = { title: 200, text: 1000 };

/** Of those that depend on a failure. */
const NAMES = 10;

function annotation(name: Command, result: CaseResult, more: number, dependents: readonly RequirementResult[]): string {
  const { id, target, verdict, reason, baseline = '', text, level, source, reproduce } = result;
  const page = pageAddress(result);
  const title = cut(visible(`${verdict}${marksOf(result)}: ${id} on ${target}`), WIDTHS.title);
  return command(name, title, [
    ...wrap(reason, WIDTHS.text, 1),
    ...[baseline, dependentsList(dependents, NAMES)]
      .filter((line) => line !== '')
      .flatMap((line) => wrap(line, WIDTHS.text, 1)),
    ...wrap(`requirement: ${text} (${level}, ${source})`, WIDTHS.text, 1),
    ...(page === undefined ? [] : [`more about it: ${page}`]),
    ...(more === 0 ? [] : [`and ${plural(more, 'case')} more of the same requirement`]),
    `reproduce: ${visible(reproduce)}`,
  ]);
}

function leftOut(errors: number, warnings: number): readonly string[] {
  const counts = [
    ...(errors > 0 ? [`${plural(errors, 'requirement')} more with failures or errors`] : []),
    ...(warnings > 0 ? [`${plural(warnings, 'requirement')} more with warnings`] : []),
  ];
  if (counts.length === 0) return [];
  const why = `GitHub shows ${SHOWN} annotations of a kind; see the summary of the step`;
  return [command('notice', 'sockspec: not shown', [`${counts.join(', ')}: ${why}`])];
}

/** One line, escaped as the runner reads it. */
function command(name: Command, title: string, lines: readonly string[]): string {
  return `::${name} title=${property(title)}::${data(lines.join('\n'))}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
