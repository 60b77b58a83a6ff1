import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server, type ServerOpts, type Socket } from 'node:net';
import { test as anywhere, expect, onTestFinished, vi } from 'vitest';
import { connectionRow, endsInState, isListening, type SocketAddress } from './kernel-tables.ts';

const test = anywhere.runIf(process.platform === 'linux');

/** How the tests wait for the kernel: for a condition, with an end. */
const soon = { timeout: 20_000, interval: 5 };

/** Listens, binds its backlog to nobody, and ends by itself. */
const NEVER_ACCEPTS = `
import socket, time
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
time.sleep(20)
`;

async function listen(host: string, options: ServerOpts = {}): Promise<{ server: Server; port: number }> {
  const server = createServer({ pauseOnConnect: true, ...options }).listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

/** Listens on a port that no connection of another program has an end at: those outlive their listeners. */
async function listenAlone(options: ServerOpts): Promise<{ server: Server; port: number }> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { server, port } = await listen('127.0.0.1', options);
    const others = await endsInState(
      port,
      ['ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSE-WAIT'],
      undefined,
    );
    if (others === 0) return { server, port };
  }
  throw new Error('connections of other programs had ends at each of 100 ports');
}

async function connected(host: string, port: number): Promise<Socket> {
  const socket = connect({ host, port });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** The far end of a socket and its near end, as the owner of the far end sees them. */
function endsOf(socket: Socket): readonly [SocketAddress, SocketAddress] {
  return [
    { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 },
    { address: socket.localAddress ?? '', port: socket.localPort ?? 0 },
  ];
}

test.each([
  ['IPv4', '127.0.0.1', '127.0.0.1'],
  ['IPv4, another loopback address', '127.10.200.3', '127.10.200.3'],
  ['IPv6', '::1', '::1'],
  ['an IPv4 client of a dual-stack listener', '::', '127.0.0.1'],
  ['an IPv6 client of a dual-stack listener', '::', '::1'],
])('finds the row of a connection: %s', async (_, listening, host) => {
  const { server, port } = await listen(listening);
  const [[accepted], socket] = await Promise.all([once(server, 'connection'), connected(host, port)]);
  onTestFinished(() => accepted.destroy());

  expect(await connectionRow(...endsOf(socket), process.pid)).toEqual({
    receiveQueue: 0,
    sendQueue: 0,
    accepted: true,
  });
  expect(await isListening(port, process.pid)).toBe(true);
  expect(await isListening(port, undefined)).toBe(true);
});

test('octets that the server has not read stand in its receive queue, until it has', async () => {
  const { server, port } = await listen('127.0.0.1');
  const [[accepted], socket] = await Promise.all([once(server, 'connection'), connected('127.0.0.1', port)]);
  onTestFinished(() => accepted.destroy());
  socket.write('12345');
  const queue = async () => (await connectionRow(...endsOf(socket), process.pid))?.receiveQueue;

  await vi.waitFor(async () => expect(await queue()).toBe(5), soon);
  accepted.resume();
  await vi.waitFor(async () => expect(await queue()).toBe(0), soon);
});

test('a connection in the backlog is not accepted', async () => {
  const child = spawn('python3', ['-c', NEVER_ACCEPTS], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(child.stdout, 'data');
  const socket = await connected('127.0.0.1', Number(String(line)));
  socket.write('x');
  const row = () => connectionRow(...endsOf(socket), child.pid);

  await vi.waitFor(async () => expect(await row()).toEqual({ receiveQueue: 1, sendQueue: 0, accepted: false }), soon);
  expect(await isListening(Number(String(line)), child.pid)).toBe(true);
});

test('no row for a connection that is not there', async () => {
  const nobody = { address: '127.0.0.1', port: 1 };

  expect(await connectionRow(nobody, nobody, undefined)).toBeUndefined();
  expect(await connectionRow({ ...nobody, address: '::1' }, { ...nobody, address: '::1' }, undefined)).toBeUndefined();
});

test('a port that only a connection uses, or that was closed, is not listened on', async () => {
  const { server, port } = await listen('127.0.0.1');
  const socket = await connected('127.0.0.1', port);

  expect(await isListening(socket.localPort ?? 0, process.pid)).toBe(false);
  server.close();
  await vi.waitFor(async () => expect(await isListening(port, process.pid)).toBe(false), soon);
});

test('of many listeners, of both families, each is found beside connections', async () => {
  const hosts = Array.from({ length: 40 }, (_, number) => (number % 2 === 0 ? '127.0.0.1' : '::1'));
  const listeners = await Promise.all(hosts.map((host) => listen(host)));
  await Promise.all(listeners.map(({ port }, number) => connected(hosts[number] ?? '', port)));

  for (const { port } of listeners) expect(await isListening(port, process.pid)).toBe(true);
});

test('a process that is gone does not hide the table', async () => {
  const { port } = await listen('127.0.0.1');
  const gone = spawn('true');
  await once(gone, 'close');

  expect(await isListening(port, gone.pid)).toBe(true);
});

test('ends are counted by their state: one whose program has not closed it, then one that lingers', async () => {
  const { server, port } = await listenAlone({ allowHalfOpen: true });
  const inClose = () => endsInState(port, ['CLOSE-WAIT'], process.pid);
  const lingering = () => endsInState(port, ['FIN-WAIT-1', 'FIN-WAIT-2', 'TIME-WAIT'], undefined);
  const [[first], leaving] = await Promise.all([once(server, 'connection'), connected('127.0.0.1', port)]);
  onTestFinished(() => first.destroy());
  expect(await inClose()).toBe(0);
  leaving.end();

  await vi.waitFor(async () => expect(await inClose()).toBe(1), soon);
  expect(await lingering()).toBe(0);

  const [[second], staying] = await Promise.all([once(server, 'connection'), connected('127.0.0.1', port)]);
  second.end();
  staying.resume();

  await vi.waitFor(async () => expect(await lingering()).toBe(1), soon);
});
