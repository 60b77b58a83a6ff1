import { stringify } from 'yaml';
import type { CaseResult, Run } from '../harness/contracts/run.ts';
import { visible } from '../harness/text/visible.ts';
import { countsByVerdict, extent, quickLines, unmatchedLines } from './closing.ts';
import type { ReportFormat } from './format.ts';
import { headline, outcomeWords } from './headline.ts';
import { pageAddress } from './page-address.ts';
import { restOfReason } from './reason.ts';
import { isNotOk, isSkipped, isTroubled } from './summary.ts';

/**
 * For `prove` and whatever else reads the Test Anything Protocol: one test point a case, by the rule of the JUnit report
 * (what fails the run is `not ok`, and so is `error`; other `inconclusive` and `not-applicable` are skipped). A known failure is
 * `not ok` with the directive that the protocol has for it: readers do not count it as a failure.
 *
 * In version 13: Perl's harness refuses 14 up to and including TAP::Parser 3.44, and who reads 14 reads 13.
 * A run that is not as well as its points look bails out: one that is incomplete, one that failed without a point, and one
 * in which nothing was concluded.
 */
export const tap: ReportFormat = { name: 'tap', extension: 'tap', render };

function render(run: Run): string {
  const lines = [
    'TAP version 13',
    `# ${visible(headline(run))}`,
    ...(looksBetterThanItIs(run) ? [] : [`1..${run.cases.length}`]),
    ...run.cases.flatMap((result, index) => [
      point(result, index + 1),
      ...(isTroubled(result) ? diagnostics(result) : []),
    ]),
    `# ${countsByVerdict(run).join(', ')}`,
    `# ${extent(run).join(', ')}`,
    ...[...quickLines(run), ...unmatchedLines(run)].map((line) => `# ${visible(line)}`),
    `# ${outcomeWords(run)}: ${visible(run.conclusion)}`,
    ...(looksBetterThanItIs(run) ? [`Bail out! ${visible(run.conclusion)}`] : []),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** What the implementation uttered never ends the line: some readers take a brace there for the front of a subtest. */
function point(result: CaseResult, index: number): string {
  const { id, target } = result;
  const word = isNotOk(result) || isKnown(result) ? 'not ok' : 'ok';
  return `${word} ${index} - ${escaped(id)} (${escaped(target)})${directive(result)}`;
}

function directive(result: CaseResult): string {
  const { verdict, reason, known = '' } = result;
  if (isKnown(result)) return ` # TODO ${escaped(known)} (known failure)`;
  return isSkipped(result) ? ` # SKIP ${escaped(reason)} (${verdict})` : '';
}

function isKnown(result: CaseResult): boolean {
  return result.known !== undefined && !isNotOk(result);
}

function looksBetterThanItIs({ complete, outcome, cases }: Run): boolean {
  return !complete || (outcome !== 'conformant' && !cases.some(isNotOk));
}

/** A YAML block of double-quoted strings, a line each: Perl's reader knows no lists of strings and no folded ones. */
function diagnostics(result: CaseResult): readonly string[] {
  const {
    verdict,
    level,
    requirement,
    text,
    source,
    target,
    known,
    baseline,
    explainedBy,
    expected,
    seen,
    notes,
    reproduce,
  } = result;
  const fields = {
    verdict,
    level,
    requirement,
    text: `${text} (${source})`,
    target,
    explainedBy,
    reason: restOfReason(result),
    known,
    baseline,
    expected,
    seen,
    notes: notes.join('; '),
    page: pageAddress(result),
    attempts: result.flaky ? result.attempts.join(', ') : '',
    reproduce,
  };
  const filled = Object.entries(fields).flatMap(([key, value = '']) => (value === '' ? [] : [[key, visible(value)]]));
  const yaml = stringify(Object.fromEntries(filled), STYLE).trimEnd().split('\n');
  return ['---', ...yaml, '...'].map((line) => `  ${line}`);
}

const STYLE = { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 } as const;

/** A description's number sign would begin a directive. */
function escaped(text: string): string {
  return visible(text).replaceAll('\\', '\\\\').replaceAll('#', '\\#');
}
