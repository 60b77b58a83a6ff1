import { UsageError } from '../../contracts/errors.ts';
import type { WorkerPlan } from '../../contracts/plan.ts';
import type { Profile } from '../../contracts/profile.ts';
import type { Gate } from '../../engine/conclude.ts';
import { isEnclosed } from '../../processes/sandbox/enclosure.ts';
import { docsBase } from '../docs-base.ts';
import { type OpenBaseline, openBaseline } from '../files/baseline.ts';
import { checkApart, type Output } from '../files/outputs.ts';
import { useProtocols } from '../files/protocols.ts';
import { checkOneTarget, type ReportRequest, reportFiles, reportRequests } from '../files/reports.ts';
import { reproFolder } from '../files/repro.ts';
import { FRAMES_SUITE } from '../planning/capture-plans.ts';
import { singleValue } from '../planning/flag-values.ts';
import { checkPoints } from '../planning/points.ts';
import { checkPatterns, checkRequired } from '../planning/requirements.ts';
import { nothingResumed, type Resumed, resume } from '../planning/resume.ts';
import { type People, peopleOf } from '../planning/run-part.ts';
import { workerPlans } from '../planning/run-plan.ts';
import { checkSandboxes, withOwnFolder } from '../planning/sandboxes.ts';
import { trySandbox } from './run-enclosed.ts';
import type { RunFlags } from './run-flags.ts';
import type { Round } from './run-watched.ts';

/** What a run is asked for by its flags and its profile. All of it was checked before anything is started. */
export interface RunOrder {
  readonly flags: RunFlags;
  readonly profile: Profile | undefined;
  /** What is judged, and what an earlier run has judged of it. */
  readonly resumed: Resumed;
  readonly requests: readonly ReportRequest[];
  /** The folder of reproductions, where they are asked for. */
  readonly repro: string | undefined;
  readonly gate: Gate;
  readonly people: People;
  readonly points: NonNullable<Profile['points']>;
  /** The address of the pages of requirements. */
  readonly base: string | undefined;
  readonly baseline: OpenBaseline | undefined;
}

/** The profile, once the table of suites knows the protocols and the suites that it and the flags name. */
export async function profileOf(flags: RunFlags): Promise<Profile | undefined> {
  const file = singleValue('--profile', flags.profile);
  const patterns = [...(flags.suites ?? []), ...(flags.only ?? [])];
  if (file === undefined) {
    await useProtocols({ files: flags.protocol ?? [], suites: flags.suite ?? [], patterns });
    return undefined;
  }
  const { parseProfile, checkedProfile } = await import('../files/profile.ts');
  const profile = await parseProfile(file);
  const judging = profile.targets.map(({ suite }) => suite);
  const files = [...(flags.protocol ?? []), ...(profile.protocols ?? [])];
  const suites = [...(flags.suite ?? []), ...(profile.suites ?? [])];
  await useProtocols({ files, suites, patterns: [...patterns, ...judging] });
  return checkedProfile(profile, file);
}

/** Checks what flags and profile ask for; a round of a run that is watched says how much of it. Throws a UsageError of one line. */
export async function runOrder(flags: RunFlags, profile: Profile | undefined, round?: Round): Promise<RunOrder> {
  const planned = await workerPlans(flags, profile);
  if (isEnclosed()) {
    checkSandboxes(planned);
    await trySandbox(withOwnFolder(planned));
  }
  const resumed = (await round?.begins(planned)) ?? (await resumedBy(flags, planned));
  const requests = await reportRequests(flags.report ?? profile?.report ?? []);
  await checkOneTarget(requests, resumed.plans.length + (flags.capture === undefined ? 0 : 1));
  checkApart([...reportFiles(requests), ...otherFiles(flags, profile, planned)]);
  const repro = await reproFolder(flags.repro);
  const gate = { strict: flags.strict ?? profile?.strict ?? false, require: flags.require ?? profile?.require ?? [] };
  checkPatterns('--require', gate.require);
  // A profile may require more than the suites that flags choose of it.
  if (flags.require !== undefined) {
    const judging = planned.map(({ target }) => target.suite);
    checkRequired(flags.require, flags.capture === undefined ? judging : [...judging, FRAMES_SUITE]);
  }
  const people = peopleOf(flags, profile);
  const points = profile?.points ?? {};
  checkPoints(points);
  const base = docsBaseOf(flags, profile);
  const baseline = await baselineOf(flags, profile);
  return { flags, profile, resumed, requests, repro, gate, people, points, base, baseline };
}

/** A run that was captured has frames in files of its own, which no other run may add to. */
async function resumedBy(flags: RunFlags, plans: readonly WorkerPlan[]): Promise<Resumed> {
  const file = singleValue('--resume', flags.resume);
  if (file === undefined) return nothingResumed(plans);
  if (flags.capture !== undefined || flags.frames !== undefined)
    throw new UsageError('--resume: expected a run without --capture, found --capture');
  return resume(file, plans);
}

/** The files beside its reports that a run writes, or keeps what is known in. */
function otherFiles(
  { baseline }: RunFlags,
  profile: Profile | undefined,
  [plan]: readonly WorkerPlan[],
): readonly Output[] {
  const known = singleValue('--baseline', baseline) ?? profile?.baseline;
  return [
    ...(known === undefined ? [] : [{ what: '--baseline', file: known }]),
    ...(plan?.logFile === undefined ? [] : [{ what: '--log', file: plan.logFile }]),
  ];
}

async function baselineOf(flags: RunFlags, profile: Profile | undefined): Promise<OpenBaseline | undefined> {
  const file = singleValue('--baseline', flags.baseline) ?? profile?.baseline;
  const update = flags.updateBaseline ?? false;
  if (file !== undefined) return openBaseline(file, update);
  if (update) throw new UsageError('--update-baseline: expected --baseline FILE to write to, found none');
  return undefined;
}

function docsBaseOf(flags: RunFlags, profile: Profile | undefined): string | undefined {
  const flag = singleValue('--docs-base', flags.docsBase);
  return flag === undefined ? docsBase('docsBase', profile?.docsBase) : docsBase('--docs-base', flag);
}
