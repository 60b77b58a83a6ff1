import type { Target, TargetMeans } from '../contracts/target.ts';

/** A server that somebody else runs: the harness only connects to it. */
export function addressTarget(means: Extract<TargetMeans, { kind: 'address' }>): Target {
  return {
    kind: 'address',
    relaunches: false,
    start: async () => ({ host: means.host, port: means.port, stop: async () => undefined }),
  };
}
