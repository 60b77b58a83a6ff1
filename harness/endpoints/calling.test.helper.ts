import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { ClientEndpoint, ClientOptions } from '../contracts/endpoint.ts';

/** A server that a test plays to clients. */
export interface Play {
  readonly port: number;
  /** All that clients sent so far. */
  readonly received: () => Buffer;
  /** How the connections went, event by event. */
  readonly history: () => readonly string[];
  readonly stop: () => void;
}

/** Listens, and does as `act` does with every connection; it reads, and keeps its own side open. */
export async function playing(
  act: (socket: Socket) => void = (socket) => socket.on('end', () => socket.end()),
): Promise<Play> {
  const pieces: Buffer[] = [];
  const history: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    history.push('open');
    socket.on('error', () => history.push('reset'));
    socket.on('data', (piece) => pieces.push(piece));
    socket.on('end', () => history.push('end'));
    act(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    received: () => Buffer.concat(pieces),
    history: () => history,
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Runs a client against a port of this machine, and resolves to its status and what it showed. */
export async function callWith(
  { run }: Pick<ClientEndpoint, 'run'>,
  port: number,
  more: Partial<ClientOptions> = {},
): Promise<{ readonly status: number; readonly shown: string }> {
  let shown = '';
  const status = await run({
    host: '127.0.0.1',
    port,
    tell: () => undefined,
    show: (text) => {
      shown += text;
    },
    connectMs: 5000,
    replyMs: 5000,
    signal: new AbortController().signal,
    ...more,
  });
  return { status, shown };
}

/** A listener whose queue is full, so that no handshake completes; it ends by itself after a minute. */
export async function fullQueue(): Promise<Pick<Play, 'port' | 'stop'>> {
  const listener = new Worker(LISTENS_AND_BLOCKS, { eval: true });
  const [port] = await once(listener, 'message');
  const fillers = [1, 2].map(() => connect({ host: '127.0.0.1', port }));
  await Promise.all(fillers.map((socket) => once(socket, 'connect')));
  return {
    port,
    stop: () => {
      for (const socket of fillers) socket.on('error', () => undefined).destroy();
      void listener.terminate();
    },
  };
}

const LISTENS_AND_BLOCKS = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer().listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  });
`;
