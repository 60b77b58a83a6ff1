import type { CaseResult, Run } from '../../harness/contracts/run.ts';
import { countsByVerdict } from '../closing.ts';
import { pageAddress } from '../page-address.ts';
import { verdictWord } from '../paint.ts';
import { ownReasonOf, passedOf, requirementResults, shortName, suiteResults } from '../summary.ts';
import { troubled } from '../trouble.ts';
import { type PaperTable, type Section, section, type Told } from './paper.ts';

/** Every requirement that was judged, with its verdict. */
export function campaignSection(run: Run): Section {
  const tables = suiteResults(run).map(({ suite, target, requirements }) => ({
    caption: `${suite} on ${target}`,
    head: ['requirement', 'level', 'cases passed', 'verdict', 'reason'],
    rows: requirements.map((row) => [
      ...[shortName(row), row.level, passedOf(row), verdictWord(row.verdict)],
      ownReasonOf(row),
    ]),
  }));
  return { ...section('Campaign', { lines: [countsByVerdict(run).join(', ')], tables }), isNewPage: true };
}

/** Each failure by itself: of one requirement the gravest three. */
export function failureSection({ cases }: Run): Section {
  const tables = requirementResults(cases).flatMap((row) => {
    const { shown, rest } = troubled(row);
    return shown.map((result, index) => failureTable(result, index === shown.length - 1 ? rest.length : 0));
  });
  return { ...section('Annex: failures', { tables, none: 'Nothing failed.' }), isNewPage: true };
}

function failureTable(result: CaseResult, more: number): PaperTable {
  const { id, target, verdict, level, text, source, expected, seen, reason, notes, known, baseline, reproduce } =
    result;
  const rows: readonly (readonly [string, Told | undefined])[] = [
    ['verdict', `${verdict}${known === undefined ? '' : ', known'}`],
    ['requirement', `${text} (${level}, ${source})`],
    ['page', pageAddress(result)],
    ['expected', expected],
    ['seen', seen],
    ['reason', expected === undefined ? reason : undefined],
    ['known', known],
    ['baseline', baseline],
    ...notes.map((note) => ['note', note] as const),
    ['reproduced by', { code: reproduce }],
    ['further cases', more === 0 ? undefined : `${more} more of this requirement`],
  ];
  return {
    caption: `${id} on ${target}`,
    head: ['what', 'told'],
    rows: rows.flatMap(([label, told]) => (told === undefined || told === '' ? [] : [[label, told]])),
  };
}
