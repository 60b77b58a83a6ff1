import { readdir, readlink } from 'node:fs/promises';
import { membersOfGroup } from '../processes/group.ts';
import { kernelFile } from '../processes/kernel-file.ts';

const LISTEN = '0A';

/**
 * The TCP ports on which the processes of a group listen, in rising order; empty where the kernel does not tell. `group` is
 * the process id of its leader.
 */
export async function ownListeners(group: number): Promise<readonly number[]> {
  const members = membersOfGroup(group);
  const sockets = new Set((await Promise.all(members.map(socketsOf))).flat());
  const rows = ['tcp', 'tcp6'].flatMap((table) => listeningRows(tableOf(members, table)));
  return [...new Set(rows.filter(({ inode }) => sockets.has(inode)).map(({ port }) => port))].sort((a, b) => a - b);
}

async function socketsOf(pid: number): Promise<readonly string[]> {
  const handles = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(handles.map((handle) => readlink(`/proc/${pid}/fd/${handle}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

/** As one of these processes has it. Those that have ended, as the leader of a daemon's group has, have none. */
function tableOf(pids: readonly number[], table: string): string {
  for (const pid of pids) {
    const text = kernelFile(`/proc/${pid}/net/${table}`);
    if (text !== '') return text;
  }
  return '';
}

function listeningRows(table: string): ReadonlyArray<{ readonly port: number; readonly inode: string }> {
  return table.split('\n').flatMap((row) => {
    const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/);
    return state === LISTEN ? [{ port: Number.parseInt(local.split(':')[1] ?? '', 16), inode }] : [];
  });
}
