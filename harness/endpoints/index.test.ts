import { expect, test } from 'vitest';
import { serverNamed, servers } from './index.ts';

test('every server has a name of its own and a suite of its protocol', () => {
  expect(servers.map(({ name, suite }) => [name, suite])).toEqual([
    ['fortune', 'fortune/server'],
    ['upload', 'upload/server'],
    ['rx', 'upload/server'],
    ['lines', 'lines/server'],
    ['record', 'record/server'],
    ['multicast', 'multicast/receiver'],
    ['broadcast', 'broadcast/receiver'],
  ]);
});

test('is found by its name', () => {
  for (const server of servers) expect(serverNamed(server.name)).toBe(server);
  expect(serverNamed('telnet')).toBeUndefined();
});
