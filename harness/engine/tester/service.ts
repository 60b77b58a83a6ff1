import { createServer, type Socket } from 'node:net';
import { errorCode } from '../../contracts/errors.ts';
import { NotReachable } from '../../contracts/target.ts';
import { formatAddress } from '../../targets/address.ts';
import { createBell } from './bell.ts';

/** Where a client under test connects to: the harness as its server. */
export interface Service {
  readonly host: string;
  readonly port: number;
  /** The next connection that a client makes, or undefined when `ms` are over or `isOver` holds first. */
  readonly connection: (ms: number, isOver: () => boolean) => Promise<Socket | undefined>;
  /** Looks again whether `isOver` holds. */
  readonly look: () => void;
  readonly close: () => Promise<void>;
}

/** Listens on a port, 0 for one that the kernel chooses. Connections are paused, and may be half-open. Rejects with `NotReachable`. */
export function openService(host: string, listenPort = 0): Promise<Service> {
  const bell = createBell();
  const waiting: Socket[] = [];
  const all = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    all.add(socket);
    socket.on('error', () => undefined);
    waiting.push(socket);
    bell.ring();
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new NotReachable(refusalText(host, listenPort, error))));
    server.listen({ host, port: listenPort }, () => {
      const address = server.address();
      resolve({
        host,
        port: typeof address === 'object' && address !== null ? address.port : 0,
        connection: async (ms, isOver) => {
          await bell.until(() => waiting.length > 0 || isOver(), ms);
          return waiting.shift();
        },
        look: bell.ring,
        close: () =>
          new Promise((closed) => {
            for (const socket of all) socket.destroy();
            server.close(() => closed());
          }),
      });
    });
  });
}

/** Why the harness cannot listen, in one sentence. */
function refusalText(host: string, port: number, error: Error): string {
  const causes: Readonly<Record<string, string>> = {
    EADDRINUSE: 'another program listens there',
    EADDRNOTAVAIL: 'this machine has no such address',
    EACCES: 'a port below 1024 needs a privilege',
    ENOTFOUND: 'the name does not resolve',
  };
  return `the harness cannot listen on ${formatAddress({ host, port })}: ${causes[errorCode(error) ?? ''] ?? error.message}`;
}
