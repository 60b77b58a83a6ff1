import { spawnSync } from 'node:child_process';
import { inSmallTable } from '../processes/sandbox/enclosure.ts';

/** A place to run programs in that nothing leaves. */
export interface Enclosure {
  /** The words before a program's own that run it inside. */
  readonly words: readonly [string, ...string[]];
}

/**
 * A network namespace that has loopback alone and is gone with the last program in it; or, in words, why there can be none.
 * Names that do not resolve are looked up in one: no query leaves it.
 */
export function enclosure(): Enclosure | string {
  const asUser = process.getuid?.() === 0 ? [] : ['--map-root-user', '--user'];
  const words = [
    'unshare',
    ...asUser,
    '--net',
    'sh',
    '-c',
    inSmallTable('ip link set lo up && exec "$@"'),
    'sh',
  ] as const;
  const { status, error, stderr } = spawnSync(words[0], [...words.slice(1), 'true'], { encoding: 'utf8' });
  if (status === 0) return { words };
  return `needs a network namespace (Linux, unshare, iproute2): ${(error?.message ?? stderr).split('\n')[0]}`;
}
