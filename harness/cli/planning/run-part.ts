import { revisionOf } from '../../../suites/revision.ts';
import type { TargetPlan } from '../../contracts/plan.ts';
import type { Profile } from '../../contracts/profile.ts';
import type { RunPart } from '../../contracts/run-part.ts';
import { thisMachine } from '../../machine/identity.ts';
import type { RunFlags } from '../commands/run-flags.ts';
import { version } from '../version.ts';
import { toldValue } from './flag-values.ts';

/** Who ordered a run, and who ran it: only what its user says. */
export type People = Pick<RunPart, 'orderedBy' | 'runBy'>;

/** The names that flags and profile say; flags win. Throws a UsageError for one that is empty, or too long. */
export function peopleOf(
  { orderedBy, runBy }: Pick<RunFlags, 'orderedBy' | 'runBy'>,
  profile: Profile | undefined,
): People {
  const ordered = toldValue('--ordered-by', orderedBy) ?? profile?.orderedBy;
  const ran = toldValue('--run-by', runBy) ?? profile?.runBy;
  return { ...(ordered === undefined ? {} : { orderedBy: ordered }), ...(ran === undefined ? {} : { runBy: ran }) };
}

/** A run of this machine, or a shard of one, as its report tells of it. */
export async function runPart(
  started: Date,
  targets: readonly TargetPlan[],
  people: People,
  shard?: RunPart['shard'],
): Promise<RunPart> {
  const [machine, requirements] = await Promise.all([thisMachine(), revisionOf(targets.map(({ suite }) => suite))]);
  return {
    started: started.toISOString(),
    tool: version,
    targets: targets.map(({ name }) => name),
    ...(shard === undefined ? {} : { shard }),
    ...{ machine, requirements },
    ...people,
  };
}
