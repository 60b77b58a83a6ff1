import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { comesToRefuse, freePort, holdPort } from './ports.ts';

const HOST = '127.0.0.1';

test('a port is taken until it is released', async () => {
  const held = await holdPort(HOST, 0);
  await expect(holdPort(HOST, held.port)).rejects.toThrow('EADDRINUSE');
  await held.release();

  await listenOn(held.port);
});

test('a free port refuses', async () => {
  expect(await comesToRefuse({ host: HOST, port: await freePort(HOST) })).toBe(true);
});

test('a port on which another listens does not come to refuse, though every connection is ended at once', async () => {
  const { port, release } = await holdPort(HOST, 0);

  expect(await comesToRefuse({ host: HOST, port })).toBe(false);
  await release();
});

test.skipIf(process.platform !== 'linux')(
  'a released port can be listened on, though a child had a copy of the listener (only Linux tells descriptors)',
  async () => {
    const held = await holdPort(HOST, 0);
    const child = spawn('sleep', ['0.3'], { stdio: ['ignore', 'ignore', 'ignore', listenerOn(held.port)] });
    await once(child, 'spawn');
    await held.release();

    await listenOn(held.port);
  },
);

async function listenOn(port: number): Promise<void> {
  const server = createServer().listen({ host: HOST, port, exclusive: true });
  onTestFinished(() => void server.close());
  await once(server, 'listening');
}

/** The descriptor in this process of what listens on a port of IPv4. */
function listenerOn(port: number): number {
  const ending = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const inode = readFileSync('/proc/self/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([, local, , state]) => local?.endsWith(ending) === true && state === '0A')?.[9];
  return Number(readdirSync('/proc/self/fd').find((name) => linkOf(name) === `socket:[${inode}]`));
}

function linkOf(name: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${name}`);
  } catch {
    return '';
  }
}
