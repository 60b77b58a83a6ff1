import type { CaseResult, Run, RunTarget } from '../../harness/contracts/run.ts';
import { INCOMPLETE, quickLines, unmatchedLines } from '../closing.ts';
import { casesOn, isFailure, type RequirementResult, requirementResults, unjudgedTargets } from '../summary.ts';
import { filesOf, suiteRevision } from './scope.ts';

/** What a reader must not take for judged, or for well, and why. */
export interface Reservation {
  readonly about: string;
  /** Empty where it is of the whole run. */
  readonly target: string;
  readonly kind: string;
  readonly ground: string;
}

/**
 * Every reservation: of the run, of its targets, then each open MUST, each requirement with a case that is not applicable, and
 * each known failure.
 */
export function reservationsOf(run: Run): readonly Reservation[] {
  const rows = requirementResults(run.cases);
  return [
    ...ofRun(run),
    ...run.targets.flatMap((target) => ofTarget(run, target)),
    ...rows.flatMap((row) => openMust(row)),
    ...rows.flatMap((row) => each(row, 'not applicable', ({ verdict }) => verdict === 'not-applicable')),
    ...rows.flatMap((row) => each(row, 'known failure', isKnown, ({ known = '' }) => known)),
  ];
}

/** Whether cases are missing that the suites of its targets have. */
export function isInPart(run: Run): boolean {
  return !run.complete || run.targets.some((target) => notSelected(run, target).length > 0);
}

function ofRun(run: Run): readonly Reservation[] {
  const { parts } = run;
  const revisions = new Set(parts.flatMap(({ requirements }) => requirements?.sha256 ?? []));
  const grounds = [
    ...(run.complete ? [] : [INCOMPLETE]),
    ...quickLines(run),
    ...unmatchedLines(run),
    ...(parts.every(({ requirements }) => requirements !== undefined)
      ? []
      : ['the report, or a part of it, does not say where it was made and by which requirements (it is of version 1)']),
    ...(revisions.size > 1 ? ['its parts were judged by different revisions of the requirements'] : []),
  ];
  return grounds.map((ground) => ({ about: 'the run', target: '', kind: 'of the whole', ground }));
}

function ofTarget(run: Run, target: RunTarget): readonly Reservation[] {
  const { name, tested = [] } = target;
  const about = (kind: string, ground: string): Reservation => ({ about: name, target: name, kind, ground });
  const unjudged = unjudgedTargets(run).filter((one) => one.name === name);
  return [
    ...unjudged.map(({ reason }) => about('not judged', reason)),
    ...notSelected(run, target).map((ground) => about('not selected', ground)),
    ...(tested.length > 1 ? [about('not the same', 'the parts of the report judged it as different things')] : []),
    ...tested.flatMap(({ versionProblem }) =>
      versionProblem === undefined ? [] : [about('version unknown', versionProblem)],
    ),
    ...filesOf({ ...run, targets: [target] }).flatMap(({ path, problem }) =>
      problem === undefined ? [] : [about('no hash', `${path}: ${problem}`)],
    ),
  ];
}

/** Requirements of its suite that no case was run of, and how many cases are missing of the others. */
function notSelected(run: Run, target: RunTarget): readonly string[] {
  const all = suiteRevision(run, target);
  if (all === undefined) return [];
  const cases = casesOn(target, run.cases);
  const there = new Set(cases.map(({ requirement }) => requirement));
  const missing = all.requirements.filter((id) => !there.has(id));
  if (missing.length > 0) return [`no case was run of ${missing.join(', ')}`];
  const lacking = all.cases - cases.length;
  return lacking > 0 ? [`${lacking} of ${all.cases} cases were not run`] : [];
}

function openMust(row: RequirementResult): readonly Reservation[] {
  if (row.level !== 'MUST' || row.cases.some(({ verdict }) => verdict === 'fail')) return [];
  return each(row, 'open MUST', ({ verdict }) => verdict === 'inconclusive');
}

/** One of a requirement for each ground that its cases give. */
function each(
  { requirement, target, cases }: RequirementResult,
  kind: string,
  isMeant: (result: CaseResult) => boolean,
  groundOf: (result: CaseResult) => string = ({ reason }) => reason,
): readonly Reservation[] {
  const grounds = new Set(cases.filter(isMeant).map(groundOf));
  return [...grounds].map((ground) => ({ about: requirement, target, kind, ground: ground || 'no ground is told' }));
}

function isKnown(result: CaseResult): boolean {
  return result.known !== undefined && !isFailure(result);
}
