import { once } from 'node:events';
import { connect, createServer, type LookupFunction } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { freePort } from '../targets/ports.ts';
import { CallFailure, callFailure, connectTo } from './connect.ts';
import { untilClosed } from './socket.ts';

const systemError = (code: string, syscall = 'connect'): Error =>
  Object.assign(new Error(`${syscall} ${code}`), { code });
const where = { host: '10.1.2.3', port: 54321 };

/** Accepts nothing: once the queue is full, the kernel drops every further SYN. It gives up by itself after a minute. */
const LISTENS_AND_BLOCKS = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer().listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  });
`;

/** A resolver that gives these addresses, or fails with this code. */
function resolver(answer: readonly string[] | string): LookupFunction {
  return (_host, options, done) => {
    if (typeof answer === 'string') return process.nextTick(done, systemError(answer, 'getaddrinfo'), '');
    const all = answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (options.all === true) return process.nextTick(done, null, all);
    return process.nextTick(done, null, all[0]?.address ?? '', all[0]?.family);
  };
}

test.each([
  ['ECONNREFUSED', 'refused', '10.1.2.3:54321 refused the connection'],
  ['ETIMEDOUT', 'timed-out', '10.1.2.3:54321 timed out'],
  ['ENOTFOUND', 'address-error', 'address error: the name in 10.1.2.3:54321 cannot be resolved (ENOTFOUND)'],
  ['EAI_AGAIN', 'address-error', 'address error'],
  ['EHOSTUNREACH', 'unreachable', '10.1.2.3:54321 is unreachable'],
  ['ENETUNREACH', 'unreachable', '10.1.2.3:54321 is unreachable'],
  ['ECONNRESET', 'reset', '10.1.2.3:54321 reset the connection'],
  ['EPIPE', 'reset', '10.1.2.3:54321 reset the connection'],
  ['EMFILE', 'failed', 'the connection to 10.1.2.3:54321 failed: connect EMFILE'],
])('%s is %s', (code, outcome, sentence) => {
  const failure = callFailure(systemError(code), where);

  expect(failure).toMatchObject({ outcome, message: expect.stringContaining(sentence) });
  expect(failure.message).not.toContain('\n');
});

test('of several addresses the most specific error is told', () => {
  const all = new AggregateError([systemError('ENETUNREACH'), systemError('ETIMEDOUT'), systemError('ECONNREFUSED')]);

  expect(callFailure(all, where).outcome).toBe('refused');
});

test('an IPv6 address is told in brackets', () => {
  expect(callFailure(systemError('ECONNREFUSED'), { host: '::1', port: 9 }).message).toContain('[::1]:9 refused');
});

test('a closed port is refused', async () => {
  const port = await freePort('127.0.0.1');

  await expect(connectTo({ host: '127.0.0.1', port, connectMs: 5000 })).rejects.toMatchObject({ outcome: 'refused' });
});

test('a listener with a full queue times out', async () => {
  const listener = new Worker(LISTENS_AND_BLOCKS, { eval: true });
  const [port] = await once(listener, 'message');
  const fillers = [1, 2].map(() => connect({ host: '127.0.0.1', port }));
  await Promise.all(fillers.map((socket) => once(socket, 'connect')));

  await expect(connectTo({ host: '127.0.0.1', port, connectMs: 300 })).rejects.toMatchObject({
    outcome: 'timed-out',
    message: `127.0.0.1:${port} timed out: no connection within 300 ms`,
  });
  for (const socket of fillers) socket.on('error', () => undefined).destroy();
  await listener.terminate();
});

test('a name that does not resolve is an address error', async () => {
  const call = { host: 'nowhere.invalid', port: 1, connectMs: 5000 };
  await expect(connectTo({ ...call, lookup: resolver('ENOTFOUND') })).rejects.toMatchObject({
    outcome: 'address-error',
  });
  await expect(connectTo({ ...call, lookup: resolver('EAI_AGAIN') })).rejects.toThrow(CallFailure);
});

test('every address of a name is tried', async () => {
  // Addresses that no other test has: a port that is free at one of them may be another's at 127.0.0.1.
  const [refusing, listening, other] = ['127.77.1.1', '127.77.1.2', '127.77.1.3'];
  const server = createServer((socket) => socket.end()).listen(0, listening);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const call = { host: 'two.test', port, connectMs: 5000 };

  for (const first of [refusing, `::ffff:${refusing}`]) {
    const socket = await connectTo({ ...call, lookup: resolver([first, listening]) });
    expect(socket.remoteAddress).toBe(listening);
    socket.destroy();
  }
  await expect(connectTo({ ...call, lookup: resolver([refusing, other]) })).rejects.toMatchObject({
    outcome: 'refused',
  });
  server.close();
});

test('an abort ends the attempt, and the connection', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const call = { host: '127.0.0.1', port, connectMs: 5000 };
  await expect(connectTo({ ...call, signal: AbortSignal.abort() })).rejects.toThrow(`${port} was stopped`);
  const stopping = new AbortController();
  const socket = await connectTo({ ...call, signal: stopping.signal });
  stopping.abort();
  await untilClosed(socket);

  expect(socket.errored).toMatchObject({ message: expect.stringContaining('was stopped') });
  server.close();
});
