import type { RunPart } from '../harness/contracts/run-part.ts';

/** By target, in words, which shards of its cases are missing: nobody has judged those. Empty where all are there, or there are none. */
export function missingShards(parts: readonly Pick<RunPart, 'targets' | 'shard'>[]): ReadonlyMap<string, string> {
  const missingOf = new Map<string, Set<string>>();
  for (const { targets, shard } of parts) {
    if (shard === undefined) continue;
    for (const target of targets) {
      const missing = missingOf.get(target) ?? new Set(numbered(shard.of));
      missing.delete(`${shard.index} of ${shard.of}`);
      missingOf.set(target, missing);
    }
  }
  const lacking = [...missingOf].filter(([, missing]) => missing.size > 0);
  return new Map(lacking.map(([name, missing]) => [name, `shard ${[...missing].join(', ')} is missing`]));
}

function numbered(shards: number): readonly string[] {
  return Array.from({ length: shards }, (_, before) => `${before + 1} of ${shards}`);
}
