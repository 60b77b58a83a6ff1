import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isGroup } from '../../addresses/ipv4.ts';
import { errorCode, errorText } from '../../contracts/errors.ts';
import type { TargetInterface } from '../../contracts/plan.ts';
import { NotReachable } from '../../contracts/target.ts';
import { formatAddress } from '../../targets/address.ts';
import type { Transcript } from '../tester/transcript.ts';

/** One socket that datagrams are sent from: the lower tester of receivers. */
export interface DatagramSource {
  readonly address: string;
  readonly port: number;
  /** Sends each payload as a datagram of its own, without a pause between them. */
  readonly send: (destination: string, port: number, ...payloads: readonly Uint8Array[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Opens a socket that is bound to an address of the interface, so that no datagram leaves by another one. It is bound to
 * `fromPort` too, or to a port that the kernel chooses where that is 0 or taken. Its datagrams to groups have TTL 1. Rejects
 * with `NotReachable`.
 */
export async function openSource(
  on: TargetInterface,
  number: number,
  transcript: Pick<Transcript, 'add' | 'touches'>,
  fromPort = 0,
  from = on.address,
): Promise<DatagramSource> {
  const bound = (port: number): Promise<Socket> => bindSocket(from, port, false);
  const anyPort = (): Promise<Socket> =>
    bound(0).catch((error: unknown) => {
      throw new NotReachable(`the harness cannot send through ${on.name} (${from}): ${errorText(error)}`);
    });
  const socket = await (fromPort === 0 ? anyPort() : bound(fromPort).catch(anyPort));
  socket.setMulticastInterface(on.address);
  socket.setMulticastTTL(1);
  socket.setBroadcast(true);
  const { address, port } = socket.address();
  return {
    address,
    port,
    send: async (destination, to, ...payloads) => {
      transcript.touches(to, isGroup(destination) ? destination : undefined);
      await Promise.all(payloads.map((payload) => sendOne(socket, payload, to, destination)));
      for (const payload of payloads)
        transcript.add(
          {
            who: 'harness',
            what: 'send',
            connection: number,
            text: `to ${formatAddress({ host: destination, port: to })}`,
          },
          payload,
        );
    },
    close: () => closeSocket(socket),
  };
}

/** A bound socket; several may have the port where `shared`. Rejects with the system's error. */
export async function bindSocket(address: string, port: number, shared: boolean): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', reuseAddr: shared });
  try {
    socket.bind({ address, port });
    await once(socket, 'listening');
  } catch (error) {
    socket.close();
    throw error;
  }
  socket.on('error', () => undefined);
  return socket;
}

/** Resolves when the kernel has let go of it, memberships included. */
export async function closeSocket(socket: Socket): Promise<void> {
  const closed = once(socket, 'close');
  socket.close();
  await closed;
}

function sendOne(socket: Socket, payload: Uint8Array, port: number, destination: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(payload, port, destination, (error) => {
      if (error === null) resolve();
      else reject(sendProblem(error, destination));
    });
  });
}

/** A way that does not lead there is no fault of the IUT. */
function sendProblem(error: Error, destination: string): Error {
  const ways = ['ENETUNREACH', 'EHOSTUNREACH', 'EACCES', 'EPERM', 'ENODEV', 'EADDRNOTAVAIL'];
  if (!ways.includes(errorCode(error) ?? '')) return error;
  return new NotReachable(`the harness cannot send to ${destination}: ${error.message}`);
}
