import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { FOLDER_MIB } from './limits.ts';
import { isRealRoot, ownerOf } from './words.ts';

const run = promisify(execFile);

/** Mounting is for the root of the machine or of a user namespace, whose PATH may lack the tools of the system. */
const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` };

/**
 * Mounts a file system of its own and of bounded size on a folder, for the program that lies in `own`: whatever that writes,
 * the disk does not become full, and no link that it leaves there leads the harness to somebody's secret. It is gone with the namespace of the run.
 */
export async function boundFolder(folder: string, own: string): Promise<void> {
  const { uid, gid } = isRealRoot() ? ownerOf(own) : { uid: 0, gid: 0 };
  const options = `size=${FOLDER_MIB}m,mode=700,uid=${uid},gid=${gid},nosuid,nodev,nosymfollow`;
  await run('mount', ['-t', 'tmpfs', '-o', options, 'sockspec', folder], { env });
}

/** Takes it away again, also while somebody still looks at it. */
export async function unboundFolder(folder: string): Promise<void> {
  await run('umount', ['--lazy', folder], { env });
}
