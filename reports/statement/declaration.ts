import type { CaseResult, Run } from '../../harness/contracts/run.ts';
import type { DeclaredEntry, Tested } from '../../harness/contracts/tested.ts';
import { casesOn, isConcluded, requirementResults } from '../summary.ts';
import { type PaperTable, type Section, section } from './paper.ts';

/** What is declared of each target, and whether a case looked whether it is true. */
export function declarationSection({ targets, cases }: Run): Section {
  const tables = targets.flatMap(({ name, tested = [] }) =>
    tested.map((one) => declarationTable(name, one, casesOn({ name }, cases))),
  );
  const none = 'The report does not say what is declared.';
  return { ...section('Declaration', { tables, none }), isNewPage: true };
}

function declarationTable(name: string, { declaration, observers }: Tested, cases: readonly CaseResult[]): PaperTable {
  const seen = observers.length === 0 ? 'its connections alone' : observers.join(', ');
  return {
    caption: `${name}, seen by ${seen}`,
    head: ['entry', 'value', 'declared', 'probed'],
    rows: declaration.map((entry) => [
      ...[entry.key, String(entry.value), entry.isDeclared ? 'yes' : 'no: the default'],
      probedWords(entry, cases),
    ]),
  };
}

/** Whether it was probed, and by which requirements with which verdicts. */
function probedWords({ probedBy }: DeclaredEntry, cases: readonly CaseResult[]): string {
  if (probedBy.length === 0) return 'no: no requirement looks into it';
  const rows = requirementResults(cases.filter(({ requirement }) => probedBy.includes(requirement)));
  if (rows.length === 0) return `no: ${probedBy.join(', ')} not selected`;
  const words = rows.map(({ requirement, verdict }) => `${requirement} (${verdict})`).join(', ');
  return `${rows.some((row) => row.cases.some(isConcluded)) ? 'yes' : 'no'}: ${words}`;
}
