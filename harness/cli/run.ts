import type { ArgumentsCamelCase, Argv } from 'yargs';
import { summarize } from '../../reports/summary.ts';
import { UsageError } from '../contracts/errors.ts';
import type { Profile, ProfileTarget } from '../contracts/profile.ts';
import { RUN_SCHEMA_VERSION, type Run, type RunTarget } from '../contracts/run.ts';
import type { TargetPlan, WorkerPlan } from '../contracts/target.ts';
import { conclude } from '../engine/conclude.ts';
import { openEventLog } from '../observers/event-log.ts';
import { defineCommand } from './command.ts';
import { integerValue, MILLISECONDS, singleValue } from './flag-values.ts';
import { interruption } from './interruption.ts';
import { readProfile } from './profile.ts';
import { openProgress } from './progress.ts';
import { reportRequests, writeReports } from './reports.ts';
import { bySpecification, checkPatterns, suitesMeant } from './requirements.ts';
import { runFlags } from './run-flags.ts';
import { planTarget, referenceTargets } from './target-plans.ts';
import { version } from './version.ts';

const SCHEMA = 'sockspec/run.schema.json';
const MAX_SEED = 0xffff_ffff;

type Flags = ReturnType<typeof runFlags> extends Argv<infer Given> ? ArgumentsCamelCase<Given> : never;

