import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LaunchedProcess } from '../contracts/process.ts';
import { launch } from '../processes/launch.ts';
import { ip, runTool, type ToolEnd } from './tool.ts';

/** One host of a lab: a network namespace of this machine. Files and processes are the machine's. */
export interface Host {
  readonly namespace: string;
  /** Its IPv4 address in the lab's network, of `eth0`. */
  readonly address: string;
  /** The command line that runs a program in this host. */
  readonly words: (...words: readonly string[]) => readonly [string, ...string[]];
  /** Runs a program in this host to its end, or kills it after `ms` (10 s). */
  readonly run: (
    words: readonly string[],
    options?: { readonly ms?: number; readonly input?: string },
  ) => Promise<ToolEnd>;
  /** Launches a program in this host that goes on until it is stopped, or until the lab is closed. */
  readonly start: (...words: readonly string[]) => Promise<LaunchedProcess>;
  /** Runs lines of `ip` in this host. */
  readonly ip: (...lines: readonly string[]) => Promise<void>;
  /** Gives programs that are started from now on these lines of `/etc/hosts`, beside localhost. */
  readonly setNames: (...lines: readonly string[]) => Promise<void>;
}

/** The host of a namespace that exists. */
export function createHost(namespace: string, address: string): Host {
  const words: Host['words'] = (...given) => ['ip', 'netns', 'exec', namespace, ...given];
  return {
    namespace,
    address,
    words,
    run: (given, options) => runTool(words(...given), options),
    start: (...given) => launch(words(...given), {}),
    ip: (...lines) => ip(lines, namespace),
    setNames: (...lines) => writeNames(namespace, lines),
  };
}

/** A resolver that refuses at once: a lab has no way out, and a query must not look for one. */
const resolver = 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n';

/**
 * `ip netns exec` lays these files over those in `/etc`. nsswitch.conf is one of them because a name service can be asked
 * through a Unix socket (systemd-resolved), which no network namespace holds back.
 */
async function writeNames(namespace: string, hosts: readonly string[]): Promise<void> {
  const folder = join('/etc/netns', namespace);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'hosts'), ['127.0.0.1 localhost', ...hosts, ''].join('\n'));
  await writeFile(join(folder, 'resolv.conf'), resolver);
  const hasSwitch = await stat('/etc/nsswitch.conf').catch(() => undefined);
  if (hasSwitch !== undefined) await writeFile(join(folder, 'nsswitch.conf'), 'hosts: files dns\n');
}
