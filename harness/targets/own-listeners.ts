import { readdir, readlink } from 'node:fs/promises';
import { membersOfGroup } from '../processes/group.ts';
import { kernelFile } from '../processes/kernel-file.ts';

const LISTEN = '0A';

/**
 * The TCP ports on which the processes of a group listen, in rising order; empty where the kernel does not tell. `group` is
 * the process id of its leader.
 */
export async function ownListeners(group: number): Promise<readonly number[]> {
  const sockets = new Set((await Promise.all(membersOfGroup(group).map(socketsOf))).flat());
  const rows = (await Promise.all(['tcp', 'tcp6'].map((table) => listeningRows(group, table)))).flat();
  return [...new Set(rows.filter(({ inode }) => sockets.has(inode)).map(({ port }) => port))].sort((a, b) => a - b);
}

async function socketsOf(pid: number): Promise<readonly string[]> {
  const handles = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(handles.map((handle) => readlink(`/proc/${pid}/fd/${handle}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

async function listeningRows(
  pid: number,
  table: string,
): Promise<readonly { readonly port: number; readonly inode: string }[]> {
  const text = kernelFile(`/proc/${pid}/net/${table}`);
  return text.split('\n').flatMap((row) => {
    const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/);
    return state === LISTEN ? [{ port: Number.parseInt(local.split(':')[1] ?? '', 16), inode }] : [];
  });
}
