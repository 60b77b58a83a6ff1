import type { Run } from '../harness/contracts/run.ts';
import { differentPrograms } from './programs.ts';
import { missingShards } from './shards.ts';

/**
 * By target, in words, why its cases are not those of one whole: shards of them are missing, or the parts of the report judged
 * different programs. Such a target is not judged. In a shard by itself (`isPart`) the others are not missing.
 */
export function whyNotWhole(
  { parts, targets }: Pick<Run, 'parts' | 'targets'>,
  isPart = false,
): ReadonlyMap<string, string> {
  const different = differentPrograms(targets);
  const missing = isPart ? new Map<string, string>() : missingShards(parts);
  const names = new Set([...missing.keys(), ...different.keys()]);
  return new Map(
    [...names].map((name) => [name, [missing.get(name) ?? [], different.get(name) ?? []].flat().join('; ')]),
  );
}
