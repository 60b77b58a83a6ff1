import { fileURLToPath } from 'node:url';
import { suiteAt } from '../../../suites/index.ts';
import { UsageError } from '../../contracts/errors.ts';
import type { TargetMeans, TargetPlan, WorkerPlan } from '../../contracts/plan.ts';
import type { Profile } from '../../contracts/profile.ts';
import type { RunTarget } from '../../contracts/run.ts';
import { gated } from '../../engine/conclude.ts';
import { lostCases } from '../../engine/lost-cases.ts';
import { lacksFor } from '../../machine/lacks.ts';
import { openEventLog } from '../../observers/event-log.ts';
import { leaveNothingAtExit } from '../../processes/at-exit.ts';
import { watchLeft } from '../../processes/left-behind.ts';
import { formatAddress } from '../../targets/address.ts';
import { terminalLine } from '../../text/visible.ts';
import { defineCommand } from '../command.ts';
import { type OpenBaseline, openBaseline } from '../files/baseline.ts';
import { useProtocols } from '../files/protocols.ts';
import { reportRequests, writeReports } from '../files/reports.ts';
import { captureText } from '../planning/capture-plans.ts';
import { integerValue, singleValue } from '../planning/flag-values.ts';
import { leftLines } from '../planning/left-files.ts';
import { bySpecification, checkPatterns } from '../planning/requirements.ts';
import { runOf } from '../planning/run-of.ts';
import { longestFirst, workerPlans } from '../planning/run-plan.ts';
import { useColor } from '../terminal/color.ts';
import { openOperator } from '../terminal/operator.ts';
import { say } from '../terminal/print.ts';
import { openProgress } from '../terminal/progress.ts';
import { interruptible } from './interruption.ts';
import { type RunFlags, runFlags } from './run-flags.ts';

/** `sockspec run`: the main job. Everything is checked before anything is started. */
export const run = defineCommand(runFlags, async (flags) => {
  const profile = await profileOf(flags);
  const plans = await workerPlans(flags, profile);
  const requests = await reportRequests(flags.report ?? profile?.report ?? []);
  const gate = { strict: flags.strict ?? profile?.strict ?? false, require: flags.require ?? profile?.require ?? [] };
  checkPatterns('--require', gate.require);
  const baseline = await baselineOf(flags, profile);
  const logFile = plans[0]?.logFile;
  const log = logFile === undefined ? undefined : await openEventLog(logFile);
  const tell = log?.tell('cli/run') ?? (() => undefined);

  if (flags.quiet !== true) {
    await tellLacks(plans);
    await tellQuick(plans);
  }

  // Nothing is begun before an interrupt can end it.
  return interruptible(async (signal) => {
    const left = watchLeft();
    leaveNothingAtExit();
    const isCaptured = flags.capture !== undefined || flags.frames !== undefined;
    const capture = isCaptured ? await (await import('./run-capture.ts')).openRunCapture(flags, plans) : undefined;
    const started = new Date();
    const progress = openProgress({ verbose: flags.verbose ?? false, quiet: flags.quiet ?? false });
    const operator = openOperator(progress, signal);
    tell({ level: 'info', from: 'run', text: `run of ${plans.map((plan) => plan.target.name).join(', ')} begins` });
    const { drive } = await import('../../engine/drive.ts');
    const driven = drive({
      plans: longestFirst(plans),
      workerFile: fileURLToPath(new URL('../judge.worker.js', import.meta.url)),
      bail: bailOf(flags),
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
    });
    const result = await driven
      .catch(async (error: unknown) => {
        await capture?.drop();
        throw error;
      })
      .finally(() => {
        operator.close();
        progress.done();
      });
    const captured = await capture?.conclude(result.cases);
    const told = captured?.cases ?? result.cases.map((one) => one.result);
    const errors = [...result.errors, ...(captured?.incomplete === undefined ? [] : [captured.incomplete])];
    const isWhole = !result.complete || result.errors.length === 0;
    const suiteOf = ({ target }: WorkerPlan) => suiteAt(target.suite).load();
    const lost = isWhole ? [] : await lostCases(plans, told, { errors: result.errors, suiteOf });
    const judgedCases = [...told, ...lost];
    if (result.cases.length === 0 && result.complete && result.errors.length === 0) throw noCase(flags, profile);

    const targets = [
      ...plans.map(({ target }) => runTarget(target)),
      ...(capture === undefined ? [] : [capture.target]),
    ];
    const judged = gated(bySpecification(judgedCases, targets), gate);
    const cases = (await baseline?.judged(judged)) ?? judged;
    const report = runOf({
      started: started.toISOString(),
      durationMs: Date.now() - started.getTime(),
      complete: result.complete,
      seed: plans[0]?.seed ?? 0,
      interrupted: signal.aborted,
      errors,
      isPart: plans[0]?.shard !== undefined,
      targets,
      cases,
    });
    await writeReports(report, requests, useColor(flags.color));
    const leftThere = flags.quiet === true ? [] : leftLines(left.paths(), plans, cases);
    for (const line of [...errors, ...leftThere]) say(`sockspec: ${line}\n`);
    left.close();
    tell({ level: 'info', from: 'run', text: `run ends with status ${report.exitStatus}: ${report.conclusion}` });
    log?.close();
    return report.exitStatus;
  });
});

