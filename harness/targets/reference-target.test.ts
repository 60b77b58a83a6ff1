import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { EndpointEvent, ServerOptions } from '../contracts/endpoint.ts';
import { NotReachable } from '../contracts/target.ts';
import { holdPort } from './ports.ts';
import { provideEndpoints, referencePhrases, referenceTarget } from './reference-target.ts';

let started: ServerOptions[] = [];
let events: EndpointEvent[] = [];

/** Made-up endpoints: one that holds its port, and a fault of it that does not care whether the port is taken. */
const holds = {
  start: async (options: ServerOptions) => {
    started.push(options);
    options.tell({ level: 'info', from: 'start', text: 'listening' });
    const held = await holdPort(options.host, options.port);
    return { host: options.host, port: held.port, stop: held.release };
  },
};
const careless = { start: (options: ServerOptions) => holds.start({ ...options, port: 0 }) };
const broken = {
  start: async (options: ServerOptions) => {
    started.push(options);
    throw new Error('out of order');
  },
};

beforeEach(() => {
  started = [];
  events = [];
  const faulty: Readonly<Record<string, typeof careless>> = { careless };
  provideEndpoints({
    server: async (endpoint, fault) => {
      if (endpoint === 'broken') return broken;
      if (endpoint !== 'holds') return undefined;
      return fault === undefined ? holds : faulty[fault];
    },
    client: async () => undefined,
    tell: (target) => (event) => events.push({ ...event, text: `${target}: ${event.text}` }),
  });
});

const target = (endpoint: string, fault?: string) =>
  referenceTarget({ kind: 'reference', endpoint, ...(fault === undefined ? {} : { fault }) }, { name: 'one' });

test('starts the endpoint on a port of the kernel, with a folder and phrases of its own', async () => {
  const running = await target('holds').start();
  onTestFinished(running.stop);

  expect(started).toMatchObject([{ host: '127.0.0.1', port: 0, dir: running.dir, phrases: referencePhrases }]);
  expect(running).toMatchObject({ host: '127.0.0.1', port: expect.any(Number), phrases: referencePhrases });
  expect(basename(running.dir ?? '')).toBe('store');
  expect(events).toEqual([{ level: 'info', from: 'start', text: 'one: listening' }]);
});

test('stops the endpoint and removes its folders', async () => {
  const running = await target('holds').start();
  await running.stop();

  expect(existsSync(running.workspace ?? '')).toBe(false);
  const again = await holdPort(running.host, running.port);
  await again.release();
});

test('starts a fault by its name', async () => {
  const running = await target('holds', 'careless').start();
  onTestFinished(running.stop);

  expect(started).toHaveLength(1);
});

test.each([
  ['nonsense', undefined],
  ['holds', 'nonsense'],
])('there is no endpoint %s %s', async (endpoint, fault) => {
  await expect(target(endpoint, fault).start()).rejects.toThrow(NotReachable);
  await expect(target(endpoint, fault).startOnBusyPort?.(1)).rejects.toThrow(NotReachable);
});

test('an endpoint that cannot start leaves no folder behind', async () => {
  await expect(target('broken').start()).rejects.toThrow('out of order');

  expect(started.map(({ dir = '' }) => existsSync(dir))).toEqual([false]);
});

test('on a busy port: one that says so, and one that does not care', async () => {
  expect(await target('holds').startOnBusyPort?.(1)).toEqual({
    ended: true,
    end: { status: 1, signal: null },
    said: expect.stringContaining('EADDRINUSE'),
  });
  expect(await target('holds', 'careless').startOnBusyPort?.(1)).toEqual({ ended: false, said: '' });
});

test('on the port of the first', async () => {
  const running = await target('holds').start();
  onTestFinished(running.stop);

  expect(await target('holds').startOnBusyPort?.(1, running.port)).toMatchObject({
    ended: true,
    said: expect.stringContaining(`:${running.port}`),
  });
});

test('one of the phrases is larger than the socket buffers', () => {
  const octets = referencePhrases.map((phrase) => Buffer.byteLength(phrase));
  expect(Math.max(...octets)).toBeGreaterThan(8 * 1024 * 1024 - 1);
  // Characters are fewer: a program that counts them in place of octets cuts it.
  expect(referencePhrases[octets.indexOf(Math.max(...octets))]?.length).toBeLessThan(8 * 1024 * 1024);
});
