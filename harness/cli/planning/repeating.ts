import type { TargetPlan } from '../../contracts/plan.ts';
import type { Profile, ProfileTarget } from '../../contracts/profile.ts';
import { shellQuoted } from '../../text/quoting.ts';
import type { RunFlags } from '../commands/run-flags.ts';
import { limitsOf, limitWords, saidLimits } from './declared-limits.ts';
import { singleValue } from './flag-values.ts';
import { targetWords } from './target-keys.ts';

/** How the cases of a target are repeated where flags alone do not say all of it. */
export type Repeating = Partial<Pick<TargetPlan, 'reproduce' | 'unsaid'>>;

/**
 * How a target of a profile is repeated that declares what no flag can say. Where it is the only one of its suite there, the
 * profile says it, together with what flags have changed (`given`). Else the command says what it does not say.
 */
export function repeatingOf(
  target: ProfileTarget,
  flags: RunFlags,
  profile: Profile | undefined,
  given: Partial<ProfileTarget>,
): Repeating {
  const file = singleValue('--profile', flags.profile);
  const unsaid = unsaidOf(target);
  if (profile === undefined || file === undefined || unsaid.length === 0) return {};
  if (profile.targets.filter(({ suite }) => suite === target.suite).length > 1) return { unsaid };
  const words = [
    targetWords({ ...given, suite: target.suite }),
    `--profile ${shellQuoted(file)}`,
    ...limitWords(limitsOf(flags)),
    ...(flags.protocol ?? []).map((path) => `--protocol ${shellQuoted(path)}`),
    ...(flags.suite ?? []).map((path) => `--suite ${shellQuoted(path)}`),
    // The reports of the whole run are not to be replaced by those of one case.
    ...(profile.report === undefined ? [] : ['--report table']),
  ];
  return { reproduce: words.join(' ') };
}

/** The keys of a target that no flag can say, without those that are only told. */
function unsaidOf({ env = {}, limits = {}, capabilities = {} }: ProfileTarget): readonly string[] {
  const said: ReadonlySet<string> = new Set(saidLimits);
  return [
    ...Object.keys(env).map((key) => `env.${key}`),
    ...Object.keys(limits).flatMap((key) => (said.has(key) ? [] : [`limits.${key}`])),
    ...Object.keys(capabilities).map((key) => `capabilities.${key}`),
  ];
}
