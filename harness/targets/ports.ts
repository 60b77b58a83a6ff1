import { createServer } from 'node:net';
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

/** Whether a port could not be held because the address is none of this machine, or of this network namespace. */
export function isElsewhere(error: unknown): boolean {
  return errorCode(error) === 'EADDRNOTAVAIL';
}
