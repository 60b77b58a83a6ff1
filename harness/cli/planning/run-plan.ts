import { suiteAt, suites } from '../../../suites/index.ts';
import { UsageError } from '../../contracts/errors.ts';
import type { TargetPlan, WorkerPlan } from '../../contracts/plan.ts';
import type { Profile, ProfileTarget } from '../../contracts/profile.ts';
import type { RunFlags } from '../commands/run-flags.ts';
import { FRAMES_SUITE } from './capture-plans.ts';
import { limitsOf } from './declared-limits.ts';
import { integerValue, singleValue, toldValue } from './flag-values.ts';
import { databaseReader } from './phrases.ts';
import { allReferenceTargets } from './references.ts';
import { repeatingOf } from './repeating.ts';
import { checkPatterns, requirementsMeant, suitesMeant } from './requirements.ts';
import { flaggedTarget, isTargetKey, targetKeys, targetRows } from './target-keys.ts';
import { planTarget } from './target-plans.ts';

const MAX_SEED = 0xffff_ffff;

/** What each worker is given: every target with everything that flags and profile say of it, checked. Throws a UsageError. */
export async function workerPlans(flags: RunFlags, profile: Profile | undefined): Promise<readonly WorkerPlan[]> {
  const selection = {
    suites: suitesOf(flags, profile),
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
    throw new UsageError(
      `expected a target for ${meant.join(', ')}, found none${profile === undefined ? ': needs --exec, --target or --listen' : ' in the profile'}`,
    );
  const limits = limitsOf(flags);
  const readDatabase = databaseReader();
  const { iutVersion: _, ...given } = givenOf(flags, meant);
  const targets = await Promise.all(
    declared.map(async (target, index) => {
      const whole = { ...target, limits: { ...target.limits, ...limits } };
      const plan = await planTarget(whole, index + 1, readDatabase);
      return { ...plan, ...repeatingOf(target, flags, profile, given) };
    }),
  );
  checkNames(targets);
  const skips = declared.map(({ skip = [] }) => (flags.skip === undefined ? skip : []));
  for (const [index, skip] of skips.entries()) checkPatterns(`targets[${index}].skip`, skip);
  const logFile = singleValue('--log', flags.log) ?? profile?.log;
  const quick = targets.map(({ means }) => flags.quick === true && means.kind === 'listen');
  if (flags.quick === true && !quick.includes(true))
    throw new UsageError('--quick: expected a client that is started by hand (--listen), found none');
  const shard = shardOf(singleValue('--shard', flags.shard));
  return targets.map((target, index) => ({
    target,
    selection: { ...selection, skip: [...selection.skip, ...(skips[index] ?? [])] },
    seed: integerValue('--seed', flags.seed, [0, MAX_SEED]) ?? profile?.seed ?? 1,
    repeat: integerValue('--repeat', flags.repeat, [1, 1000]) ?? profile?.repeat ?? 1,
    ...(quick[index] === true ? { quick: true } : {}),
    ...(shard === undefined ? {} : { shard }),
    ...(logFile === undefined ? {} : { logFile }),
  }));
}

/** Captures have one suite alone, and a module (`--suite`) those that it exports: whoever names some need not name these. */
function suitesOf(
  { suites: named = [], captures, suite = [] }: RunFlags,
  profile: Profile | undefined,
): readonly string[] {
  if (named.length > 0) return named;
  if (captures !== undefined) return [FRAMES_SUITE];
  const isOwn = profile === undefined && suite.length > 0;
  return isOwn ? suites.filter(({ file }) => file !== undefined).map(({ path }) => path) : [];
}

/** What takes longer than this, in seconds, would be waited for alone at the end of a run. */
const LONG_SECONDS = 4;

/**
 * The same plans in the order in which they are best begun. A long suite of a built-in server, whose cases wait one after
 * another, is judged in parts at the same time, each with a server of its own: as many as leave none of them long.
 */
export function longestFirst(plans: readonly WorkerPlan[]): readonly WorkerPlan[] {
  const begun = plans.flatMap((plan) => {
    const { role, means } = plan.target;
    const seconds = secondsOf(plan);
    const isWhole = means.kind === 'reference' && role === 'server' && plan.shard === undefined;
    if (!isWhole || seconds <= LONG_SECONDS) return [{ plan, seconds }];
    const of = Math.ceil(seconds / LONG_SECONDS);
    return Array.from({ length: of }, (_, before) => ({
      plan: { ...plan, shard: { index: before + 1, of } },
      seconds: seconds / of,
    }));
  });
  return begun.toSorted((one, other) => other.seconds - one.seconds).map(({ plan }) => plan);
}

/** How long the requirements that a plan means take, in seconds, roughly: as if those of a suite took as long as each other. */
function secondsOf({ target, selection: { suites: named, only } }: WorkerPlan): number {
  const { seconds, requirements } = suiteAt(target.suite);
  const meant = [named, only].map((patterns) => new Set(requirementsMeant(patterns)));
  const own = requirements.filter((one) => meant.every((some) => some.has(one)));
  return (seconds * own.length) / requirements.length;
}

/** Flags win over the profile; without either, the references. */
function targetsOf(flags: RunFlags, profile: Profile | undefined, meant: readonly string[]): readonly ProfileTarget[] {
  const { iutVersion, ...given } = givenOf(flags, meant);
  const targets = targetsReached(given, profile, meant);
  toldValue('--iut-version', iutVersion);
  return iutVersion === undefined ? targets : targets.map((target) => ({ ...target, iutVersion }));
}

/** What flags say of the targets. */
function givenOf(flags: RunFlags, meant: readonly string[]): Partial<ProfileTarget> {
  return flaggedTarget(ofTarget(flags), targetRows, meant[0] === FRAMES_SUITE ? 'captures' : 'programs');
}

function targetsReached(
  given: Partial<ProfileTarget>,
  profile: Profile | undefined,
  meant: readonly string[],
): readonly ProfileTarget[] {
  const [suite] = meant;
  const words = Object.keys(given).filter(isTargetKey);
  if (words.length === 0) return profile?.targets ?? allReferenceTargets();
  if (suite === undefined || (meant.length > 1 && !mayShare(given, meant))) {
    const flagged = words.map((key) => `--${targetKeys[key].flag}`).join(' ');
    const several = given.exec === undefined ? '' : ', or several of one role,';
    throw new UsageError(`expected one suite${several} for ${flagged}, found ${meant.join(', ')}`);
  }
  if (meant.length > 1) return meant.map((each) => ({ ...given, suite: each, name: `${given.exec ?? ''} (${each})` }));
  const declared = profile?.targets.filter((target) => target.suite === suite) ?? [];
  if (declared.length > 1)
    throw new UsageError(
      `expected one target of ${suite} in the profile for flags to change, found ${declared.length}`,
    );
  const [base = referenceOf(suite, given)] = declared;
  return [{ ...base, suite, ...given }];
}

/** One program that is launched may be judged by several suites of its role, each by launches of its own. */
function mayShare({ exec }: Partial<ProfileTarget>, meant: readonly string[]): boolean {
  return exec !== undefined && new Set(meant.map((path) => suiteAt(path).role)).size === 1;
}

/** `--net` speaks of captures that are named, unless it can only mean the one that is made of the run. */
function ofTarget({ net, ...flags }: RunFlags): Readonly<Record<string, unknown>> {
  return flags.captures !== undefined || flags.capture === undefined ? { ...flags, net } : flags;
}

/** `--fault` alone, or an observer alone, speaks of the suite's own reference endpoint. */
function referenceOf(suite: string, given: Partial<ProfileTarget>): Partial<ProfileTarget> {
  if (targetRows.some(([key, { reaches }]) => reaches === true && given[key] !== undefined)) return {};
  const named = allReferenceTargets().find(
    (one) => one.suite === suite && one.reference === (given.reference ?? one.reference),
  );
  if (named === undefined) return {};
  const { name: _, ...declared } = named;
  return declared;
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
