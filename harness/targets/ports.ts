import { createServer } from 'node:net';

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

/** A port that was free a moment ago, chosen by the kernel. */
export async function freePort(host: string): Promise<number> {
  const held = await holdPort(host, 0);
  await held.release();
  return held.port;
}
