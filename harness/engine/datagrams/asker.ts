import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { errorCode, errorText } from '../../contracts/errors.ts';
import { NotReachable } from '../../contracts/target.ts';
import { formatAddress } from '../../targets/address.ts';
import { clock } from '../clock.ts';
import { createBell } from '../tester/bell.ts';
import type { Transcript } from '../tester/transcript.ts';
import { closeSocket } from './datagram-source.ts';

/** A datagram that came to an asker. */
export interface Answer {
  readonly octets: Uint8Array;
  readonly from: { readonly host: string; readonly port: number };
}

/** One client of a server over datagrams: a socket of its own. */
export interface Asker {
  /** Where it asks: a name is resolved. */
  readonly where: { readonly address: string; readonly port: number };
  /** Sends one datagram. */
  readonly ask: (octets: Uint8Array) => Promise<void>;
  /** The next datagram that comes; why there is none where none comes within `ms`, or nothing listens there. */
  readonly next: (ms: number) => Promise<Answer | 'silence' | 'refused'>;
  /** Lets go of the port: an answer that comes later is told that nobody is there (ICMP port unreachable). */
  readonly leave: () => Promise<void>;
}

/** Where an asker asks. */
export interface AskerOptions {
  readonly host: string;
  readonly port: number;
  /** Which of the case it is, from 1. */
  readonly number: number;
  readonly transcript: Transcript;
  /** Takes datagrams from any address: a connected socket is given those alone that come from where it asks. */
  readonly isOpen?: boolean;
}

/** Datagrams of one asker that are kept: of a flood only the beginning. */
const MOST = 256;

/** How often a datagram is sent that the kernel did not take, since it had to tell of an earlier one that was refused. */
const TRIES = 3;

/** Opens an asker. Rejects with `NotReachable` where no way leads to the host. */
export async function openAsker({ host, port, number, transcript, isOpen = false }: AskerOptions): Promise<Asker> {
  const bell = createBell();
  const came: Answer[] = [];
  let taken = 0;
  let isRefused = false;
  const where = formatAddress({ host, port });
  const { address, family } = await lookup(host).catch((error: unknown) => {
    throw new NotReachable(`no datagram can be sent to ${where}: ${errorText(error)}`);
  });
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  transcript.touches(port);
  try {
    await bound(socket, isOpen && address.startsWith('127.') ? { address: '127.0.0.1', port: 0 } : { port: 0 });
    if (!isOpen) await connected(socket, address, port);
  } catch (error) {
    socket.close();
    throw new NotReachable(`no datagram can be sent to ${where}: ${errorText(error)}`);
  }
  socket.on('error', (error) => {
    if (errorCode(error) !== 'ECONNREFUSED' || isRefused) return;
    isRefused = true;
    transcript.add({ who: 'iut', what: 'note', connection: number, text: 'port unreachable (ICMP)' });
    bell.ring();
  });
  socket.on('message', (octets: Buffer, source: RemoteInfo) => {
    if (came.length >= MOST) return;
    const from = { host: source.address, port: source.port };
    came.push({ octets, from });
    transcript.add({ who: 'iut', what: 'receive', connection: number, text: `from ${formatAddress(from)}` }, octets);
    bell.ring();
  });
  const sendOnce = (octets: Uint8Array): Promise<string | undefined> =>
    new Promise((resolve, reject) => {
      const sent = (error: Error | null): void => {
        const code = error === null ? undefined : errorCode(error);
        if (error === null || code === 'ECONNREFUSED') resolve(code);
        else
          reject(new NotReachable(`no datagram of ${octets.length} octets can be sent to ${where}: ${error.message}`));
      };
      if (isOpen) socket.send(octets, port, address, sent);
      else socket.send(octets, sent);
    });
  let closed: Promise<void> | undefined;
  return {
    where: { address, port },
    ask: async (octets) => {
      for (let tries = 0; tries < TRIES && (await sendOnce(octets)) !== undefined; tries += 1) isRefused = true;
      transcript.add({ who: 'harness', what: 'send', connection: number, text: `to ${where}` }, octets);
    },
    next: async (ms) => {
      if (ms > 0) await bell.until(() => came.length > taken || isRefused, ms);
      const answer = came[taken];
      if (answer === undefined) return isRefused ? 'refused' : 'silence';
      taken += 1;
      return answer;
    },
    leave: () => {
      closed ??= closeSocket(socket);
      return closed;
    },
  };
}

/** Datagrams that come to some askers until all of them have one, or `ms` are over: the first of each, and no more. */
export async function firstAnswers(
  askers: readonly Asker[],
  ms: number,
): Promise<ReadonlyArray<Answer | 'silence' | 'refused'>> {
  const deadline = clock.now() + ms;
  const answers: Array<Answer | 'silence' | 'refused'> = [];
  for (const asker of askers) answers.push(await asker.next(Math.max(0, deadline - clock.now())));
  return answers;
}

function bound(socket: Socket, to: { readonly address?: string; readonly port: number }): Promise<void> {
  socket.bind(to);
  return once(socket, 'listening').then(() => undefined);
}

function connected(socket: Socket, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.connect(port, host, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}
