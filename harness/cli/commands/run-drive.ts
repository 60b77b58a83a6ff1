import { fileURLToPath } from 'node:url';
import { allRequirements } from '../../../suites/index.ts';
import type { Tell } from '../../contracts/endpoint.ts';
import { errorText } from '../../contracts/errors.ts';
import type { CaseResult } from '../../contracts/run.ts';
import type { Tested } from '../../contracts/tested.ts';
import type { DriveOptions, DriveResult } from '../../engine/drive.ts';
import { hasFirst } from '../../engine/first.ts';
import { isEnclosed } from '../../processes/sandbox/enclosure.ts';
import type { OpenBaseline } from '../files/baseline.ts';
import { integerValue } from '../planning/flag-values.ts';
import { longestFirst } from '../planning/run-plan.ts';
import { openOperator } from '../terminal/operator.ts';
import { openProgress } from '../terminal/progress.ts';
import { hearingUncaught } from '../uncaught.ts';
import { type Built, buildAll } from './run-builds.ts';
import type { RunFlags } from './run-flags.ts';
import { tellOtherPrograms, tellVersions } from './run-notices.ts';
import type { RunOrder } from './run-order.ts';
import { lookAgain, lookAt } from './run-tested.ts';

/** What is under way beside the cases of a run. */
export interface UnderWay {
  /** Aborted when the run is to end: what it has finished is kept. */
  readonly signal: AbortSignal;
  readonly interrupt: () => void;
  readonly tell: Tell;
}

/** What came of a run's cases. */
export interface Driven extends DriveResult, Built {
  /** What the targets were when they were judged, by name. */
  readonly looked: ReadonlyMap<string, Tested>;
  /** What broke the harness itself: the run was ended by it. */
  readonly faults: readonly string[];
}

/** Builds what is to be built, and judges what is left of an order, with its progress on the terminal. */
export async function driveOrder(order: RunOrder, { signal, interrupt, tell }: UnderWay): Promise<Driven> {
  const { flags, resumed, baseline } = order;
  const progress = openProgress({ verbose: flags.verbose ?? false, quiet: flags.quiet ?? false });
  const operator = openOperator(progress, { signal, interrupt });
  const onCase = (one: CaseResult): void => {
    progress.finished(one);
    const level = one.verdict === 'pass' ? 'info' : 'warn';
    tell({ level, from: 'onCase', text: `${one.verdict} ${one.id} ${one.reason}` });
  };
  const drivenAll = async () => {
    const built = await buildAll(resumed.left, signal);
    for (const one of built.unbuilt) progress.finished(one);
    const targets = resumed.left.map(({ target }) => target);
    const looked = await lookAt(targets, signal);
    if (flags.quiet !== true) {
      tellVersions(looked);
      tellOtherPrograms(looked, resumed);
    }
    const plans = longestFirst(built.plans);
    const driven = await driveSome(flags, {
      ...{ plans, signal, bail: bailOf(flags), onStart: progress.started, onCase },
      workerFile: fileURLToPath(new URL('../judge.worker.js', import.meta.url)),
      ...(flags.first === true ? { isEnough: endsAtFirst(baseline) } : {}),
    });
    return { ...built, looked: await lookAgain(looked), ...driven };
  };
  // The harness itself is broken then: what it had finished is reported, and nothing is begun any more.
  const faults: string[] = [];
  const endByFault = (error: unknown): void => {
    faults.push(errorText(error));
    interrupt();
  };
  try {
    return { ...(await hearingUncaught(endByFault, drivenAll)), faults };
  } finally {
    operator.close();
    progress.done();
  }
}

/**
 * Where an earlier run has judged all cases, no thread is begun for none. Programs that nobody trusts do not meet each other;
 * those of a run whose frames are captured have the one loopback at which the capture listens.
 */
async function driveSome({ capture }: RunFlags, options: DriveOptions): Promise<DriveResult> {
  const { plans } = options;
  if (plans.length === 0) return { cases: [], complete: true, errors: [] };
  if (plans.length > 1 && isEnclosed() && capture === undefined)
    return (await import('./run-apart.ts')).driveApart(options);
  const { drive } = await import('../../engine/drive.ts');
  return drive(options);
}

/** `--bail` alone means the first failure. */
function bailOf(flags: RunFlags): number {
  return flags.bail === '' ? 1 : (integerValue('--bail', flags.bail, [1, 1_000_000]) ?? 0);
}

/** What the baseline knows is no failure that anybody looks for. */
function endsAtFirst(baseline: OpenBaseline | undefined): NonNullable<DriveOptions['isEnough']> {
  const requirements = new Map(allRequirements.map((one) => [one.id, one]));
  return (cases, isPending) => hasFirst(baseline?.marked(cases) ?? cases, isPending, requirements);
}
