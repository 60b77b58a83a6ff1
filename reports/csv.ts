import type { Run } from '../harness/contracts/run.ts';
import { csvText } from './csv-text.ts';
import type { ReportFormat } from './format.ts';
import { type GradedRequirement, gradeOf, isOpen } from './grading.ts';
import { pageOfRow } from './page-address.ts';
import { ownReasonOf } from './summary.ts';
import { gravity } from './trouble.ts';

/**
 * For a spreadsheet: a row a target and requirement, in the order of the run. Points that are open are an empty cell, not
 * a 0, so that a sum does not take them for lost.
 */
export const csv: ReportFormat = { name: 'csv', extension: 'csv', render };

const HEAD = [
  'target',
  'requirement',
  'level',
  'verdict',
  'points',
  'of',
  'cases',
  'passed',
  'reason',
  'reproduce',
  'page',
];

function render({ cases }: Run): string {
  return csvText([HEAD, ...gradeOf(cases).rows.map(rowOf)]);
}

function rowOf(row: GradedRequirement) {
  const { target, requirement, level, verdict, points, cases } = row;
  const [worst] = [...cases].sort((one, other) => gravity(one) - gravity(other));
  const passed = cases.filter((one) => one.verdict === 'pass').length;
  return [
    ...[target, requirement, level, verdict, isOpen(row) ? undefined : points, row.of, cases.length, passed],
    ...[ownReasonOf(row), verdict === 'pass' ? undefined : worst?.reproduce, pageOfRow(row)],
  ];
}
