import { spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';

/** Tells the inner process from which network namespace it was taken. Its own is another one: the variable alone proves nothing. */
const VARIABLE = 'SOCKSPEC_ENCLOSED_FROM';

/**
 * Entries of the table of TCP connections inside. The kernel walks the whole table for each look at it, and the harness looks
 * all the time. A namespace says how large the table of those is that are made inside of it (Linux 6.1).
 */
const CONNECTIONS = 512;

/** Connections that may linger in TIME-WAIT there: by itself a table so small keeps half as many as it has entries. */
const LINGERING = 16_384;

/** What is needed, as a refusal names it. */
export const NEEDS =
  'Linux 5.14, util-linux 2.38 or later, iproute2, coreutils, and user namespaces for those who are not root';

/**
 * The words before a command that run it where nothing leaves: in network and mount namespaces of its own, loopback up. As an
 * ordinary user it is the root of a user namespace, which gives it no right outside. It ends when its parent does.
 */
export function enclosing(isRoot = process.getuid?.() === 0): readonly [string, ...string[]] {
  const asUser = isRoot ? [] : ['--user', '--map-root-user'];
  const script = inSmallTable(INTO_NETWORK);
  return ['unshare', ...asUser, '--net', '--mount', '--propagation', 'private', 'sh', '-c', script, 'sh'];
}

/**
 * The words before a command that an enclosed process runs in a network namespace of the command's own: nothing that listens
 * elsewhere is there. It ends when its parent does.
 */
export function separating(): readonly [string, ...string[]] {
  return ['unshare', '--net', 'sh', '-c', inSmallTable(INTO_NETWORK), 'sh'];
}

/** With loopback up it becomes its command. */
const INTO_NETWORK = 'PATH=$PATH:/usr/sbin:/sbin ip link set lo up && exec setpriv --pdeathsig TERM -- "$@"';

/**
 * A script of the shell that runs another, without a single quote in it, in a network namespace whose table of connections is
 * small. It is made in one of its own, which says how large that table is.
 */
export function inSmallTable(script: string): string {
  const inner = `${setting('tcp_max_tw_buckets', LINGERING)} ${script}`;
  return `${setting('tcp_child_ehash_entries', CONNECTIONS)} exec unshare --net sh -c '${inner}' sh "$@"`;
}

/** The words that give a setting of the namespace a value, where its kernel knows it. */
function setting(name: string, value: number): string {
  return `{ echo ${value} >/proc/sys/net/ipv4/${name}; } 2>/dev/null;`;
}

/** The environment of what runs there. */
export function enclosedEnv(): NodeJS.ProcessEnv {
  return { ...process.env, [VARIABLE]: networkNamespace() };
}

/** Whether this process runs there. */
export function isEnclosed(): boolean {
  const from = process.env[VARIABLE] ?? '';
  return from !== '' && networkNamespace() !== '' && from !== networkNamespace();
}

/** Undefined where this machine lets a process in there; else what it said, and what is needed. */
export function whyNotEnclosed(): string | undefined {
  const [program, ...words] = enclosing();
  const { status, error, stderr } = spawnSync(program, [...words, 'true'], { encoding: 'utf8' });
  if (status === 0) return undefined;
  const said = (error?.message ?? stderr).trim().split('\n').at(-1) ?? '';
  return `${JSON.stringify(said === '' ? `status ${status}` : said)} (needed: ${NEEDS})`;
}

function networkNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/net');
  } catch {
    return '';
  }
}
