import { suiteAt } from '../../../suites/index.ts';
import { UsageError } from '../../contracts/errors.ts';
import type { WorkerPlan } from '../../contracts/plan.ts';
import type { CaseResult, Run } from '../../contracts/run.ts';
import { gated } from '../../engine/conclude.ts';
import { lostCases } from '../../engine/lost-cases.ts';
import type { JudgedCases } from '../files/baseline.ts';
import { withPages } from '../planning/pages.ts';
import { withPoints } from '../planning/points.ts';
import { bySpecification } from '../planning/requirements.ts';
import { runOf } from '../planning/run-of.ts';
import { runPart } from '../planning/run-part.ts';
import { runTargets } from '../planning/run-targets.ts';
import type { Concluded, RunningCapture } from './run-capture.ts';
import type { Driven } from './run-drive.ts';
import type { RunFlags } from './run-flags.ts';
import type { RunOrder } from './run-order.ts';

/** What is known of a run beside its cases when it has ended. */
export interface Ended {
  readonly started: Date;
  readonly isInterrupted: boolean;
  /** The capture of the run, and what it told. */
  readonly capture: (Pick<RunningCapture, 'target'> & Concluded) | undefined;
}

/** The report of a run that has ended. Throws a UsageError where its selection means no case at all. */
export async function reportOf(
  { flags, profile, resumed, gate, people, points, base, baseline }: RunOrder,
  driven: Driven,
  { started, isInterrupted, capture }: Ended,
): Promise<Run> {
  const { plans } = resumed;
  const told = capture?.cases ?? driven.cases.map((one) => one.result);
  const judgedCases = resumed.joined([...told, ...driven.unbuilt, ...(await lostOf(driven, told))]);
  if (judgedCases.length === 0 && driven.complete && driven.errors.length === 0) throw noCase({ flags, profile });

  const tested = (name: string) => [...resumed.tested(name), driven.looked.get(name) ?? []].flat();
  const targets = [
    ...(await runTargets(plans, judgedCases, tested)),
    ...(capture === undefined ? [] : [capture.target]),
  ];
  const judged = gated(bySpecification(judgedCases, targets), gate);
  const known: JudgedCases = (await baseline?.judged(judged)) ?? { cases: judged };
  const cases = withPages(withPoints(known.cases, points), base);
  const names = targets.map(({ name }) => name);
  const lacking = isNarrowed(flags) || !driven.complete ? [] : baseline?.unmatched(cases, names);
  const begun = resumed.left.map(({ target }) => target);
  const shard = plans[0]?.shard;
  const part = await runPart(started, begun, people, shard);
  return runOf({
    started: resumed.started ?? started.toISOString(),
    durationMs: resumed.durationMs + Date.now() - started.getTime(),
    complete: driven.complete,
    seed: plans[0]?.seed ?? 0,
    parts: [...resumed.parts, ...(begun.length === 0 ? [] : [part])],
    interrupted: isInterrupted && driven.faults.length === 0,
    errors: [...errorsOf(driven, capture), ...(known.error === undefined ? [] : [known.error])],
    isPart: shard !== undefined,
    ...(baseline === undefined ? {} : { unmatched: lacking ?? [] }),
    targets,
    cases,
  });
}

/** Failures of the harness outside of any case. */
export function errorsOf({ faults, errors }: Driven, capture: Ended['capture']): readonly string[] {
  return [...faults, ...errors, ...(capture?.incomplete === undefined ? [] : [capture.incomplete])];
}

/** The cases that a fault of a thread has lost. */
async function lostOf(
  { complete, errors, plans }: Driven,
  told: readonly CaseResult[],
): Promise<readonly CaseResult[]> {
  if (!complete || errors.length === 0) return [];
  const suiteOf = ({ target }: WorkerPlan) => suiteAt(target.suite).load();
  return lostCases(plans, told, { errors, suiteOf });
}

/** Whether the command line asks for less than all: then an entry of the baseline may well have been left out. */
function isNarrowed({ only, skip, shard, bail, first, quick, profile, suites }: RunFlags): boolean {
  const parts = [only, skip, shard, bail, first, quick, ...(profile === undefined ? [] : [suites])];
  return parts.some((flag) => flag !== undefined && flag !== false && !(Array.isArray(flag) && flag.length === 0));
}

function noCase({ flags, profile }: Pick<RunOrder, 'flags' | 'profile'>): UsageError {
  const words = [...(flags.suites ?? []), ...(flags.only ?? profile?.only ?? [])].join(' ');
  return new UsageError(
    `expected at least one case for ${words === '' ? 'this selection' : words}, found none (see sockspec list)`,
  );
}
