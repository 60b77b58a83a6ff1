import { once } from 'node:events';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { captureToolRemark } from './capture.ts';
import { loopbackRemark } from './loopback.ts';
import { portRemarks } from './ports.ts';
import { refusal } from './refusals.ts';

test('a port in use is told for its own transport alone', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;

  expect(await portRemarks(port)).toEqual([
    {
      about: `TCP port ${port}`,
      state: 'lacking',
      says: 'in use: endpoints cannot take it',
      mend: `end the program that has it (ss -ltnp 'sport = :${port}' names it), or give --port`,
    },
    { about: `UDP port ${port}`, state: 'works', says: 'free' },
  ]);
});

test('without a capture tool no frames are seen', async () => {
  const empty = mkdtempSync(`${tmpdir()}/sockspec-`);
  onTestFinished(() => rmdirSync(empty));

  expect(await captureToolRemark([empty])).toMatchObject({
    state: 'lacking',
    says: 'neither tcpdump nor dumpcap is installed: no frames are seen',
    effect: { rows: ['frames/**', 'multicast/sender/ttl'], become: 'inconclusive' },
  });
});

test('without loopback nothing can be tested on this machine', () => {
  expect(loopbackRemark([])).toMatchObject({ state: 'lacking', effect: { rows: ['**'] } });
});

test('a refusal is told in words with its code, or as the system says it', () => {
  expect(refusal(Object.assign(new Error('send ENETUNREACH'), { code: 'ENETUNREACH' }))).toBe('no route (ENETUNREACH)');
  expect(refusal(Object.assign(new Error('send EWHAT'), { code: 'EWHAT' }))).toBe('send EWHAT');
});
