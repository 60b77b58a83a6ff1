import { createServer } from 'node:net';
import { errorCode, errorText } from '../contracts/errors.ts';
import type { Remark } from '../contracts/machine.ts';
import { bind, withSockets } from './round-trip.ts';

/** The port of every endpoint (suites/README.md, "Wire formats"). */
const DEFAULT_PORT = 54_321;

/** Whether the port that endpoints have by default is free, by taking it for a moment. */
export async function portRemarks(port = DEFAULT_PORT): Promise<readonly Remark[]> {
  return Promise.all([portRemark('TCP', port, takeTcp), portRemark('UDP', port, takeUdp)]);
}

async function portRemark(transport: string, port: number, take: (port: number) => Promise<void>): Promise<Remark> {
  const about = `${transport} port ${port}`;
  try {
    await take(port);
    return { about, state: 'works', says: 'free' };
  } catch (error) {
    const says = errorCode(error) === 'EADDRINUSE' ? 'in use: endpoints cannot take it' : errorText(error);
    const flag = transport === 'TCP' ? '-ltnp' : '-lunp';
    const mend = `end the program that has it (ss ${flag} 'sport = :${port}' names it), or give --port`;
    return { about, state: 'lacking', says, mend };
  }
}

function takeTcp(port: number): Promise<void> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve()));
  });
}

function takeUdp(port: number): Promise<void> {
  return withSockets((_, socket) => bind(socket, '0.0.0.0', port));
}
