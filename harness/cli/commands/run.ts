import { fileURLToPath } from 'node:url';
import { allRequirements, suiteAt } from '../../../suites/index.ts';
import { errorText, UsageError } from '../../contracts/errors.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import type { WorkerPlan } from '../../contracts/plan.ts';
import type { Profile } from '../../contracts/profile.ts';
import { gated } from '../../engine/conclude.ts';
import type { DriveOptions, DriveResult } from '../../engine/drive.ts';
import { hasFirst } from '../../engine/first.ts';
import { lostCases } from '../../engine/lost-cases.ts';
import { openEventLog } from '../../observers/event-log.ts';
import { leaveNothingAtExit } from '../../processes/at-exit.ts';
import { watchLeft } from '../../processes/left-behind.ts';
import { isEnclosed } from '../../processes/sandbox/enclosure.ts';
import { defineCommand } from '../command.ts';
import { docsBase } from '../docs-base.ts';
import { type OpenBaseline, openBaseline } from '../files/baseline.ts';
import { useProtocols } from '../files/protocols.ts';
import { checkOneTarget, reportRequests, writeReports } from '../files/reports.ts';
import { reproFolder, writeReproductions } from '../files/repro.ts';
import { integerValue, singleValue } from '../planning/flag-values.ts';
import { leftLines } from '../planning/left-files.ts';
import { withPages } from '../planning/pages.ts';
import { checkPoints, withPoints } from '../planning/points.ts';
import { bySpecification, checkPatterns } from '../planning/requirements.ts';
import { nothingResumed, type Resumed, resume } from '../planning/resume.ts';
import { runOf } from '../planning/run-of.ts';
import { peopleOf, runPart } from '../planning/run-part.ts';
import { longestFirst, workerPlans } from '../planning/run-plan.ts';
import { runTargets } from '../planning/run-targets.ts';
import { checkSandboxes, wantsSandbox } from '../planning/sandboxes.ts';
import { checkWatchable } from '../planning/watched-files.ts';
import { useColor } from '../terminal/color.ts';
import { openOperator } from '../terminal/operator.ts';
import { say } from '../terminal/print.ts';
import { openProgress } from '../terminal/progress.ts';
import { hearingUncaught } from '../uncaught.ts';
import { interruptible } from './interruption.ts';
import { buildAll } from './run-builds.ts';
import { runEnclosed, trySandbox } from './run-enclosed.ts';
import { type RunFlags, runFlags } from './run-flags.ts';
import { tellHowToResume, tellLacks, tellQuick, tellResumed, tellVersions } from './run-notices.ts';
import { lookAt } from './run-tested.ts';
import { type Round, runWatched } from './run-watched.ts';

/** `sockspec run`: the main job. Everything is checked before anything is started. */
export const run = defineCommand(runFlags, async (flags) => {
  if (flags.sandbox === true && !isEnclosed()) return runEnclosed();
  const profile = await profileOf(flags);
  if (wantsSandbox(flags, profile) && !isEnclosed()) return runEnclosed();
  if (flags.watch === undefined) return judge(flags, profile);
  checkWatchable(flags, flags.report ?? profile?.report ?? []);
  return runWatched(flags, (round) => judge(flags, profile, round));
});

