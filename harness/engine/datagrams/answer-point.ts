import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { errorText } from '../../contracts/errors.ts';
import { NotReachable } from '../../contracts/target.ts';
import { formatAddress } from '../../targets/address.ts';
import { createBell } from '../tester/bell.ts';
import type { Transcript } from '../tester/transcript.ts';
import { closeSocket } from './datagram-source.ts';

/** A datagram of a client under test. */
export interface Question {
  readonly octets: Uint8Array;
  readonly from: { readonly host: string; readonly port: number };
}

/** Whence an answer comes: from where it was asked for, from another port, or from another address. */
export type Whence = 'there' | 'another port' | 'another address';

/** Where a client under test asks: the harness as its server over datagrams. */
export interface AnswerPoint {
  readonly port: number;
  /** The next datagram of the client; undefined when `ms` are over, or it has ended and none has come. */
  readonly next: (ms: number) => Promise<Question | undefined>;
  /** Sends one datagram. Another address is one of this machine alone: rejects with `NotReachable` where it has none. */
  readonly answer: (octets: Uint8Array, to: Question, whence?: Whence) => Promise<void>;
  /** The client has ended: nothing more is waited for. */
  readonly isOver: () => void;
  /** Lets go of the port: what comes then is refused (ICMP port unreachable). */
  readonly close: () => Promise<void>;
}

/** Datagrams of one client that are kept: of a flood only the beginning. */
const MOST = 256;

/** Listens on a port, 0 for one that the kernel chooses. Rejects with `NotReachable`. */
export async function openAnswerPoint(host: string, listenPort: number, transcript: Transcript): Promise<AnswerPoint> {
  const bell = createBell();
  const came: Question[] = [];
  let taken = 0;
  let hasEnded = false;
  const sockets = new Set<Socket>();
  const open = async (address: string, port: number): Promise<Socket> => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    try {
      socket.bind({ address, port });
      await once(socket, 'listening');
    } catch (error) {
      socket.close();
      throw new NotReachable(
        `the harness cannot listen on ${formatAddress({ host: address, port })}: ${errorText(error)}`,
      );
    }
    socket.on('error', () => undefined);
    sockets.add(socket);
    return socket;
  };
  const socket = await open(host, listenPort);
  const { port } = socket.address();
  transcript.touches(port);
  socket.on('message', (octets: Buffer, source: RemoteInfo) => {
    if (came.length >= MOST) return;
    const from = { host: source.address, port: source.port };
    came.push({ octets, from });
    transcript.add({ who: 'iut', what: 'receive', text: `from ${formatAddress(from)}` }, octets);
    bell.ring();
  });
  const from = async (whence: Whence): Promise<Socket> => {
    if (whence === 'there') return socket;
    return whence === 'another port' ? open(host, 0) : open(ANOTHER, port);
  };
  return {
    port,
    next: async (ms) => {
      await bell.until(() => came.length > taken || hasEnded, ms);
      const question = came[taken];
      if (question !== undefined) taken += 1;
      return question;
    },
    answer: async (octets, to, whence = 'there') => {
      const sender = await from(whence);
      const own = sender.address();
      await new Promise<void>((resolve) => sender.send(octets, to.from.port, to.from.host, () => resolve()));
      const text = `from ${formatAddress({ host: own.address, port: own.port })}`;
      transcript.add({ who: 'harness', what: 'send', text }, octets);
      if (sender === socket) return;
      sockets.delete(sender);
      await closeSocket(sender);
    },
    isOver: () => {
      hasEnded = true;
      bell.ring();
    },
    close: async () => {
      const all = [...sockets];
      sockets.clear();
      await Promise.all(all.map(closeSocket));
    },
  };
}

/** Linux has the whole of 127.0.0.0/8 (RFC 1122 §3.2.1.3). */
const ANOTHER = '127.0.0.2';
