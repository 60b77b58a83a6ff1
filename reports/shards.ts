import type { RunPart } from '../harness/contracts/run-part.ts';

/**
 * By target, in words, which shards of its cases are missing: nobody has judged those. Empty where all are there, where there are
 * none, and where a part has judged all cases.
 */
export function missingShards(parts: readonly Pick<RunPart, 'targets' | 'shard'>[]): ReadonlyMap<string, string> {
  const missingOf = new Map<string, Set<string>>();
  const inWhole = new Set(parts.flatMap(({ shard, targets }) => (shard === undefined ? targets : [])));
  for (const { targets, shard } of parts) {
    if (shard === undefined) continue;
    for (const target of targets) {
      const missing = missingOf.get(target) ?? new Set(numbered(shard.of));
      missing.delete(`${shard.index} of ${shard.of}`);
      missingOf.set(target, missing);
    }
  }
  const lacking = [...missingOf].filter(([name, missing]) => missing.size > 0 && !inWhole.has(name));
  return new Map(lacking.map(([name, missing]) => [name, `shard ${[...missing].join(', ')} is missing`]));
}

function numbered(shards: number): readonly string[] {
  return Array.from({ length: shards }, (_, before) => `${before + 1} of ${shards}`);
}