/** Judges what flags and profile say, once; in a run that is watched, as much of it as the round is to judge. */
async function judge(flags: RunFlags, profile: Profile | undefined, round?: Round): Promise<number> {
  const planned = await workerPlans(flags, profile);
  if (isEnclosed()) {
    checkSandboxes(planned);
    await trySandbox(planned);
  }
  const resumed = (await round?.begins(planned)) ?? (await resumedBy(flags, planned));
  const { plans } = resumed;
  const requests = await reportRequests(flags.report ?? profile?.report ?? []);
  await checkOneTarget(requests, plans.length + (flags.capture === undefined ? 0 : 1));
  const repro = await reproFolder(flags.repro);
  const gate = { strict: flags.strict ?? profile?.strict ?? false, require: flags.require ?? profile?.require ?? [] };
  checkPatterns('--require', gate.require);
  const people = peopleOf(flags, profile);
  const points = profile?.points ?? {};
  checkPoints(points);
  const base = docsBaseOf(flags, profile);
  const baseline = await baselineOf(flags, profile);
  const logFile = plans[0]?.logFile;
  const log = logFile === undefined ? undefined : await openEventLog(logFile);
  const tell = log?.tell('cli/run') ?? (() => undefined);

  if (flags.quiet !== true && round?.isFirst !== false) {
    await tellLacks(plans);
    await tellQuick(plans);
    tellResumed(resumed);
  }

  // Nothing is begun before an interrupt can end it.
  return interruptible(async (signal, interrupt) => {
    round?.changed.addEventListener('abort', interrupt, { once: true });
    if (round?.changed.aborted) interrupt();
    const left = watchLeft();
    leaveNothingAtExit();
    const isCaptured = flags.capture !== undefined || flags.frames !== undefined;
    const capture = isCaptured ? await (await import('./run-capture.ts')).openRunCapture(flags, plans) : undefined;
    const started = new Date();
    const progress = openProgress({ verbose: flags.verbose ?? false, quiet: flags.quiet ?? false });
    const operator = openOperator(progress, { signal, interrupt });
    tell({ level: 'info', from: 'run', text: `run of ${plans.map((plan) => plan.target.name).join(', ')} begins` });
    const driving: Omit<DriveOptions, 'plans'> = {
      workerFile: fileURLToPath(new URL('../judge.worker.js', import.meta.url)),
      bail: bailOf(flags),
      ...(flags.first === true ? { isEnough: endsAtFirst(baseline) } : {}),
      signal,
      onStart: progress.started,
      onCase: (one) => {
        progress.finished(one);
        tell({
          level: one.verdict === 'pass' ? 'info' : 'warn',
          from: 'onCase',
          text: `${one.verdict} ${one.id} ${one.reason}`,
        });
      },
    };
    const drivenAll = async () => {
      const built = await buildAll(resumed.left, signal);
      for (const one of built.unbuilt) progress.finished(one);
      const looked = await lookAt(
        resumed.left.map(({ target }) => target),
        signal,
      );
      if (flags.quiet !== true) tellVersions(looked);
      return { ...built, looked, ...(await driveSome({ ...driving, plans: longestFirst(built.plans) })) };
    };
    // The harness itself is broken then: what it had finished is reported, and nothing is begun any more.
    const faults: string[] = [];
    const endByFault = (error: unknown): void => {
      faults.push(errorText(error));
      interrupt();
    };
    const result = await hearingUncaught(endByFault, drivenAll)
      .catch(async (error: unknown) => {
        await capture?.drop();
        throw error;
      })
      .finally(() => {
        operator.close();
        progress.done();
      });
    if (round?.changed.aborted) {
      left.close();
      log?.close();
      return exitStatus.interrupted;
    }
    const captured = await capture?.conclude(result.cases);
    const told = captured?.cases ?? result.cases.map((one) => one.result);
    const errors = [...faults, ...result.errors, ...(captured?.incomplete === undefined ? [] : [captured.incomplete])];
    const isWhole = !result.complete || result.errors.length === 0;
    const suiteOf = ({ target }: WorkerPlan) => suiteAt(target.suite).load();
    const lost = isWhole ? [] : await lostCases(result.plans, told, { errors: result.errors, suiteOf });
    const judgedCases = resumed.joined([...told, ...result.unbuilt, ...lost]);
    if (judgedCases.length === 0 && result.complete && result.errors.length === 0) throw noCase(flags, profile);

    const tested = (name: string) => [...resumed.tested(name), result.looked.get(name) ?? []].flat();
    const targets = [
      ...(await runTargets(plans, judgedCases, tested)),
      ...(capture === undefined ? [] : [capture.target]),
    ];
    const judged = gated(bySpecification(judgedCases, targets), gate);
    const cases = withPages(withPoints((await baseline?.judged(judged)) ?? judged, points), base);
    const isPart = isNarrowed(flags) || !result.complete;
    const lacking = isPart
      ? []
      : baseline?.unmatched(
          cases,
          targets.map(({ name }) => name),
        );
    const begun = resumed.left.map(({ target }) => target);
    const part = await runPart(started, begun, people);
    const report = runOf({
      started: resumed.started ?? started.toISOString(),
      durationMs: resumed.durationMs + Date.now() - started.getTime(),
      complete: result.complete,
      seed: plans[0]?.seed ?? 0,
      parts: [...resumed.parts, ...(begun.length === 0 ? [] : [part])],
      interrupted: signal.aborted && faults.length === 0,
      errors,
      isPart: plans[0]?.shard !== undefined,
      ...(baseline === undefined ? {} : { unmatched: lacking ?? [] }),
      targets,
      cases,
    });
    round?.judged(report);
    const status = await writeReports(report, round?.isReported === false ? [] : requests, {
      color: useColor(flags.color),
      verbose: flags.verbose ?? false,
    });
    const reproduced = repro === undefined ? undefined : await writeReproductions(repro, report);
    if (reproduced !== undefined && flags.quiet !== true) say(`sockspec: ${reproduced}\n`);
    const leftThere = flags.quiet === true ? [] : leftLines(left.paths(), plans, cases);
    for (const line of [...errors, ...leftThere]) say(`sockspec: ${line}\n`);
    if (signal.aborted && flags.quiet !== true && capture === undefined) tellHowToResume(requests);
    left.close();
    tell({ level: 'info', from: 'run', text: `run ends with status ${status}: ${report.conclusion}` });
    log?.close();
    return status;
  });
}

