import { suiteAt } from '../../../suites/index.ts';
import { UsageError } from '../../contracts/errors.ts';
import type { WorkerPlan } from '../../contracts/plan.ts';
import type { CaseResult, Run } from '../../contracts/run.ts';
import type { RunPart } from '../../contracts/run-part.ts';
import type { Tested } from '../../contracts/tested.ts';
import { readRunFile } from '../files/saved-runs.ts';
import { runTarget } from './run-targets.ts';

/** What a run begins with: nothing, or what an earlier run has judged. */
export interface Resumed {
  /** The plans of the run, which know what is judged already. */
  readonly plans: readonly WorkerPlan[];
  /** Those that have a case left. */
  readonly left: readonly WorkerPlan[];
  /** By target, how many of its cases are judged already. */
  readonly counts: readonly { readonly target: string; readonly judged: number; readonly of: number }[];
  /** When the earlier run began; undefined without one. */
  readonly started: string | undefined;
  /** How long the earlier run took. */
  readonly durationMs: number;
  /** The runs that the earlier report was made of, and what their targets were; nothing of one that nothing was found out of. */
  readonly parts: readonly RunPart[];
  readonly tested: (target: string) => readonly Tested[];
  /** The cases of both runs, where both have one that of the later. */
  readonly joined: (cases: readonly CaseResult[]) => readonly CaseResult[];
}

/** A run that begins with nothing. */
export function nothingResumed(plans: readonly WorkerPlan[]): Resumed {
  return {
    ...{ plans, left: plans, counts: [], started: undefined, durationMs: 0 },
    ...{ parts: [], tested: () => [], joined: (cases) => cases },
  };
}

/**
 * Goes on with a run that was saved as JSON. A case with a verdict there is not judged again; one that was inconclusive, or an
 * error of the harness, is. Throws a UsageError for a run of other targets or of another seed.
 */
export async function resume(file: string, plans: readonly WorkerPlan[]): Promise<Resumed> {
  const run = await readRunFile('--resume', file);
  checkSame(file, run, plans);
  return resumeFrom(run, plans);
}

/** Goes on with a run of the same targets, as above. */
export async function resumeFrom(run: Run, plans: readonly WorkerPlan[]): Promise<Resumed> {
  const known = await Promise.all(plans.map((plan) => knownOf(plan, run)));
  const { started, durationMs } = run;
  return {
    plans: known.map(({ plan }) => plan),
    left: known.filter(({ judged, of }) => judged < of).map(({ plan }) => plan),
    counts: known.map(({ plan, judged, of }) => ({ target: plan.target.name, judged, of })),
    ...{ started, durationMs, parts: run.parts },
    tested: (target) =>
      isFoundOut(target, run) ? (run.targets.find(({ name }) => name === target)?.tested ?? []) : [],
    joined: (cases) => {
      const later = new Set(cases.map(keyOf));
      return [...run.cases.filter((one) => !later.has(keyOf(one))).map(withoutMarks), ...cases];
    },
  };
}

/** The same where nothing has changed since: what is launched again is what it was, however it was built. */
export function ofSamePrograms(resumed: Resumed): Resumed {
  const left = new Set(resumed.left.map(({ target }) => target.name));
  return { ...resumed, tested: (target) => (left.has(target) ? [] : resumed.tested(target)) };
}

/** Of a run that is judged again, the cases that have failed, and no others. */
export function onlyFailed({ cases }: Run, plans: readonly WorkerPlan[]): Resumed {
  const left = plans.flatMap((plan) => {
    const own = cases.filter(({ target }) => target === plan.target.name);
    const judged = own.filter((one) => !hasFailed(one)).map(({ id }) => id);
    return judged.length === own.length ? [] : [{ ...plan, judged }];
  });
  return nothingResumed(left);
}

/** Whether a case has failed, whatever its level, and no baseline knows of it, or could not be judged by a fault of the harness. */
export function hasFailed({ verdict, known }: CaseResult): boolean {
  return known === undefined && (verdict === 'fail' || verdict === 'warning' || verdict === 'error');
}

/** A plan that knows what is judged already, and how many of its cases are. */
async function knownOf(plan: WorkerPlan, { cases }: Run) {
  const suite = await suiteAt(plan.target.suite).load();
  const meant = suite.casesMeant(plan).map(({ id }) => id);
  const standing = new Set(cases.filter((one) => one.target === plan.target.name && stands(one)).map(({ id }) => id));
  const judged = meant.filter((id) => standing.has(id));
  return { plan: { ...plan, judged }, judged: judged.length, of: meant.length };
}

/** Whether a verdict says something of the implementation, or that the case does not concern it. */
function stands({ verdict }: CaseResult): boolean {
  return verdict !== 'inconclusive' && verdict !== 'error';
}

/** Whether a verdict on what the target does is kept: that of another program must not be taken for one of this. */
function isFoundOut(name: string, { cases }: Run): boolean {
  return cases.some((one) => one.target === name && stands(one) && one.verdict !== 'not-applicable');
}

function checkSame(file: string, run: Run, plans: readonly WorkerPlan[]): void {
  const targets = plans.map(({ target }) => runTarget(target));
  const other = run.targets.find((one) => !targets.some((target) => placeOf(target) === placeOf(one)));
  if (other !== undefined) {
    const names = targets.map(wordsOf).join(', ');
    throw new UsageError(`--resume: expected a run of ${names}, found one of ${wordsOf(other)} in ${file}`);
  }
  const seed = plans[0]?.seed;
  if (seed !== undefined && run.seed !== seed)
    throw new UsageError(`--resume: expected a run with seed ${seed}, found seed ${run.seed} in ${file}`);
}

function placeOf({ name, protocol, role, kind, address }: Run['targets'][number]): string {
  return JSON.stringify([name, protocol, role, kind, address]);
}

function wordsOf({ name, protocol, role, kind, address }: Run['targets'][number]): string {
  return `${protocol}/${role} on ${name} (${kind}, ${address})`;
}

function keyOf({ target, id }: CaseResult): string {
  return JSON.stringify([target, id]);
}

/** The gate, the baseline and the points of the later run mark all cases anew. */
function withoutMarks({ failsRun: _, known: __, points: ___, baseline: ____, ...result }: CaseResult): CaseResult {
  return result;
}
