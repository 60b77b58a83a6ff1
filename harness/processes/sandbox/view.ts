import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { basename, delimiter, dirname, join, resolve, sep } from 'node:path';
import { kernelFile } from '../kernel-file.ts';
import { TEMPORARY_MIB } from './limits.ts';

/** What of this machine's own files a program may see beside its own. */
export interface SandboxPlaces {
  /** Its own folder, which it may read. */
  readonly own: string;
  /** Folders that it may write to. */
  readonly writable: readonly string[];
}

/** One mount of the program's view: a row of fstab(5), its place below the root that the program is to have. */
export interface Mount {
  readonly source: string;
  readonly place: string;
  readonly type: 'none' | 'tmpfs' | 'proc';
  readonly options: string;
  /** A file or a device, whose place must be there as an empty file. */
  readonly isFile?: true;
}

/** Programs and libraries of the system. */
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/opt', '/nix/store', '/gnu/store'];

/** What runtimes read of /etc; no password, no key. */
const SETTINGS =
  /^(?:alternatives|ca-certificates|crypto-policies|fonts|group|host\.conf|hosts|java.*|ld\.so\..*|locale.*|localtime|mime\.types|nsswitch\.conf|os-release|passwd|pki|protocols|python.*|services|timezone)$/;

const DEVICES = ['null', 'zero', 'full', 'random', 'urandom'];

/** What a runtime is made of beside its `bin`, and beside the `shims` of a version manager, which start one. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  bin: ['lib', 'lib64', 'libexec', 'conf', 'pyvenv.cfg'],
  shims: ['libexec', 'versions', 'version'],
};

/** Read only, without devices, and without programs that make one root. */
const READ_ONLY = 'rbind,ro,nosuid,nodev';

/**
 * All that a program sees, in the order in which it is mounted: the system, its runtime where that lies in a home folder, its
 * own folder, and what it may write to. Home folders and the working folder are empty but for these.
 */
export function viewOf([program]: readonly [string, ...string[]], { own, writable }: SandboxPlaces): readonly Mount[] {
  // A folder that is a link is there by its own name, which the command says, and by that of what it leads to.
  const owns = [...new Set([real(own), own])];
  const shown = [
    ...runtimeFolders(program).filter((folder) => !owns.some((place) => isWithin(place, folder))),
    ...owns,
  ];
  return [
    ...SYSTEM.filter(existsSync).map(readOnly),
    ...settings().map(readOnly),
    ...DEVICES.map((name) => bound(join('/dev', name), 'bind')),
    ...['/tmp', '/dev/shm'].map((place) => temporary(place, TEMPORARY_MIB)),
    { source: 'proc', place: '/proc', type: 'proc', options: 'nosuid,nodev,noexec' },
    ...hidden()
      .filter(isOfSystem)
      .map((place) => temporary(place, TEMPORARY_MIB)),
    ...shown.filter((place) => !isOfSystem(place) || hidden().some((folder) => isWithin(folder, place))).map(readOnly),
    ...writable.map((place) => bound(place, 'rbind,nosuid,nodev')),
  ];
}

/** The home folder of this user, as HOME says it and as the system does. */
export function homes(): readonly string[] {
  const folders = [homedir(), userInfo().homedir].map(real);
  return [...new Set(folders)].filter((folder) => folder !== sep && folder.startsWith(sep));
}

/** What is of no concern to a program, whose own folder may lie in it. */
function hidden(): readonly string[] {
  return [...homes(), real(process.cwd())];
}

/** Whether a path is a folder, or lies in it. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** Whether a path is one of the programs and libraries of the system. */
export function isOfSystem(path: string): boolean {
  return SYSTEM.some((folder) => isWithin(folder, path));
}

/** Where a program is, by its path or by PATH; undefined where it is nowhere. */
export function whereIs(program: string): string | undefined {
  const folders = program.includes(sep) ? [''] : (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => resolve(folder, program)).find(isFile);
}

/** A folder of PATH may be closed to this user. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** A program that PATH names may lie in a home folder, as those of version managers do; so may what it is a link to. */
function runtimeFolders(program: string): readonly string[] {
  const file = whereIs(program);
  if (file === undefined || program.includes(sep)) return [];
  const folders = [...new Set([file, real(file)].map(dirname))].filter(
    (folder) => !isOfSystem(folder) && !hidden().includes(folder),
  );
  return folders.flatMap((folder) => {
    const parts = PARTS[basename(folder)] ?? [];
    return [folder, ...parts.map((part) => join(dirname(folder), part)).filter(existsSync)];
  });
}

function settings(): readonly string[] {
  const listed = readdirSync('/etc').filter((name) => SETTINGS.test(name));
  return [...listed.map((name) => join('/etc', name)), '/etc/ssl/certs', '/etc/ssl/openssl.cnf'].filter(existsSync);
}

function readOnly(path: string): Mount {
  return bound(path, `${READ_ONLY}${isNoExec(path) ? ',noexec' : ''}`);
}

function bound(path: string, options: string): Mount {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
  return { source: path, place: path, type: 'none', options, ...(isFile ? { isFile } : {}) };
}

function temporary(place: string, mebibytes: number): Mount {
  return { source: 'tmpfs', place, type: 'tmpfs', options: `size=${mebibytes}m,mode=1777,nosuid,nodev` };
}

/** Who has no right over a mount may not take a restriction of it away (mount_namespaces(7)), so it is named again. */
function isNoExec(path: string): boolean {
  const mounts = kernelFile('/proc/self/mountinfo')
    .split('\n')
    .map((row) => row.split(' '))
    .filter(([, , , , place = '']) => place !== '' && isWithin(place, path));
  const nearest = mounts
    .toReversed()
    .toSorted(([, , , , one = ''], [, , , , other = '']) => other.length - one.length)[0];
  return nearest?.[5]?.split(',').includes('noexec') === true;
}

/** The path without links; as it is where that cannot be told. */
export function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
