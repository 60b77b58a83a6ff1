import type { CaseResult } from '../harness/contracts/run.ts';
import { visible } from '../harness/text/visible.ts';
import { exchangeLines } from './exchange.ts';
import { fieldTree, treeTitle } from './field-tree.ts';
import { wrap } from './layout.ts';
import { pageAddress } from './page-address.ts';
import { type Look, type Paint, verdictWord } from './paint.ts';
import { printedLines } from './printed.ts';
import { restOfReason } from './reason.ts';

/** How much of a case is shown. */
export interface DetailLimits {
  readonly width: number;
  /** Lines of one field; the JSON report has it whole. */
  readonly lines: number;
  /** Events, counted from the last. */
  readonly events: number;
  /** Whether a failure comes with what it usually means, its usual mend, and what the program printed last. */
  readonly teaches?: boolean;
  /** What is said of those that depend on this one, and what was found of each. */
  readonly folded?: string;
  readonly foldedReasons?: readonly string[];
  /** Another case of the same requirement stands before: what was said there of both is not said again. */
  readonly isAgain?: boolean;
  /** A case before has said what its failure usually means. */
  readonly isAdvised?: boolean;
}

/**
 * All that a reader needs to understand one case, as lines without escape sequences of the IUT. Only the command that
 * reproduces it may be wider than the limit: a broken line could not be copied.
 */
export function caseLines(result: CaseResult, limits: DetailLimits, paint: Paint): readonly string[] {
  const field = (label: string, text: string | undefined): readonly string[] =>
    text === undefined || text === '' ? [] : labelled(label, wrap(text, limits.width - INDENT, limits.lines), paint);
  const { isAgain = false, isAdvised = isAgain, teaches = false, folded, foldedReasons = [] } = limits;
  const isTaught = teaches && !isAdvised;
  return [
    ...heading(result, limits, paint),
    ...field('mend first', folded),
    ...foldedReasons.flatMap((reason) =>
      wrap(reason, limits.width - INDENT, 2).map((line) => `${' '.repeat(INDENT)}${line}`),
    ),
    ...field('depends on', result.explainedBy === undefined ? undefined : `${result.explainedBy}: mend that first`),
    ...(isAgain ? [] : field('requirement', `${result.text} (${result.level}, ${result.source})`)),
    ...field('expected', result.expected),
    ...field('seen', result.seen),
    ...field('reason', restOfReason(result)),
    ...(isTaught ? field('usual cause', result.failure) : []),
    ...(isTaught ? field('usual mend', result.mend) : []),
    ...(isAgain ? [] : labelled('page', pageLines(result), paint)),
    ...field('known', result.known),
    ...field('baseline', result.baseline),
    ...result.notes.flatMap((note) => field('note', note)),
    ...(result.flaky ? field('attempts', result.attempts.join(', ')) : []),
    ...messageTrees(result, limits.width, paint),
    ...(teaches ? labelled('printed last', printedLines(result.evidence, limits.width - INDENT), paint) : []),
    ...exchange(result, limits, paint),
    ...labelled('reproduce', [visible(result.reproduce)], paint),
  ];
}

/** Whole, as it is to be copied. */
function pageLines(result: CaseResult): readonly string[] {
  const page = pageAddress(result);
  return page === undefined ? [] : [page];
}

/** What is to be said of a verdict: ", flaky", ", known", both or nothing. */
export function marksOf({ flaky, known }: CaseResult): string {
  return `${flaky ? ', flaky' : ''}${known === undefined ? '' : ', known'}`;
}

/** Columns before the text of a field: a margin and the label. */
const INDENT = 15;

function heading(result: CaseResult, { width, lines }: DetailLimits, paint: Paint): readonly string[] {
  const title = `${verdictWord(result.verdict)}${marksOf(result)}  ${result.id}  on ${result.target}`;
  return wrap(title, width, lines).map((line) => paint(result.verdict, line));
}

function exchange(result: CaseResult, { width, events }: DetailLimits, paint: Paint): readonly string[] {
  const { evidence } = result;
  if (evidence.length === 0) return [];
  const count = evidence.length > events ? `last ${events} of ${evidence.length} events` : '';
  return [
    ...labelled('exchange', [count], paint),
    ...exchangeLines(evidence, events, width - MARGIN.length).map((line) => `${MARGIN}${line}`),
  ];
}

/** Columns that the value of a field may take beside its offset, its octets and its name. */
const beside = (width: number): number => Math.max(20, width - 60);

function messageTrees({ messages = [] }: CaseResult, width: number, paint: Paint): readonly string[] {
  return messages.flatMap((message) => [
    ...labelled('message', [treeTitle(message)], paint),
    ...fieldTree(message, '    ', beside(width)),
  ]);
}

const MARGIN = '  ';
const LABEL: Look = 'label';

function labelled(label: string, texts: readonly string[], paint: Paint): readonly string[] {
  return texts.map((text, index) => {
    const front = (index === 0 ? label : '').padEnd(INDENT - MARGIN.length);
    return `${MARGIN}${paint(LABEL, front)}${text}`.trimEnd();
  });
}
