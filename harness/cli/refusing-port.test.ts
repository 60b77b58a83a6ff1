import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { compiled } from '../processes/own-process.test.helper.ts';
import { namespaceWith } from './namespace.test.helper.ts';

const space = namespaceWith([]);

/** In a namespace whose kernel hands out eight ports. Prints how each of many tries to connect to the port, and to listen, ended. */
const script = `
  import { connect, createServer } from 'node:net';
  import { holdRefusingPort } from ${compiled('targets/ports.js')};
  const { port, release } = await holdRefusingPort('127.0.0.1');
  const seen = new Set();
  for (let tries = 0; tries < 100; tries += 1) {
    seen.add(await new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('error', (error) => resolve(error.code));
      socket.once('connect', () => resolve(socket.destroy() && 'connected'));
    }));
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    if (server.address().port === port) seen.add('given to another');
    await new Promise((resolve) => server.close(resolve));
  }
  await release();
  console.log(JSON.stringify([...seen]));
`;

test('a port that refuses is given to nobody else, and no client comes to be connected to itself', () => {
  const [program, ...words] = space.exec;
  const narrow = 'echo "40000 40007" > /proc/sys/net/ipv4/ip_local_port_range; exec "$@"';
  const node = [process.execPath, '--input-type=module', '--eval', script];
  const printed = execFileSync(program, [...words, 'sh', '-c', narrow, 'sh', ...node], { encoding: 'utf8' });

  expect(JSON.parse(printed)).toEqual(['ECONNREFUSED']);
});
