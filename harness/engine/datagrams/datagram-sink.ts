import type { RemoteInfo, Socket } from 'node:dgram';
import { errorText } from '../../contracts/errors.ts';
import type { TargetInterface } from '../../contracts/plan.ts';
import { NotReachable } from '../../contracts/target.ts';
import { createBell } from '../tester/bell.ts';
import type { Transcript } from '../tester/transcript.ts';
import { bindSocket, closeSocket } from './datagram-source.ts';

/** What a datagram was sent to. */
export type Destination = 'group' | 'broadcast' | 'unicast';

/** A datagram that arrived, with the address that it was sent to: which of the sockets got it tells that. */
export interface Arrival {
  /** Milliseconds, of `performance.now()`. */
  readonly at: number;
  readonly to: Destination;
  readonly address: string;
  readonly octets: Uint8Array;
  readonly source: string;
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

/** Datagrams of one case that are kept. */
const KEPT = 256;

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
    const socket = await bindSocket(address, port, true).catch((error: unknown) => {
      throw new NotReachable(`the harness cannot listen on ${address}, port ${port}: ${errorText(error)}`);
    });
    sockets.push(socket);
    socket.on('message', (octets: Buffer, source: RemoteInfo) => {
      if (arrivals.length >= KEPT) return;
      arrivals.push({ at: performance.now(), to, address, octets, source: source.address });
      transcript.add(
        { who: 'iut', what: 'receive', text: `to ${address}, from ${source.address}:${source.port}` },
        octets,
      );
      bell.ring();
    });
    return socket;
  };
  const close = async (): Promise<void> => {
    await Promise.all(sockets.splice(0).map(closeSocket));
  };
  try {
    if (group !== undefined) (await listen('group', group)).addMembership(group, on.address);
    for (const address of new Set(broadcasts)) await listen('broadcast', address);
    await listen('unicast', on.address);
  } catch (error) {
    await close();
    throw error instanceof NotReachable ? error : new NotReachable(`the harness cannot join: ${errorText(error)}`);
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
