import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { EndpointEvent, RunningEndpoint, ServerOptions } from '../contracts/endpoint.ts';

/** A server that was started for a test, with all that it shows and tells. */
export interface Showing {
  readonly running: RunningEndpoint;
  /** All that was shown so far. */
  readonly shown: () => string;
  /** The texts of the events of that level. */
  readonly told: (level: EndpointEvent['level']) => readonly string[];
  /** Connects a client; it reads, and has no errors. */
  readonly client: () => Promise<Socket>;
}

/** Starts a server that shows. */
export async function showing(
  start: (options: ServerOptions) => Promise<RunningEndpoint>,
  options: Partial<ServerOptions> = {},
): Promise<Showing> {
  const events: EndpointEvent[] = [];
  let text = '';
  const running = await start({
    host: '127.0.0.1',
    port: 0,
    tell: (event) => events.push(event),
    show: (more) => {
      text += more;
    },
    ...options,
  });
  return {
    running,
    shown: () => text,
    told: (level) => events.filter((event) => event.level === level).map((event) => event.text),
    client: async () => {
      const socket = connect({ host: '127.0.0.1', port: running.port, noDelay: true });
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      return socket.resume();
    },
  };
}