/** `sockspec run`: the main job. Everything is checked before anything is started. */
export const run = defineCommand(runFlags, async (flags) => {
  const profile = await profileOf(flags);
  const plans = await workerPlans(flags, profile);
  const requests = await reportRequests(flags.report ?? profile?.report ?? []);
  const gate = { strict: flags.strict ?? profile?.strict ?? false, require: flags.require ?? profile?.require ?? [] };
  checkPatterns('--require', gate.require);
  const logFile = plans[0]?.logFile;
  const log = logFile === undefined ? undefined : await openEventLog(logFile);
  const tell = log?.tell('cli/run') ?? (() => undefined);

  const started = new Date();
  const interrupt = interruption();
  const progress = openProgress({ verbose: flags.verbose ?? false, quiet: flags.quiet ?? false });
  tell({ level: 'info', from: 'run', text: `run of ${plans.map((plan) => plan.target.name).join(', ')} begins` });
  const { drive } = await import('../engine/drive.ts');
  const result = await drive({
    plans,
    bail: bailOf(flags),
    signal: interrupt.signal,
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
  progress.done();
  if (result.cases.length === 0 && result.complete && result.errors.length === 0) throw noCase(flags, profile);

  const cases = bySpecification(byTarget(result.cases, plans));
  const interrupted = interrupt.signal.aborted;
  const ended = conclude(cases, { ...gate, interrupted, errors: result.errors });
  const report: Run = {
    $schema: SCHEMA,
    schemaVersion: RUN_SCHEMA_VERSION,
    tool: { name: 'sockspec', version },
    started: started.toISOString(),
    durationMs: Date.now() - started.getTime(),
    complete: result.complete,
    seed: plans[0]?.seed ?? 0,
    ...ended,
    targets: plans.map(({ target }) => runTarget(target)),
    summary: summarize(cases),
    cases,
  };
  await writeReports(report, requests, useColor(flags.color));
  for (const error of result.errors) process.stderr.write(`sockspec: ${error}\n`);
  tell({ level: 'info', from: 'run', text: `run ends with status ${ended.exitStatus}: ${ended.conclusion}` });
  log?.close();
  return ended.exitStatus;
});

async function profileOf(flags: Flags): Promise<Profile | undefined> {
  const file = singleValue('--profile', flags.profile);
  return file === undefined ? undefined : readProfile(file);
}

async function workerPlans(flags: Flags, profile: Profile | undefined): Promise<readonly WorkerPlan[]> {
  const selection = {
    suites: flags.suite ?? [],
    only: flags.only ?? profile?.only ?? [],
    skip: flags.skip ?? profile?.skip ?? [],
  };
  checkPatterns('SUITE', selection.suites);
  checkPatterns('--only', selection.only);
  checkPatterns('--skip', selection.skip);
  const meant = suitesMeant(selection.suites).filter((path) => suitesMeant(selection.only).includes(path));
  if (meant.length === 0)
    throw new UsageError('expected at least one requirement that both SUITE and --only mean, found none');

  const declared = targetsOf(flags, profile, meant).filter((target) => meant.includes(target.suite));
  if (declared.length === 0)
    throw new UsageError(`expected a target for ${meant.join(', ')}, found none in the profile`);
  const caseMs = integerValue('--timeout', flags.timeout, MILLISECONDS);
  const targets = await Promise.all(declared.map((target, index) => planTarget(withLimit(target, caseMs), index + 1)));
  checkNames(targets);
  const logFile = singleValue('--log', flags.log) ?? profile?.log;
  const shard = shardOf(singleValue('--shard', flags.shard));
  return targets.map((target) => ({
    target,
    selection,
    seed: integerValue('--seed', flags.seed, [0, MAX_SEED]) ?? profile?.seed ?? 1,
    repeat: integerValue('--repeat', flags.repeat, [1, 1000]) ?? profile?.repeat ?? 1,
    ...(shard === undefined ? {} : { shard }),
    ...(logFile === undefined ? {} : { logFile }),
  }));
}

/** Flags win over the profile; without either, the references. */
function targetsOf(flags: Flags, profile: Profile | undefined, meant: readonly string[]): readonly ProfileTarget[] {
  const keys = ['target', 'exec', 'reference', 'fault', 'ready', 'store', 'fetch', 'output', 'phrases'] as const;
  const given: Partial<Record<(typeof keys)[number], string>> = {};
  for (const key of keys) {
    const value = singleValue(`--${key}`, flags[key]);
    if (value !== undefined) given[key] = value;
  }
  if (Object.keys(given).length === 0) return profile?.targets ?? referenceTargets;

  const [suite, ...others] = meant;
  if (suite === undefined || others.length > 0) {
    throw new UsageError(
      `expected one suite for ${Object.keys(given)
        .map((key) => `--${key}`)
        .join(' ')}, found ${meant.join(', ')}`,
    );
  }
  const declared = profile?.targets.filter((target) => target.suite === suite) ?? [];
  if (declared.length > 1)
    throw new UsageError(
      `expected one target of ${suite} in the profile for flags to change, found ${declared.length}`,
    );
  const reference = referenceOf(suite, given);
  return [{ suite, ...reference, ...declared[0], ...given }];
}

/** `--fault` alone, or an observer alone, speaks of the suite's own reference endpoint. */
function referenceOf(suite: string, given: { readonly [key: string]: string }): Partial<ProfileTarget> {
  if (given.target !== undefined || given.exec !== undefined) return {};
  const named = referenceTargets.find(
    (one) => one.suite === suite && one.reference === (given.reference ?? one.reference),
  );
  if (named === undefined) return {};
  const { name: _, ...declared } = named;
  return declared;
}

function withLimit(target: ProfileTarget, caseMs: number | undefined): ProfileTarget {
  return caseMs === undefined ? target : { ...target, limits: { ...target.limits, caseMs } };
}

function checkNames(targets: readonly TargetPlan[]): void {
  const names = targets.map((target) => target.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new UsageError(`expected a name of its own for each target, found ${JSON.stringify(twice)} twice`);
}

function shardOf(text: string | undefined): { readonly index: number; readonly of: number } | undefined {
  if (text === undefined) return undefined;
  const [, index = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= of) return { index, of };
  throw new UsageError(`--shard: expected I/N with I from 1 to N, found ${JSON.stringify(text)}`);
}

/** `--bail` alone means the first failure. */
function bailOf(flags: Flags): number {
  return flags.bail === '' ? 1 : (integerValue('--bail', flags.bail, [1, 1_000_000]) ?? 0);
}

function noCase(flags: Flags, profile: Profile | undefined): UsageError {
  const words = [...(flags.suite ?? []), ...(flags.only ?? profile?.only ?? [])].join(' ');
  return new UsageError(
    `expected at least one case for ${words === '' ? 'this selection' : words}, found none (see sockspec list)`,
  );
}

function byTarget<Item extends { readonly target: string }>(
  cases: readonly Item[],
  plans: readonly WorkerPlan[],
): Item[] {
  return plans.flatMap(({ target }) => cases.filter((one) => one.target === target.name));
}

function runTarget({ name, suite, means }: TargetPlan): RunTarget {
  const [protocol = '', role = ''] = suite.split('/');
  const address =
    means.kind === 'address' ? `${means.host}:${means.port}` : means.kind === 'exec' ? means.command : means.endpoint;
  return { name, protocol, role, kind: means.kind, address };
}

/** NO_COLOR and pipes are respected; a flag wins over both. */
function useColor(flag: boolean | undefined): boolean {
  return flag ?? (process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '');
}
