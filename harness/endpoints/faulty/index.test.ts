import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { suiteAt } from '../../../suites/index.ts';
import type { Fault } from '../../contracts/endpoint.ts';
import { comesToRefuse } from '../../targets/ports.ts';
import { serverNamed } from '../index.ts';
import { faultNamed, faults, faultsOf } from './index.ts';

const dir = mkdtempSync(join(tmpdir(), 'sockspec-faults-'));
afterAll(() => rmSync(dir, { recursive: true }));

const datagramOptions = { host: '0.0.0.0', port: 0, interface: '127.0.0.1', group: '239.255.9.1' };
const isReceiver = ({ endpoint }: Fault): boolean => suiteAt(serverNamed(endpoint)?.suite ?? '').role === 'receiver';

const named = (those: readonly Fault[]) => those.map((fault) => [`${fault.endpoint}/${fault.name}`, fault] as const);

describe.each(named(faults))('%s', (_, fault) => {
  test('says what it is, of which endpoint, and what it breaks', () => {
    expect(fault.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(serverNamed(fault.endpoint)).toBeDefined();
    expect(fault.summary).toMatch(/^[a-z].*[^.]$/);
    expect(fault.breaks).not.toEqual([]);
    const rows = [...fault.breaks, ...Object.keys(fault.mayRedden)];
    expect(new Set(rows).size).toBe(rows.length);
    for (const row of rows) expect(row).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });
});

describe.each(named(faults.filter(isReceiver)))('receiver %s', (_, fault) => {
  test('has its port, and stops in the middle of datagrams', async () => {
    const running = await fault.start({ ...datagramOptions, tell: () => undefined });
    const source = createSocket('udp4');
    onTestFinished(() => void source.close());
    const sent = Array.from({ length: 5 }, (_, octets) => Buffer.alloc(octets, 'x'));
    await Promise.all(
      sent.map((payload) => new Promise((resolve) => source.send(payload, running.port, '127.0.0.1', resolve))),
    );

    await running.stop();
    await running.stop();
  });
});

/** Where no other test listens: on 127.0.0.1 one may get the port that a server has just given back. Linux has all of 127/8. */
const HOST = process.platform === 'linux' ? '127.83.79.67' : '127.0.0.1';

describe.each(named(faults.filter((fault) => !isReceiver(fault))))('server %s', (_, fault) => {
  test('listens, and stops with clients connected', async () => {
    const running = await fault.start({ host: HOST, port: 0, dir, phrases: ['a'], tell: () => undefined });
    for (let clients = 0; clients < 5; clients += 1) {
      const socket = connect({ host: HOST, port: running.port });
      socket.on('error', () => undefined);
      await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
    }
    await running.stop();

    expect(await comesToRefuse({ host: HOST, port: running.port })).toBe(true);
  });
});

test('names are unique within an endpoint, and found', () => {
  const names = faults.map(({ endpoint, name }) => `${endpoint}/${name}`);
  expect(new Set(names).size).toBe(names.length);
  for (const fault of faults) expect(faultNamed(fault.endpoint, fault.name)).toBe(fault);
  expect(faultNamed('fortune', 'says-ok')).toBeUndefined();
  expect(faultsOf('rx')).toEqual([]);
});
