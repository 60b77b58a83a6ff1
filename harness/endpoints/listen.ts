import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { RunningEndpoint, ServerOptions, Tell } from '../contracts/endpoint.ts';
import { errorText } from '../contracts/errors.ts';
import { peerOf, READ_AHEAD } from './socket.ts';

/** Serves one connection. It is handed over paused and half-open; the promise settles soon after the socket is closed. */
export type Serve = (socket: Socket) => Promise<void>;

/**
 * Listens on a TCP port and hands every connection to `serve`. Rejects with the system error where it cannot listen
 * (EADDRINUSE, EADDRNOTAVAIL, EACCES). Nothing that a client does, and nothing that `serve` throws, ends the endpoint.
 */
export async function listen(
  { host, port, tell }: Pick<ServerOptions, 'host' | 'port' | 'tell'>,
  serve: Serve,
): Promise<RunningEndpoint> {
  const sessions = new Map<Socket, Promise<void>>();
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, ...READ_AHEAD }, (socket) => {
    socket.on('error', () => undefined);
    sessions.set(
      socket,
      guarded(serve, socket, tell).finally(() => {
        socket.destroy();
        sessions.delete(socket);
      }),
    );
  });
  server.listen({ host, port });
  await once(server, 'listening');
  server.on('error', (error) => tell({ level: 'error', from: 'listen', text: errorText(error) }));

  let stopped: Promise<void> | undefined;
  return {
    ...boundTo(server),
    octetsRead: (port) => [...sessions.keys()].find((socket) => socket.remotePort === port)?.bytesRead,
    stop: () => {
      stopped ??= stop(server, sessions);
      return stopped;
    },
  };
}

async function guarded(serve: Serve, socket: Socket, tell: Tell): Promise<void> {
  const peer = peerOf(socket);
  try {
    await serve(socket);
  } catch (error) {
    tell({ level: 'error', from: 'listen', text: `serving ${peer} failed: ${errorText(error)}` });
  }
}

async function stop(server: Server, sessions: ReadonlyMap<Socket, Promise<void>>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const pending = [...sessions.values()];
  for (const socket of sessions.keys()) socket.destroy(new Error('the server was stopped'));
  await Promise.all(pending);
  await closed;
}

function boundTo(server: Server): { readonly host: string; readonly port: number } {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a TCP address to be bound');
  return { host: address.address, port: address.port };
}
