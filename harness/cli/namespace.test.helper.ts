import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';

/** An interface of a namespace: its name (at most 14 characters) and its address with a prefix. */
export interface Link {
  readonly name: string;
  readonly address: string;
}

/** A network namespace without a way out. */
export interface Namespace {
  readonly name: string;
  /** The words before a program's own that run it inside. */
  readonly exec: readonly [string, ...string[]];
  /** Runs `ip` inside, e.g. `link set lo multicast off`. */
  readonly ip: (words: string) => void;
}

/**
 * Makes a network namespace for all tests of a file and removes it after them: loopback and the links, each a veth pair
 * whose far end has no address. Where that is not possible the tests are skipped with the reason; in CI they fail.
 */
export function namespaceWith(links: readonly Link[]): Namespace {
  const name = `sockspec-${randomUUID().slice(0, 8)}`;
  let missing: string | undefined;
  const ip = (words: string): void => {
    execFileSync('ip', ['-n', name, ...words.split(' ')], { stdio: 'pipe' });
  };
  beforeAll(() => {
    try {
      execFileSync('ip', ['netns', 'add', name], { stdio: 'pipe' });
    } catch (error) {
      missing = `needs a network namespace (root, iproute2): ${String(error).split('\n')[0]}`;
      return;
    }
    // An IPv6 link speaks of its own accord. Where the kernel has no IPv6 there is no such file.
    const quiet = 'echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6 || true';
    execFileSync('ip', ['netns', 'exec', name, 'sh', '-c', quiet], { stdio: 'pipe' });
    ip('link set lo up');
    for (const link of links) {
      ip(`link add ${link.name} type veth peer name ${link.name}p`);
      ip(`link set ${link.name}p up`);
      ip(`link set ${link.name} up`);
      ip(`address add ${link.address} dev ${link.name}`);
    }
  });
  afterAll(() => {
    if (missing === undefined) execFileSync('ip', ['netns', 'del', name]);
  });
  beforeEach((context) => {
    if (missing === undefined) return;
    if (process.env.CI !== undefined) throw new Error(missing);
    context.skip(missing);
  });
  return { name, exec: ['ip', 'netns', 'exec', name], ip };
}
