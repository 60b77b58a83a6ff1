import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** A listener whose queue is full: no further handshake completes until it is released. */
export interface FullQueue {
  readonly host: string;
  readonly port: number;
  readonly release: () => Promise<void>;
}

/** The blocked thread wakes by itself after this long, in milliseconds: later than any person takes to start a client. */
const BLOCKED_MS = 1_200_000;

/** Connections that a queue of length 1 holds (Linux: one more than its backlog). */
const QUEUED = 2;

/** Listens with backlog 1 and never accepts: the thread that would is blocked. */
const listener = (host: string) => `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ host: ${JSON.stringify(host)}, port: 0, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${BLOCKED_MS});
  });
`;

/** The queue that is full at an address just now, and how many use it: a blocked thread costs more to start than to share. */
const shared = new Map<string, { readonly queue: Promise<FullQueue>; users: number }>();

/**
 * A listener with a full queue at an address of this machine: the kernel drops every further SYN, so that a connect to it
 * truly times out. Those who need one at the same time share it; it is gone when the last of them has released it.
 */
export async function fillQueue(host = '127.0.0.1'): Promise<FullQueue> {
  const use = shared.get(host) ?? { queue: openQueue(host), users: 0 };
  shared.set(host, use);
  use.users += 1;
  let released = false;
  const release = async (): Promise<void> => {
    if (released) return;
    released = true;
    use.users -= 1;
    if (use.users > 0) return;
    shared.delete(host);
    await use.queue.then((queue) => queue.release());
  };
  return use.queue.then(
    (queue) => ({ ...queue, release }),
    async (error: unknown) => {
      shared.delete(host);
      throw error;
    },
  );
}

async function openQueue(host: string): Promise<FullQueue> {
  const worker = new Worker(listener(host), { eval: true });
  const [port] = await once(worker, 'message');
  if (typeof port !== 'number') throw new Error('the listener did not tell its port');
  const queued: Socket[] = [];
  for (let number = 0; number < QUEUED; number += 1) {
    const socket = connect({ host, port });
    queued.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
  }
  return {
    host,
    port,
    release: async () => {
      for (const socket of queued) socket.destroy();
      await worker.terminate();
    },
  };
}
