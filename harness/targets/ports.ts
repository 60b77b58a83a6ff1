import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { errorCode } from '../contracts/errors.ts';

/** A port that is taken until it is released. */
export interface HeldPort {
  readonly port: number;
  readonly release: () => Promise<void>;
}

/** Listens on a port (0: the kernel chooses) and serves nobody. Rejects with the system's error when it is taken. */
export function holdPort(host: string, port: number): Promise<HeldPort> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ port: taken, release: () => new Promise((released) => server.close(() => released())) });
    });
  });
}

/** A port that was free a moment ago, chosen by the kernel; for an address of another machine one that is free on this one. */
export async function freePort(host: string): Promise<number> {
  const held = await holdPort(host, 0).catch((error: unknown) => {
    if (isElsewhere(error)) return holdPort('0.0.0.0', 0);
    throw error;
  });
  await held.release();
  return held.port;
}

/**
 * A port on which connections are refused until it is released: nobody listens there, and nobody gets it from the kernel, neither
 * to listen nor to connect from (a connection from a port to itself comes about, RFC 9293 §3.5). Our end of a connection has
 * it. For an address of another machine it is one that was free on this one.
 */
export async function holdRefusingPort(host: string): Promise<HeldPort> {
  const server = createServer();
  try {
    await once(server.listen({ host, port: 0, exclusive: true }), 'listening');
  } catch (error) {
    if (isElsewhere(error)) return { port: await freePort(host), release: async () => undefined };
    throw error;
  }
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  // With an address of its own the socket is bound before it connects: what is bound is given to nobody else.
  const ours = connect({ host, port, localAddress: host });
  const [[theirs]] = await Promise.all([once(server, 'connection'), once(ours, 'connect')]);
  for (const end of [ours, theirs]) end.on('error', () => undefined);
  return {
    port: ours.localPort ?? 0,
    release: async () => {
      ours.destroy();
      theirs.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Whether a port could not be held because the address is none of this machine, or of this network namespace. */
export function isElsewhere(error: unknown): boolean {
  return errorCode(error) === 'EADDRNOTAVAIL';
}
