import type { Verdict } from '../harness/contracts/verdict.ts';
import { inert, visible } from '../harness/text/visible.ts';
import { type ChangedCase, type Comparison, changeWords } from './comparison.ts';
import type { RenderOptions } from './format.ts';
import { displayWidth, wrap } from './layout.ts';
import { type Paint, painter, verdictWord } from './paint.ts';
import { openGrid } from './table.ts';

/** What differs in how the runs were judged, then what changed, for a person: a row a case, under what became of it, with its target where there are several. */
export function renderComparison(
  { differences, changed }: Comparison,
  conclusion: { readonly text: string; readonly verdict: Verdict },
  { color, width }: RenderOptions,
): string {
  const paint = painter(color);
  const kinds = [...new Set(changed.map(({ change }) => change))];
  const targets = [...new Set(changed.map(({ target }) => target))];
  const nameOf = ({ id, target }: ChangedCase): string => visible(targets.length > 1 ? `${id} on ${target}` : id);
  const blocks = [
    ...(differences.length === 0 ? [] : [[paint('warning', NOT_THE_SAME), ...differenceLines(differences, width)]]),
    ...(targets.length === 1 ? [wrap(`on ${targets.join('')}`, width, CONCLUSION_LINES)] : []),
    ...kinds.map((change) => {
      const own = changed.filter((one) => one.change === change);
      return [paint('heading', `${changeWords[change]} (${own.length})`), ...rows(own, nameOf, width, paint)];
    }),
    wrap(conclusion.text, width, CONCLUSION_LINES).map((line) => paint(conclusion.verdict, line)),
  ];
  return inert(`${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`);
}

const CONCLUSION_LINES = 6;

const NOT_THE_SAME = 'the runs were not judged by the same:';

function differenceLines(differences: readonly string[], width: number): readonly string[] {
  return differences.flatMap((line) => wrap(line, width - MARGIN, CONCLUSION_LINES)).map((line) => `  ${line}`);
}

const MARGIN = 2;
const GAP = 2;

/** Columns of a reason, at least; where there are fewer, it stands below. */
const LEAST_REASON = 32;
const REASON_LINES = 3;

function rows(
  cases: readonly ChangedCase[],
  nameOf: (one: ChangedCase) => string,
  width: number,
  paint: Paint,
): readonly string[] {
  const widest = (texts: readonly string[]): number => Math.max(...texts.map(displayWidth)) + GAP;
  const level = widest(cases.map((one) => one.level));
  const verdicts = widest(cases.map(verdictsOf));
  const rest = width - MARGIN - level - verdicts;
  const name = Math.min(widest(cases.map(nameOf)), rest);
  const reason = rest - name >= LEAST_REASON ? rest - name : 0;
  const grid = openGrid(reason > 0 ? [name, level, verdicts, reason] : [name, level, rest - name + verdicts]);
  for (const one of cases) {
    const cells = [
      wrap(nameOf(one), name - GAP, REASON_LINES).join('\n'),
      one.level,
      paint(one.after ?? 'not-applicable', verdictsOf(one)),
    ];
    if (reason > 0) grid.push([...cells, wrap(one.reason, reason, REASON_LINES).join('\n')]);
    else grid.push(cells, ...reasonBelow(one, width));
  }
  return grid
    .toString()
    .split('\n')
    .map((line) => `${' '.repeat(MARGIN)}${line}`.trimEnd());
}

function reasonBelow({ reason }: ChangedCase, width: number): readonly { content: string; colSpan: number }[][] {
  if (reason === '') return [];
  const lines = wrap(reason, width - 2 * MARGIN, REASON_LINES);
  return [[{ content: lines.map((line) => `${' '.repeat(MARGIN)}${line}`).join('\n'), colSpan: 3 }]];
}

function verdictsOf({ before, after }: ChangedCase): string {
  return [before, after].map((verdict) => (verdict === undefined ? 'none' : verdictWord(verdict))).join(' → ');
}
