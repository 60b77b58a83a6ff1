import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { listInterfaces } from '../addresses/interfaces.ts';
import type { ClientOptions } from '../contracts/endpoint.ts';
import { errorCode, errorText, UsageError } from '../contracts/errors.ts';
import { HELLO, INTERVAL_MS } from '../protocols/datagram.ts';
import { CallFailure } from './connect.ts';
import { hostPort } from './socket.ts';

/** The time to live of a sender that is told none: a group's datagrams stay on this network (RFC 1112 §6.1). */
const DEFAULT_TTL = 1;

/** What a sender is made of; a faulty one has other parts. */
export interface SenderParts {
  /** The port that its socket is bound to; 0 is a free one that the kernel chooses. */
  readonly ownPort: (options: ClientOptions) => number;
  /** Prepares the bound socket. Throws a system error. */
  readonly prepare: (socket: Socket, options: ClientOptions) => void;
  /** Address and payload of a datagram; `number` counts from 1. */
  readonly destination: (options: ClientOptions, number: number) => string;
  readonly payload: (number: number) => Uint8Array;
  /** Pause after a datagram, in milliseconds. */
  readonly pauseMs: (options: ClientOptions, number: number) => number;
  /** Whether one more is sent after so many. */
  readonly goesOn: (options: ClientOptions, sent: number) => boolean;
}

const careful = {
  ownPort: () => 0,
  destination: ({ host }: ClientOptions) => host,
  payload: () => Buffer.from(HELLO),
  pauseMs: ({ intervalMs = INTERVAL_MS }: ClientOptions) => intervalMs,
  goesOn: ({ count = Number.POSITIVE_INFINITY }: ClientOptions, sent: number) => sent < count,
};

/** The reference multicast sender. */
export const carefulMulticastSender: SenderParts = {
  ...careful,
  prepare: (socket, options) => {
    socket.setMulticastInterface(interfaceOf(options));
    socket.setMulticastTTL(options.ttl ?? DEFAULT_TTL);
    socket.setMulticastLoopback(options.loopback ?? true);
  },
};

/** The reference broadcast sender; without SO_BROADCAST the kernel refuses to send (EACCES). */
export const carefulBroadcastSender: SenderParts = {
  ...careful,
  prepare: (socket) => socket.setBroadcast(true),
};

/** Sends until the call's count is reached or its signal is aborted; resolves to how many were sent. Rejects with a CallFailure. */
export type SendDatagrams = (options: ClientOptions) => Promise<number>;

/**
 * A sender made of `parts` (suites/README.md, "Wire formats"). Its socket is bound to the interface, so that nothing
 * leaves by another.
 */
export function datagramSender(parts: SenderParts): SendDatagrams {
  return async (options) => {
    const socket = createSocket({ type: 'udp4' });
    const failed = once(socket, 'error').then(([error]) => {
      throw error;
    });
    failed.catch(() => undefined);
    try {
      await Promise.race([bound(socket, interfaceOf(options), parts.ownPort(options)), failed]);
      parts.prepare(socket, options);
      return await sendAll(parts, socket, options);
    } catch (error) {
      throw explained(error, options);
    } finally {
      socket.close();
    }
  };
}

async function sendAll(parts: SenderParts, socket: Socket, options: ClientOptions): Promise<number> {
  const { signal, tell, port } = options;
  let sent = 0;
  while (!signal.aborted && parts.goesOn(options, sent)) {
    const destination = parts.destination(options, sent + 1);
    await send(socket, parts.payload(sent + 1), port, destination);
    sent += 1;
    tell({ level: 'info', from: 'sendAll', text: `sent datagram ${sent} to ${hostPort(destination, port)}` });
    if (parts.goesOn(options, sent))
      await pause(parts.pauseMs(options, sent), undefined, { signal }).catch(() => undefined);
  }
  return sent;
}

function bound(socket: Socket, address: string, port: number): Promise<void> {
  return new Promise((resolve) => socket.bind({ address, port }, resolve));
}

function send(socket: Socket, payload: Uint8Array, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(payload, port, host, (error) => (error === null ? resolve() : reject(error)));
  });
}

function interfaceOf({ interface: on }: ClientOptions): string {
  if (on === undefined) throw new UsageError('expected an interface to send through, found none');
  return on;
}

/** Why nothing can be sent, in one plain sentence. */
function explained(error: unknown, options: ClientOptions): unknown {
  if (error instanceof UsageError || error instanceof CallFailure) return error;
  const where = hostPort(options.host, options.port);
  switch (errorCode(error)) {
    case 'EACCES':
      return new CallFailure('failed', `the kernel refuses to send to ${where}: SO_BROADCAST is not set (EACCES)`);
    case 'EADDRNOTAVAIL':
    case 'ENODEV':
      return goneInterface(options);
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      // With an interface its routes go.
      if (!listInterfaces().some(({ address }) => address === options.interface)) return goneInterface(options);
      return new CallFailure(
        'unreachable',
        `${where} is unreachable through ${options.interface}: no route leads there`,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CallFailure('address-error', `address error: the name in ${where} cannot be resolved`);
    default:
      return new CallFailure('failed', `sending to ${where} failed: ${errorText(error)}`);
  }
}

function goneInterface({ interface: on }: ClientOptions): CallFailure {
  return new CallFailure('failed', `this machine has no interface with the address ${on}`);
}