/** What this machine lacks for these suites is said before anything is judged by less. */
async function tellLacks(plans: readonly WorkerPlan[]): Promise<void> {
  const spokenTo = plans.filter(({ target }) => target.means.kind !== 'capture');
  const suites = [...new Set(spokenTo.map(({ target }) => target.suite))];
  for (const line of await lacksFor(suites)) say(`${line}\n`);
}

/** How many cases a quick run leaves out is said before it begins. */
async function tellQuick(plans: readonly WorkerPlan[]): Promise<void> {
  for (const plan of plans.filter(({ quick }) => quick === true)) {
    const suite = await suiteAt(plan.target.suite).load();
    const judged = suite.casesMeant(plan).length;
    const all = suite.casesMeant({ ...plan, quick: false }).length;
    say(`${terminalLine(plan.target.name)}: ${judged} of ${all} cases, one a requirement (--quick)\n`);
  }
}

/** The profile, once the table of suites knows the protocols that it and the flags name. */
async function profileOf(flags: RunFlags): Promise<Profile | undefined> {
  const file = singleValue('--profile', flags.profile);
  const patterns = [...(flags.suite ?? []), ...(flags.only ?? [])];
  if (file === undefined) {
    await useProtocols({ files: flags.protocol ?? [], patterns });
    return undefined;
  }
  const { parseProfile, checkedProfile } = await import('../files/profile.ts');
  const profile = await parseProfile(file);
  const suites = profile.targets.map(({ suite }) => suite);
  const files = [...(flags.protocol ?? []), ...(profile.protocols ?? [])];
  await useProtocols({ files, patterns: [...patterns, ...suites] });
  return checkedProfile(profile, file);
}

async function baselineOf(flags: RunFlags, profile: Profile | undefined): Promise<OpenBaseline | undefined> {
  const file = singleValue('--baseline', flags.baseline) ?? profile?.baseline;
  const update = flags.updateBaseline ?? false;
  if (file !== undefined) return openBaseline(file, update);
  if (update) throw new UsageError('--update-baseline: expected --baseline FILE to write to, found none');
  return undefined;
}

/** `--bail` alone means the first failure. */
function bailOf(flags: RunFlags): number {
  return flags.bail === '' ? 1 : (integerValue('--bail', flags.bail, [1, 1_000_000]) ?? 0);
}

function noCase(flags: RunFlags, profile: Profile | undefined): UsageError {
  const words = [...(flags.suite ?? []), ...(flags.only ?? profile?.only ?? [])].join(' ');
  return new UsageError(
    `expected at least one case for ${words === '' ? 'this selection' : words}, found none (see sockspec list)`,
  );
}

function runTarget({ name, suite, means }: TargetPlan): RunTarget {
  const { protocol, role } = suiteAt(suite);
  return { name, protocol, role, kind: means.kind, address: addressText(means) };
}

function addressText(means: TargetMeans): string {
  if (means.kind === 'exec') return means.command;
  if (means.kind === 'capture') return captureText(means);
  return means.kind === 'reference' ? means.endpoint : formatAddress(means);
}
