import type { Run, RunTarget } from '../../harness/contracts/run.ts';
import type { SuiteRevision } from '../../harness/contracts/run-part.ts';
import { plural } from '../closing.ts';
import { casesOn, isConcluded, type RequirementResult, requirementResults, suiteOfTarget } from '../summary.ts';

/** The suite of a target as the parts of the run had it: the latest; undefined where none tells. */
export function suiteRevision({ parts }: Run, target: RunTarget): SuiteRevision | undefined {
  const told = parts.filter(({ targets }) => targets.includes(target.name));
  return told
    .flatMap(({ requirements }) => requirements?.suites.filter(({ suite }) => suite === suiteOfTarget(target)) ?? [])
    .at(-1);
}

/** Whether nobody knows how much there was to judge of a target: the report, or a part of it, is of version 1. */
export function isExtentUnknown(run: Run): boolean {
  return run.targets.some(
    (target) =>
      suiteRevision(run, target) === undefined &&
      run.parts.some(({ targets, requirements }) => requirements === undefined && targets.includes(target.name)),
  );
}

/** How much of its suite a target was judged by. What came to no verdict was not. */
export function extentOf(run: Run, target: RunTarget): string {
  const { rows, judged, cases, all } = counted(run, target);
  if (all === undefined) return `${plural(judged, 'requirement')}, ${plural(cases, 'case')}; of how many is not told`;
  const others = rows.filter((row) => !row.cases.some(isConcluded));
  const open = others.filter((row) => row.cases.some(({ verdict }) => verdict === 'inconclusive')).length;
  const left: readonly (readonly [number, string])[] = [
    [open, 'not concluded'],
    [others.length - open, 'not applicable'],
    [all.requirements.length - rows.length, 'not run'],
  ];
  const words = left.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  return [
    `${judged} of ${plural(all.requirements.length, 'requirement')}, ${cases} of ${plural(all.cases, 'case')}`,
    ...(words.length === 0 ? [] : [words.join(', ')]),
  ].join('; ');
}

/** The same of all targets, where it is not the whole: "2 of 25 requirements"; empty where it is. */
export function partialExtent(run: Run): string {
  if (isExtentUnknown(run)) return 'of how many requirements is not told';
  const known = run.targets.flatMap((target) => {
    const { judged, cases, all } = counted(run, target);
    return all === undefined ? [] : [{ judged, of: all.requirements.length, cases, ofCases: all.cases }];
  });
  const sum = (key: 'judged' | 'of' | 'cases' | 'ofCases') => known.reduce((total, one) => total + one[key], 0);
  if (sum('judged') < sum('of')) return `${sum('judged')} of ${plural(sum('of'), 'requirement')}`;
  return sum('cases') < sum('ofCases') ? `${sum('cases')} of ${plural(sum('ofCases'), 'case')}` : '';
}

interface Counted {
  readonly rows: readonly RequirementResult[];
  /** Requirements with a case that came to a verdict, and how many such cases there are. */
  readonly judged: number;
  readonly cases: number;
  readonly all: SuiteRevision | undefined;
}

function counted(run: Run, target: RunTarget): Counted {
  const own = casesOn(target, run.cases);
  const rows = requirementResults(own);
  const judged = rows.filter((row) => row.cases.some(isConcluded)).length;
  return { rows, judged, cases: own.filter(isConcluded).length, all: suiteRevision(run, target) };
}
