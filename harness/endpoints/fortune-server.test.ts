import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import type { EndpointEvent, RunningEndpoint, ServerOptions } from '../contracts/endpoint.ts';
import { comesToRefuse } from '../targets/ports.ts';
import { defaultPhrases } from './default-phrases.ts';
import { carefulFortune, fortuneServer } from './fortune-server.ts';

const LONG = 'long '.repeat(1_700_000);

let running: RunningEndpoint | undefined;
let events: EndpointEvent[] = [];
afterEach(async () => {
  await running?.stop();
  events = [];
});

async function serve(options: Partial<ServerOptions> = {}): Promise<RunningEndpoint> {
  const tell = (event: EndpointEvent) => events.push(event);
  running = await fortuneServer(carefulFortune)({ host: '127.0.0.1', port: 0, tell, ...options });
  return running;
}

async function client({ port }: RunningEndpoint, halfOpen = true): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: halfOpen });
  await once(socket, 'connect');
  return socket;
}

test('sends a phrase of the default database and ends orderly', async () => {
  const server = await serve();
  const history: string[] = [];
  const socket = connect({ host: '127.0.0.1', port: server.port });
  for (const event of ['connect', 'data', 'end', 'error', 'close']) socket.on(event, () => history.push(event));
  const said = text(socket);
  await once(socket, 'close');

  expect(await defaultPhrases()).toContain(await said);
  expect(history).toEqual(['connect', 'data', 'end', 'close']);
});

test('the default database: short unique lines, no empty one', async () => {
  const phrases = await defaultPhrases();

  expect(phrases.length).toBeGreaterThanOrEqual(20);
  expect(new Set(phrases).size).toBe(phrases.length);
  for (const phrase of phrases) expect(phrase).toMatch(/^\S.{10,70}\S$/u);
});

test('draws phrases at random', async () => {
  const server = await serve({ phrases: ['a', 'b', 'c', 'd'] });
  const said = new Set<string>();
  for (let round = 0; round < 100; round += 1) said.add(await text(await client(server, false)));

  // One of four missing in 100 draws: 4 * 0.75^100, less than one in 10^11.
  expect([...said].sort()).toEqual(['a', 'b', 'c', 'd']);
});

test('a half-closed client still gets a whole long phrase', async () => {
  const server = await serve({ phrases: [LONG] });
  const socket = await client(server);
  socket.end();

  expect(await text(socket)).toBe(LONG);
});

test('octets that nobody asked for cost no octet of the phrase', async () => {
  const server = await serve({ phrases: [LONG] });
  const socket = await client(server);
  const octets: Buffer[] = [];
  socket.on('data', (piece) => octets.push(piece));
  socket.write('x'.repeat(300_000));
  await once(socket, 'end');
  socket.end('and more');
  await once(socket, 'close');

  expect(Buffer.concat(octets).toString()).toBe(LONG);
});

test('a slow reader gets a whole long phrase, whatever the idle limit', async () => {
  const server = await serve({ phrases: [LONG], idleMs: 1 });
  const socket = await client(server);
  socket.pause();
  const octets: Buffer[] = [];
  for (let round = 0; round < 20; round += 1) {
    await once(socket, 'readable');
    octets.push(socket.read(1));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  for await (const piece of socket) octets.push(piece);

  expect(Buffer.concat(octets).toString()).toBe(LONG);
});

test('idle clients and resets keep nobody from being served', async () => {
  const server = await serve({ phrases: [LONG] });
  const idle = await client(server);
  idle.pause();
  for (let round = 0; round < 5; round += 1) (await client(server)).resetAndDestroy();
  const torn = await client(server);
  await once(torn, 'data');
  torn.resetAndDestroy();

  expect(await text(await client(server, false))).toBe(LONG);
  idle.destroy();
  await expect.poll(() => events.filter((event) => event.level === 'warn').length).toBeGreaterThan(0);
});

test('a client that does not leave is left', async () => {
  const server = await serve({ phrases: ['bye'], idleMs: 20 });
  const socket = await client(server);
  expect(await text(socket)).toBe('bye');

  await expect.poll(() => events).toEqual([expect.objectContaining({ level: 'info', from: 'serveFortune' })]);
  socket.destroy();
});

test('an empty phrase is an orderly end', async () => {
  const server = await serve({ phrases: [''] });

  expect(await text(await client(server, false))).toBe('');
});

test('a port in use and an empty database reject the start', async () => {
  const server = await serve();
  const options = { host: '127.0.0.1', port: server.port, tell: () => undefined };

  await expect(fortuneServer(carefulFortune)(options)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(fortuneServer(carefulFortune)({ ...options, port: 0, phrases: [] })).rejects.toThrow(/at least one/);
});

test('stop ends every connection, twice is once', async () => {
  const server = await serve({ phrases: [LONG] });
  const socket = await client(server, false);
  const closed = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
  await Promise.all([server.stop(), server.stop()]);
  socket.resume();
  await closed;

  expect(await comesToRefuse({ host: '127.0.0.1', port: server.port })).toBe(true);
});
