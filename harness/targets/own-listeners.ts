import { readdir, readFile, readlink } from 'node:fs/promises';

const LISTEN = '0A';

/**
 * The TCP ports on which the processes of a group listen, in rising order; empty where the kernel does not tell. `group` is
 * the process id of its leader.
 */
export async function ownListeners(group: number): Promise<readonly number[]> {
  const sockets = new Set((await Promise.all((await membersOf(group)).map(socketsOf))).flat());
  const rows = (await Promise.all(['tcp', 'tcp6'].map((table) => listeningRows(group, table)))).flat();
  return [...new Set(rows.filter(({ inode }) => sockets.has(inode)).map(({ port }) => port))].sort((a, b) => a - b);
}

async function membersOf(group: number): Promise<readonly number[]> {
  const names = await readdir('/proc').catch(() => []);
  const processes = names.map(Number).filter((pid) => Number.isInteger(pid));
  const groups = await Promise.all(processes.map(groupOf));
  return processes.filter((_, index) => groups[index] === group);
}

/** The fifth field of its row, the third behind its name, which is in brackets and may hold anything. */
async function groupOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
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
  const text = await readFile(`/proc/${pid}/net/${table}`, 'latin1').catch(() => '');
  return text.split('\n').flatMap((row) => {
    const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/);
    return state === LISTEN ? [{ port: Number.parseInt(local.split(':')[1] ?? '', 16), inode }] : [];
  });
}