/** The profile, once the table of suites knows the protocols and the suites that it and the flags name. */
async function profileOf(flags: RunFlags): Promise<Profile | undefined> {
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

/** Where an earlier run has judged all cases, no thread is begun for none. */
async function driveSome(options: DriveOptions): Promise<DriveResult> {
  if (options.plans.length === 0) return { cases: [], complete: true, errors: [] };
  const { drive } = await import('../../engine/drive.ts');
  return drive(options);
}

/** A run that was captured has frames in files of its own, which no other run may add to. */
async function resumedBy(flags: RunFlags, plans: readonly WorkerPlan[]): Promise<Resumed> {
  const file = singleValue('--resume', flags.resume);
  if (file === undefined) return nothingResumed(plans);
  if (flags.capture !== undefined || flags.frames !== undefined)
    throw new UsageError('--resume: expected a run without --capture, found --capture');
  return resume(file, plans);
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

/** `--bail` alone means the first failure. */
function bailOf(flags: RunFlags): number {
  return flags.bail === '' ? 1 : (integerValue('--bail', flags.bail, [1, 1_000_000]) ?? 0);
}

/** Whether the command line asks for less than all: then an entry of the baseline may well have been left out. */
function isNarrowed({ only, skip, shard, bail, first, quick, profile, suites }: RunFlags): boolean {
  const parts = [only, skip, shard, bail, first, quick, ...(profile === undefined ? [] : [suites])];
  return parts.some((flag) => flag !== undefined && flag !== false && !(Array.isArray(flag) && flag.length === 0));
}

/** What the baseline knows is no failure that anybody looks for. */
function endsAtFirst(baseline: OpenBaseline | undefined): NonNullable<DriveOptions['isEnough']> {
  const requirements = new Map(allRequirements.map((one) => [one.id, one]));
  return (cases, isPending) => hasFirst(baseline?.marked(cases) ?? cases, isPending, requirements);
}

function noCase(flags: RunFlags, profile: Profile | undefined): UsageError {
  const words = [...(flags.suites ?? []), ...(flags.only ?? profile?.only ?? [])].join(' ');
  return new UsageError(
    `expected at least one case for ${words === '' ? 'this selection' : words}, found none (see sockspec list)`,
  );
}
