import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { RunningTarget } from '../../contracts/target.ts';
import { processAccess } from './process-access.ts';

/** Whether a program has a port of loopback, as a case sees it after the IUT there has ended. */
function isPortTaken(port: number): Promise<boolean> {
  const running: RunningTarget = { host: '127.0.0.1', port, stop: async () => undefined };
  const launches = { onItsPort: async () => undefined, withDescriptors: async () => undefined };
  const parts = { servesOne: () => false, end: async () => undefined, mayEnd: () => undefined };
  return processAccess({ running: () => running, ...parts, ...launches }).isPortTaken();
}

/** A server with one client; both ends are there. */
async function connected() {
  const server = createServer({ allowHalfOpen: true });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const accepted = await new Promise<Socket>((resolve) => server.once('connection', resolve));
  onTestFinished(() => {
    for (const end of [client, accepted]) end.destroy();
    server.close();
  });
  return { server, port, client, accepted };
}

test('a port is taken by who listens there, and by who is connected from it', async () => {
  const { port, client } = await connected();

  expect(await isPortTaken(port)).toBe(true);
  expect(await isPortTaken(client.localPort ?? 0)).toBe(true);
});

test.runIf(process.platform === 'linux')(
  'a connection that lingers after its server has closed it takes no port',
  async () => {
    const { server, port, client, accepted } = await connected();
    server.close();
    accepted.end();
    client.resume();
    await once(client, 'end');
    client.end();
    await once(client, 'close');

    await expect.poll(() => isPortTaken(port)).toBe(false);
  },
);
