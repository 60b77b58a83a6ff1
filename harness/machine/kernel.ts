import { open, readFile } from 'node:fs/promises';
import { IGMP_TABLE } from '../addresses/memberships.ts';
import type { Remark } from '../contracts/machine.ts';
import { bind, withSockets } from './round-trip.ts';

/** Whether the kernel's own tables can be read, from which a run proves what it did. They are Linux's. */
export async function kernelRemarks(): Promise<readonly Remark[]> {
  return Promise.all([socketTables(), memberships(), peakMemory(), destination()]);
}

async function socketTables(): Promise<Remark> {
  const about = 'socket tables';
  const unread = await unreadable(['/proc/net/tcp', '/proc/net/tcp6', '/proc/net/udp']);
  // A kernel without IPv6 has no table for it.
  const missing = unread.filter((file) => file !== '/proc/net/tcp6');
  if (missing.length === 0)
    return {
      about,
      state: 'works',
      says: 'readable: a port is seen listening, and two segments are proven to be two reads',
    };
  return {
    about,
    state: 'lacking',
    says: `${missing.join(' and ')} cannot be read: no proof of cuts, and a launched server is ready only when it says so`,
    mend: 'run on Linux with /proc mounted; --ready REGEX for launched programs',
    effect: { rows: ['*/server/**', '*/receiver/**'], become: 'weaker' },
  };
}

async function memberships(): Promise<Remark> {
  const about = 'group memberships';
  const [missing] = await unreadable([IGMP_TABLE]);
  if (missing === undefined) return { about, state: 'works', says: `${IGMP_TABLE} is readable` };
  return {
    about,
    state: 'lacking',
    says: `${IGMP_TABLE} cannot be read: who joins and leaves is not seen`,
    mend: 'run on Linux with /proc mounted, or capture the frames of the run: --capture',
    effect: {
      rows: ['multicast/receiver/leaves', 'multicast/receiver/joins-on-interface'],
      become: 'inconclusive',
    },
  };
}

async function peakMemory(): Promise<Remark> {
  const about = 'peak memory';
  const status = await readFile('/proc/self/status', 'latin1').catch(() => '');
  if (status.includes('\nVmHWM:')) return { about, state: 'works', says: 'VmHWM of /proc/PID/status is readable' };
  return {
    about,
    state: 'lacking',
    says: 'VmHWM of /proc/PID/status cannot be read: the memory of launched programs is not judged',
    mend: 'run on Linux with /proc mounted',
    effect: {
      rows: [
        'upload/server/name-without-end',
        'upload/server/swapped-size-survived',
        'lines/server/endless-line',
        'record/server/size-is-unsigned',
        'record/server/swapped-header-survived',
      ],
      become: 'weaker',
    },
  };
}

/** A datagram socket does not tell where a datagram was sent to; where one can be bound to a group, what it receives was sent there. */
async function destination(): Promise<Remark> {
  const about = 'destination of datagrams';
  const addresses = ['239.255.0.1', '127.255.255.255'];
  try {
    for (const address of addresses) await withSockets((socket) => bind(socket, address));
    return {
      about,
      state: 'works',
      says: 'a socket can be bound to a group or a broadcast address, so it shows where datagrams went',
    };
  } catch {
    return {
      about,
      state: 'lacking',
      says: 'a socket cannot be bound to a group or a broadcast address: where a datagram was sent to is not seen',
      mend: 'run on Linux with loopback up, or capture the frames of the run: --capture',
      effect: { rows: ['multicast/sender/reaches-group', 'broadcast/sender/destination'], become: 'inconclusive' },
    };
  }
}

/** Opened, not read: the kernel walks a whole table of connections for a reader. */
async function unreadable(files: readonly string[]): Promise<readonly string[]> {
  const opened = files.map((file) =>
    open(file).then(
      (handle) => handle.close().then(() => true),
      () => false,
    ),
  );
  const readable = await Promise.all(opened);
  return files.filter((_, index) => readable[index] !== true);
}
