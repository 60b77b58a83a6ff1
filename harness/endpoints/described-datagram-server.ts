import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { RunningEndpoint, ServerOptions } from '../contracts/endpoint.ts';
import { errorText } from '../contracts/errors.ts';
import type { Description, WireMessage } from '../contracts/wire.ts';
import { read } from '../protocols/wire/decode.ts';
import { isOneWay } from '../protocols/wire/one-way.ts';
import { carefulDescribed, type DescribedParts, type Received, replyOctets } from './described-server.ts';
import { hostPort } from './socket.ts';

/** The most askers whose place in a dialogue is kept: the one that was heard longest ago is forgotten (CWE-770). */
const MOST_ASKERS = 1024;

/** What a server of a described protocol over datagrams consists of; each part can be replaced by itself. */
export interface DescribedDatagramParts {
  /** The message that a datagram is; why it is none, in words, where it is none. */
  readonly decode: (description: Description, name: string, octets: Uint8Array) => WireMessage | string;
  /** Sends an answer from the socket that was asked. */
  readonly send: (socket: Socket, octets: Uint8Array, asker: RemoteInfo) => Promise<void>;
  /** How a message of a one-way protocol is shown. */
  readonly shown: DescribedParts['shown'];
  /** Whether a datagram is looked at. */
  readonly takes: (octets: Uint8Array) => boolean;
}

/** The parts of the reference server. */
export const carefulDatagrams: DescribedDatagramParts = {
  decode: wholeMessage,
  send: sendTo,
  shown: carefulDescribed.shown,
  takes: () => true,
};

/**
 * A server made of a description: it answers each datagram that is the message which it expects of its asker by what the
 * description's samples say, and drops every other. One that says nothing shows each message. Starting it rejects with a system error where the port is taken.
 */
export function describedDatagramServer(
  description: Description,
  parts: DescribedDatagramParts = carefulDatagrams,
): (options: ServerOptions) => Promise<RunningEndpoint> {
  return async ({ host, port, tell, show }) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    try {
      socket.bind({ address: host, port });
      await once(socket, 'listening');
    } catch (error) {
      socket.close();
      throw error;
    }
    socket.on('error', (error) => tell({ level: 'error', from: 'describedDatagramServer', text: errorText(error) }));
    const answer = answerer(description, parts, show);
    socket.on('message', (octets, asker) => {
      const where = hostPort(asker.address, asker.port);
      answer(socket, octets, asker).then(
        (problem) => {
          if (problem === undefined) tell({ level: 'info', from: 'answer', text: `answered ${where}` });
          else tell({ level: 'warn', from: 'answer', text: `dropped a datagram of ${where}: ${problem}` });
        },
        (error: unknown) => tell({ level: 'warn', from: 'answer', text: `no answer to ${where}: ${errorText(error)}` }),
      );
    });
    const bound = socket.address();
    let stopped: Promise<void> | undefined;
    return {
      host: bound.address,
      port: bound.port,
      stop: () => {
        stopped ??= new Promise((resolve) => socket.close(resolve));
        return stopped;
      },
    };
  };
}

/** Answers one datagram; resolves to why it was dropped, in words, to undefined where it was not. */
type Answerer = (socket: Socket, octets: Uint8Array, asker: RemoteInfo) => Promise<string | undefined>;

function answerer(
  description: Description,
  { decode, send, shown, takes }: DescribedDatagramParts,
  show: ServerOptions['show'],
): Answerer {
  const isShown = isOneWay(description);
  const { steps } = description.dialogue;
  /** Which step of the dialogue an asker is at. One that is not known begins. */
  const places = new Map<string, number>();
  return async (socket, octets, asker) => {
    if (!takes(octets)) return 'it is not looked at';
    const key = hostPort(asker.address, asker.port);
    let at = places.get(key) ?? 0;
    const step = steps[at];
    if (step?.does !== 'sends') return 'nothing is expected';
    const message = decode(description, step.message, octets);
    if (typeof message === 'string') return message;
    const received: Received = { message, octets };
    if (isShown) show?.(shown(step.message, message));
    const replies: Uint8Array[] = [];
    for (at += 1; steps[at]?.by === 'server'; at += 1) {
      const reply = steps[at];
      if (reply?.does === 'sends') replies.push(replyOctets(description, reply.message, received));
    }
    places.delete(key);
    // Over datagrams nobody tells when a dialogue is over: who asks again begins anew.
    if (at < steps.length) places.set(key, at);
    const [oldest] = places.keys();
    if (places.size > MOST_ASKERS && oldest !== undefined) places.delete(oldest);
    for (const reply of replies) await send(socket, reply, asker);
    return undefined;
  };
}

function wholeMessage(description: Description, name: string, octets: Uint8Array): WireMessage | string {
  const { decoded } = read(description, name, octets, true);
  if (decoded.kind === 'malformed') return decoded.reason;
  if (decoded.kind === 'incomplete') return 'it ends within the message';
  const more = octets.length - decoded.length;
  return more === 0 ? decoded.message : `${more} of its octets are behind the message`;
}

/** Sends a datagram. Rejects with the system's error. */
export function sendTo(socket: Socket, octets: Uint8Array, { address, port }: RemoteInfo): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(octets, port, address, (error) => (error === null ? resolve() : reject(error)));
  });
}
