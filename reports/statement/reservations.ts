import type { CaseResult, Run, RunTarget } from '../../harness/contracts/run.ts';
import { INCOMPLETE, plural, quickLines, unmatchedLines } from '../closing.ts';
import { replacedWords } from '../programs.ts';
import { casesOn, isFailure, type RequirementResult, requirementResults, unjudgedTargets } from '../summary.ts';
import { suiteRevision } from './extent.ts';
import { bareRunner } from './runners.ts';
import { filesOf } from './scope.ts';

/** What a reader must not take for judged, or for well, and why. */
export interface Reservation {
  readonly about: string;
  /** Empty where it is of the whole run. */
  readonly target: string;
  readonly kind: string;
  readonly ground: string;
}

/**
 * Every reservation: of the run, of its targets, then each open MUST, each requirement with a case that is not applicable, each
 * broken SHOULD that does not fail the run, and each known failure.
 */
export function reservationsOf(run: Run): readonly Reservation[] {
  const rows = requirementResults(run.cases);
  return [
    ...ofRun(run),
    ...run.targets.flatMap((target) => ofTarget(run, target)),
    ...rows.flatMap((row) => openMust(row)),
    ...rows.flatMap((row) => each(row, 'not applicable', ({ verdict }) => verdict === 'not-applicable')),
    ...rows.flatMap((row) => each(row, 'broken SHOULD', isBrokenShould)),
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
  const { leftOutTargets = 0 } = run;
  const grounds = [
    ...(leftOutTargets === 0
      ? []
      : [`it has ${plural(leftOutTargets, 'more target')}, of which this does not tell (--target)`]),
    ...(run.complete ? [] : [INCOMPLETE]),
    ...quickLines(run),
    ...unmatchedLines(run),
    ...(parts.every(({ requirements }) => requirements !== undefined)
      ? []
      : [
          'the report, or a part of it, does not say what was tested, where, and by which requirements (it is of version 1)',
        ]),
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
    ...untold(target).map(([kind, ground]) => about(kind, ground)),
    ...filesOf({ ...run, targets: [target] }).flatMap((file) => [
      ...(file.problem === undefined ? [] : [about('no hash', `${file.path}: ${file.problem}`)]),
      ...(file.atEnd === undefined ? [] : [about('replaced', replacedWords(file))]),
    ]),
  ];
}

/** What nobody knows of the program. That of a built-in endpoint is sockspec's own, and captures have none. */
function untold({ kind, address, tested = [] }: RunTarget): readonly (readonly [kind: string, ground: string])[] {
  if (kind === 'reference' || kind === 'capture') return [];
  const versionless = tested.find(
    ({ version, versionProblem }) => version === undefined || versionProblem !== undefined,
  );
  const why = versionless?.versionProblem ?? 'nobody has told it (--iut-version)';
  const runner = tested.flatMap((one) => bareRunner(one) ?? [])[0];
  const isElsewhere = tested.some(({ files }) => files.every(({ what }) => what !== 'program' && what !== 'script'));
  return [
    ...(versionless === undefined ? [] : [['version unknown', why] as const]),
    ...(isElsewhere ? [['no hash', `its program is elsewhere: it was reached at ${address}`] as const] : []),
    ...(runner === undefined ? [] : [['no hash', `${runner} only runs it: what it runs is not hashed`] as const]),
  ];
}

/** Requirements of its suite that no case was run of, and those of which some cases are missing. */
function notSelected(run: Run, target: RunTarget): readonly string[] {
  const all = suiteRevision(run, target);
  if (all === undefined) return [];
  const cases = casesOn(target, run.cases);
  const countOf = (id: string): number => cases.filter(({ requirement }) => requirement === id).length;
  const missing = all.requirements.filter((id) => countOf(id) === 0);
  const partly = all.requirements.flatMap((id, index) => {
    const [there, of = there] = [countOf(id), all.casesOf?.[index]];
    return there === 0 || there >= of ? [] : [`${there} of ${plural(of, 'case')} of ${id}`];
  });
  const lacking = all.cases - cases.length;
  // A quick run has one case of each, which it says by itself.
  const isNamed = target.quick === undefined && partly.length > 0;
  return [
    ...(missing.length > 0 ? [`no case was run of ${missing.join(', ')}`] : []),
    ...(isNamed ? [`only ${partly.join(', ')}`] : []),
    ...(missing.length === 0 && !isNamed && lacking > 0 ? [`${lacking} of ${all.cases} cases were not run`] : []),
  ];
}

function openMust(row: RequirementResult): readonly Reservation[] {
  if (row.level !== 'MUST' || row.cases.some(({ verdict }) => verdict === 'fail')) return [];
  return each(row, 'open MUST', ({ verdict }) => verdict === 'inconclusive');
}

/** One of a requirement for each ground that its cases give, and how many of them do where others do not. */
function each(
  { requirement, target, cases }: RequirementResult,
  kind: string,
  isMeant: (result: CaseResult) => boolean,
  groundOf: (result: CaseResult) => string = ({ reason }) => reason,
): readonly Reservation[] {
  const grounds = cases.filter(isMeant).map((one) => groundOf(one) || 'no ground is told');
  return [...new Set(grounds)].map((ground) => {
    const count = grounds.filter((other) => other === ground).length;
    const some = count < cases.length ? `${count} of ${plural(cases.length, 'case')}: ` : '';
    return { about: requirement, target, kind, ground: `${some}${ground}` };
  });
}

/** Under --strict it fails the run, and is told with the failures. */
function isBrokenShould(result: CaseResult): boolean {
  return result.verdict === 'warning' && result.known === undefined && !isFailure(result);
}

/** Whether a case is a known failure that lasts. */
export function isKnown(result: CaseResult): boolean {
  return result.known !== undefined && !isFailure(result);
}
