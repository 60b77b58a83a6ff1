import { statSync } from 'node:fs';
import { plainlyQuoted } from '../../text/quoting.ts';
import { kernelFile } from '../kernel-file.ts';
import { isEnclosed } from './enclosure.ts';
import { limiting } from './limits.ts';
import { isWithin, type Mount, type SandboxPlaces, viewOf } from './view.ts';

/** Where the new root is put together: every Linux has this folder, and the program sees nothing of it. */
const ROOT = '/sys';

/** The table of mounts, which is removed again. */
const TABLE = `${ROOT}/table`;

/** Whom nothing belongs to. A program is never root: root may write to much of /proc, and no limit of processes holds it. */
const NOBODY = 65_534;

/**
 * The words before a program that put it into a user namespace where it is nobody and has no right, and can make no further
 * one: in its own it could mount memory without a bound. The first namespace allows one more in it, and the second is that one.
 */
const withoutNamespaces: readonly string[] = [
  ...['unshare', '--user', '--map-root-user'],
  ...['sh', '-c', 'echo 1 >/proc/sys/user/max_user_namespaces && exec "$@"', 'sh'],
  ...['unshare', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`],
];

/** What is outside of a sandbox ends with the harness, and the init in it with that (prctl(2)): whoever kills the harness leaves none behind. */
const diesWithParent: readonly string[] = ['--pdeathsig', 'KILL'];

/** Handle at which the program's first process waits until it has been found. */
export const GATE = 3;

/**
 * The words that run a program in a sandbox, which this process, itself enclosed, can make: mount, process, IPC and host name
 * namespaces of its own. The process that they start stays outside, and ends as the program does: with its status, or by its
 * signal. It has two children. The first is the init of the process namespace: it takes in whom the program leaves behind,
 * and when it is killed everything in there is. The other leads a session of its own, becomes the program as soon as it has
 * read a line from `GATE`, and has no privilege from then on.
 */
export function sandboxWords(
  words: readonly [string, ...string[]],
  places: SandboxPlaces,
  cwd = process.cwd(),
): readonly [string, ...string[]] {
  if (!isEnclosed()) throw new Error('a program is put into a sandbox by a process that is enclosed');
  const user = switchedUser(places.own);
  const script = scriptOf(viewOf(words, places), cwd, places.own, user);
  return [
    'setpriv',
    ...diesWithParent,
    '--',
    ...['unshare', '--mount', '--pid', '--ipc', '--uts', '--propagation', 'private'],
    ...['sh', '-c', script, 'sh'],
    ...words,
  ];
}

/** The environment of a program: nothing of this process's own but what it needs to be found and to print. */
export function sandboxEnv(given: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { PATH = '/usr/bin:/bin', LANG = 'C.UTF-8' } = process.env;
  return { PATH, LANG, ...given };
}

/** As root the program is the owner of its folder, or nobody; else it stays who this process is. */
function switchedUser(own: string): readonly string[] {
  if (!isRealRoot()) return [];
  const { uid, gid } = ownerOf(own);
  return ['--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
}

/** Who a program of this folder runs as where the harness is root. */
export function ownerOf(own: string): { readonly uid: number; readonly gid: number } {
  const { uid, gid } = statSync(own);
  return { uid: uid === 0 ? NOBODY : uid, gid: gid === 0 ? NOBODY : gid };
}

/** Whether this process may become another user: the root of the machine may, that of a user namespace may not. */
export function isRealRoot(): boolean {
  const [, , count = 0] = kernelFile('/proc/self/uid_map').trim().split(/\s+/).map(Number);
  return process.getuid?.() === 0 && count > NOBODY;
}

function scriptOf(view: readonly Mount[], cwd: string, own: string, user: readonly string[]): string {
  const folders = view.filter(({ isFile }) => isFile !== true);
  // A file in a folder that is mounted, too, has its place once that is.
  const isLate = ({ isFile, place }: Mount): boolean =>
    isFile === true && folders.some((folder) => isWithin(folder.place, place));
  const [early, late] = [view.filter((mount) => !isLate(mount)), view.filter(isLate)];
  const inside = ['setpriv', ...user, '--no-new-privs', ...withoutNamespaces, ...limiting];
  return [
    'set -e',
    'path=$PATH; PATH=$PATH:/usr/sbin:/sbin',
    // The first process of the namespace. With its children's ends ignored, the kernel takes away whom nobody waits for.
    `(exec setpriv ${diesWithParent.join(' ')} -- env --ignore-signal=CHLD,HUP,INT,TERM sleep 2147483647) </dev/null >/dev/null 2>&1 3>&- &`,
    `mount -t tmpfs -o size=1m,mode=755 sockspec ${ROOT}`,
    ...mounting(early, [`${ROOT}${cwd}`, `${ROOT}/mnt`]),
    ...(late.length === 0 ? [] : mounting(late, [])),
    `rm ${TABLE}`,
    `cd ${ROOT}; pivot_root . mnt; cd /; umount -l mnt; mount -o remount,bind,ro /`,
    `cd ${plainlyQuoted(cwd)} 2>/dev/null || cd ${plainlyQuoted(own)}`,
    'PATH=$path; unset OLDPWD',
    `exec unshare --fork setsid sh -c 'read -r _ <&${GATE}; exec ${GATE}<&-; exec "$@"' sh ${inside.map(plainlyQuoted).join(' ')} "$@"`,
  ].join('\n');
}

/** Mounts all of these at once, and makes some folders. Each command that the shell does not have itself is a program that each launch starts. */
function mounting(mounts: readonly Mount[], others: readonly string[]): readonly string[] {
  const places = mounts.filter(({ isFile }) => isFile === true).map(({ place }) => `${ROOT}${place}`);
  const folders = new Set([...others, ...places.map((place) => place.slice(0, place.lastIndexOf('/')))]);
  return [
    `mkdir -p ${[...folders].map(plainlyQuoted).join(' ')}`,
    ...places.map((place) => `: >${plainlyQuoted(place)}`),
    `printf '%s\\n' ${mounts.map(rowOf).map(plainlyQuoted).join(' ')} >${TABLE}`,
    `mount -a -T ${TABLE}`,
  ];
}

/** A row of fstab(5): whatever may end a field there, or have no character of its own, by the octal numbers of its octets. */
function rowOf({ source, place, type, options }: Mount): string {
  const field = (text: string): string =>
    text.replace(/[^\w@%+=:,./-]/gu, (one) =>
      [...Buffer.from(one)].map((octet) => `\\${octet.toString(8).padStart(3, '0')}`).join(''),
    );
  return `${field(source)} ${field(`${ROOT}${place}`)} ${type} ${options},X-mount.mkdir 0 0`;
}
