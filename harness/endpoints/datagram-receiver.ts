import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { RunningEndpoint, ServerOptions } from '../contracts/endpoint.ts';
import { errorText } from '../contracts/errors.ts';
import { DEFAULT_GROUP } from '../protocols/datagram.ts';
import { shownText } from '../text/utf8.ts';
import { hostPort } from './socket.ts';

/** Who sent a datagram. */
export interface Source {
  readonly address: string;
  readonly port: number;
}

/** What a receiver is made of; a faulty one has other parts. */
export interface ReceiverParts {
  /** Whether other receivers of this host may have the same port. */
  readonly shares: boolean;
  /** The address that it binds. */
  readonly bindTo: (options: ServerOptions) => string;
  /** After the bind: joins what is to be joined. Throws a system error. */
  readonly join: (socket: Socket, options: ServerOptions) => void;
  /** Before the end: leaves it. */
  readonly leave: (socket: Socket, options: ServerOptions) => void;
  /** The line that shows one datagram. */
  readonly line: (datagram: Uint8Array, source: Source) => string;
  /** After a datagram was shown: `number` counts from 1. */
  readonly after: (socket: Socket, options: ServerOptions, number: number) => void;
  /** Closes the socket, which ends every membership that is left. */
  readonly close: (socket: Socket) => Promise<void>;
}

/** The parts that broadcast and multicast receivers share. */
const careful = {
  shares: true,
  line: (datagram: Uint8Array, source: Source) =>
    `from ${hostPort(source.address, source.port)}: ${shownText(datagram)}\n`,
  after: () => undefined,
  close: async (socket: Socket) => {
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  },
};

/** The reference broadcast receiver: every datagram to its port, whatever address of this host it was sent to. */
export const carefulBroadcast: ReceiverParts = {
  ...careful,
  bindTo: ({ host }) => host,
  join: () => undefined,
  leave: () => undefined,
};

/**
 * The reference multicast receiver. Bound to the group itself it is not given what other groups of the port bring, which
 * other sockets of this host have joined (ip(7), IP_MULTICAST_ALL); Windows does not allow that, and binds the host address.
 */
export const carefulMulticast: ReceiverParts = {
  ...careful,
  bindTo: ({ host, group = DEFAULT_GROUP }) => (process.platform === 'win32' ? host : group),
  join: (socket, options) => {
    const { group, on } = membershipOf(options);
    socket.addMembership(group, on);
    options.tell({ level: 'info', from: 'join', text: `joined ${group} on ${on}` });
  },
  leave: (socket, options) => {
    const { group, on } = membershipOf(options);
    socket.dropMembership(group, on);
    options.tell({ level: 'info', from: 'leave', text: `left ${group} on ${on}` });
  },
};

/** The group and the interface of a receiver: multicast always names its interface. */
export function membershipOf({ group = DEFAULT_GROUP, interface: on }: ServerOptions): {
  readonly group: string;
  readonly on: string;
} {
  if (on === undefined) throw new Error('expected an interface to join the group on, found none');
  return { group, on };
}

/**
 * A receiver made of `parts` (suites/README.md, "Wire formats"): shows each datagram with its source, one line each,
 * until it is stopped or has had `count` of them. Starting it rejects with a system error where the port is taken or
 * the interface is gone.
 */
export function datagramReceiver(parts: ReceiverParts): (options: ServerOptions) => Promise<RunningEndpoint> {
  return async (options) => {
    const { count = Number.POSITIVE_INFINITY, show, tell, port } = options;
    const socket = createSocket({ type: 'udp4', reuseAddr: parts.shares });
    try {
      socket.bind({ address: parts.bindTo(options), port });
      await once(socket, 'listening');
      parts.join(socket, options);
    } catch (error) {
      socket.close();
      throw error;
    }
    socket.on('error', (error) => tell({ level: 'error', from: 'datagramReceiver', text: errorText(error) }));
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => {
      stopped ??= leaveAndClose(parts, socket, options);
      return stopped;
    };
    let received = 0;
    const ended = new Promise<void>((resolve) => {
      socket.on('message', (datagram, source) => {
        if (received >= count) return;
        received += 1;
        show?.(parts.line(datagram, source));
        parts.after(socket, options, received);
        if (received >= count) stop().then(resolve);
      });
    });
    const bound = socket.address();
    return { host: bound.address, port: bound.port, ended, stop };
  };
}

async function leaveAndClose(parts: ReceiverParts, socket: Socket, options: ServerOptions): Promise<void> {
  try {
    parts.leave(socket, options);
  } catch (error) {
    // The interface may be gone, and the membership with it.
    options.tell({ level: 'warn', from: 'leave', text: `leaving failed: ${errorText(error)}` });
  }
  await parts.close(socket);
}
