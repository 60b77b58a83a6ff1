import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from '../contracts/errors.ts';

/** A child that is being forked lets go of its copy of a listener within a few milliseconds, on a busy machine within hundreds. */
const FORKS_MS = 2000;
const AGAIN_MS = 1;

/** A port that is taken until it is released. */
export interface HeldPort {
  readonly port: number;
  readonly release: () => Promise<void>;
}

/** A port that another program has: there is nothing to release. */
export function heldByOther(port: number): HeldPort {
  return { port, release: async () => undefined };
}

/**
 * Listens on a port (0: the kernel chooses) and serves nobody. Once released, the port is free for a program that is launched on
 * it. Rejects with the system's error when it is taken.
 */
export function holdPort(host: string, port: number): Promise<HeldPort> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      const release = async (): Promise<void> => {
        await new Promise((released) => server.close(released));
        await comesToRefuse({ host, port: taken });
      };
      resolve({ port: taken, release });
    });
  });
}

/**
 * Whether connections to a port whose listener was closed come to be refused. A child that another thread forks has a copy of
 * the listener until it executes its program. The port is taken until then: nobody can listen on it, and a connection to it is
 * established first and reset afterwards. False where another listens on the port, or no connection was refused for 2 s.
 */
export async function comesToRefuse({
  host,
  port,
}: {
  readonly host: string;
  readonly port: number;
}): Promise<boolean> {
  const until = performance.now() + FORKS_MS;
  const where = { host: ownAddress(host), port };
  for (;;) {
    const outcome = await connectionTo(where, until - performance.now());
    if (outcome !== 'ECONNRESET' || performance.now() > until) return outcome === 'ECONNREFUSED';
    await pause(AGAIN_MS);
  }
}

/** How a connection that sends nothing ends: the code of its error, or undefined where it has none within `ms`. */
function connectionTo(
  where: { readonly host: string; readonly port: number },
  ms: number,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(where);
    const enough = setTimeout(() => socket.destroy(), Math.max(1, ms));
    let code: string | undefined;
    socket.on('error', (error) => {
      code = errorCode(error);
    });
    socket.on('close', () => {
      clearTimeout(enough);
      resolve(code);
    });
    socket.resume();
  });
}

/** Where a listener of every address is found. */
function ownAddress(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
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
    if (isElsewhere(error)) return heldByOther(await freePort(host));
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
