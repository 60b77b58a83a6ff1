import type { RemoteInfo, Socket } from 'node:dgram';
import { errorCode, errorText } from '../../contracts/errors.ts';
import type { TargetInterface } from '../../contracts/plan.ts';
import { NotReachable } from '../../contracts/target.ts';
import { clock } from '../clock.ts';
import { createBell } from '../tester/bell.ts';
import type { Transcript } from '../tester/transcript.ts';
import { bindSocket, closeSocket } from './datagram-source.ts';

/** What a datagram was sent to. */
export type Destination = 'group' | 'broadcast' | 'unicast';

/** A datagram that arrived, with the address that it was sent to: which of the sockets got it tells that. */
export interface Arrival {
  /** Milliseconds, of `performance.now()`. */
  readonly at: number;
  /** All milliseconds so far for which the sender or the harness could not run. */
  readonly excusedMs: number;
  readonly to: Destination;
  readonly address: string;
  readonly octets: Uint8Array;
  /** Address and port that it came from. */
  readonly source: string;
  readonly port: number;
}

/** Where a sender's datagrams arrive. */
export interface DatagramSink {
  /** All that arrived so far, in order; of a flood only the beginning. */
  readonly arrivals: () => readonly Arrival[];
  /** Resolves once so many have arrived, or `isOver` holds, or `ms` are over. */
  readonly until: (count: number, ms: number, isOver: () => boolean) => Promise<void>;
  /** Looks again whether `isOver` holds. */
  readonly look: () => void;
  readonly close: () => Promise<void>;
}

/** Datagrams of one case that are kept: a sender of which so many come is a flood. */
export const FLOOD = 256;

/** What is listened to. */
export interface SinkOptions {
  readonly on: TargetInterface;
  readonly port: number;
  /** Joined on the interface. */
  readonly group?: string;
  readonly broadcasts: readonly string[];
  readonly transcript: Transcript;
}

/**
 * Opens a socket for each address that a sender may send to. A socket bound to a group or to a broadcast address is given
 * what was sent to just that (Linux, macOS). Rejects with `NotReachable` where the system does not allow such a bind.
 */
export async function openSink({ on, port, group, broadcasts, transcript }: SinkOptions): Promise<DatagramSink> {
  const bell = createBell();
  const arrivals: Arrival[] = [];
  const sockets: Socket[] = [];
  const listen = async (to: Destination, address: string): Promise<Socket> => {
    const socket = await bindSocket(address, port, true);
    sockets.push(socket);
    socket.on('message', (octets: Buffer, source: RemoteInfo) => {
      if (arrivals.length >= FLOOD) return;
      const [at, excusedMs] = [performance.now(), clock.excusedMs()];
      arrivals.push({ at, excusedMs, to, address, octets, source: source.address, port: source.port });
      transcript.add(
        { who: 'iut', what: 'receive', text: `to ${address}, from ${source.address}:${source.port}` },
        octets,
      );
      bell.ring();
    });
    return socket;
  };
  const mustListen = (to: Destination, address: string): Promise<Socket> =>
    listen(to, address).catch((error: unknown) => {
      throw new NotReachable(`the harness cannot listen on ${address}, port ${port}: ${errorText(error)}`);
    });
  const mayListen = (address: string): Promise<Socket | undefined> =>
    listen('broadcast', address).catch((error: unknown) => {
      if (errorCode(error) !== 'EADDRNOTAVAIL')
        throw new NotReachable(`the harness cannot listen on ${address}, port ${port}: ${errorText(error)}`);
      transcript.add({ who: 'harness', what: 'note', text: `${address} cannot be listened on: ${errorText(error)}` });
      return undefined;
    });
  const close = async (): Promise<void> => {
    await Promise.all(sockets.splice(0).map(closeSocket));
  };
  try {
    if (group !== undefined) {
      const member = await mustListen('group', group);
      joins(member, group, on);
    }
    for (const address of new Set(broadcasts)) await mayListen(address);
    await mustListen('unicast', on.address);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    arrivals: () => arrivals,
    until: async (count, ms, isOver) => {
      await bell.until(() => arrivals.length >= count || isOver(), ms);
    },
    look: bell.ring,
    close,
  };
}

function joins(socket: Socket, group: string, on: TargetInterface): void {
  try {
    socket.addMembership(group, on.address);
  } catch (error) {
    throw new NotReachable(`the harness cannot join: ${errorText(error)}`);
  }
}
