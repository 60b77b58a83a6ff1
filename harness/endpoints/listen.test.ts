import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from './listen.ts';
import { untilClosed } from './socket.ts';

test('an endpoint tells how much it has read of each connection that it serves', async () => {
  let served: Socket | undefined;
  const endpoint = await listen({ host: '127.0.0.1', port: 0, tell: () => undefined }, async (socket) => {
    served = socket;
    await untilClosed(socket);
  });
  onTestFinished(endpoint.stop);
  const client = connect(endpoint.port, endpoint.host);
  onTestFinished(() => void client.destroy());
  await once(client, 'connect');
  const port = client.localPort ?? 0;
  const read = async (octets: number | undefined): Promise<void> => {
    while (endpoint.octetsRead?.(port) !== octets) await setImmediate();
  };

  await read(0);
  client.write('12345');
  served?.resume();
  await read(5);
  expect(endpoint.octetsRead?.(endpoint.port)).toBeUndefined();
  served?.destroy();
  await read(undefined);
});
