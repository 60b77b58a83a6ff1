import { capabilityProbes, limitProbes } from '../../../suites/declarations.ts';
import { suiteAt } from '../../../suites/index.ts';
import type { TargetPlan } from '../../contracts/plan.ts';
import type { DeclaredEntry } from '../../contracts/tested.ts';
import { caseLimits } from '../../engine/limits.ts';
import { meansRequirement } from '../../engine/selection.ts';

/** What is declared of a target: its capabilities, and all limits as they are used, each with who looks into it. */
export function declarationOf({ suite, capabilities, limits }: TargetPlan): DeclaredEntry[] {
  const ids = suiteAt(suite).requirements.map(({ id }) => id);
  const entry =
    (group: string, probes: Readonly<Record<string, readonly string[]>>, isDeclared: (key: string) => boolean) =>
    ([key, value]: readonly [string, boolean | number]): DeclaredEntry => ({
      key: `${group}.${key}`,
      value,
      isDeclared: isDeclared(key),
      probedBy: ids.filter((id) => (probes[key] ?? []).some((glob) => meansRequirement(glob, id))),
    });
  return [
    ...Object.entries(capabilities).map(entry('capabilities', capabilityProbes, () => true)),
    ...Object.entries(caseLimits(limits)).map(entry('limits', limitProbes, (key) => Object.hasOwn(limits, key))),
  ];
}
