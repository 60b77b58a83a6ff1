import { expect, test } from 'vitest';
import { inProcess } from '../in-process.test.helper.ts';
import { sockspec } from '../shell.test.helper.ts';

test('shows what it works out, for several addresses', async () => {
  const { status, stdout, stderr } = await sockspec(['net', '200.201.145.128/26', '224.202.20.30']);

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('200.201.145.129 to 200.201.145.190, 62 addresses');
  expect(stdout).toContain('01:00:5E:4A:14:1E');
});

test('says the same as JSON', async () => {
  const { status, stdout } = await inProcess(['net', '10.0.0.0', '255.255.255.0', '--json']);

  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([
    {
      class: 'A',
      prefix: 24,
      network: { firstHost: '10.0.0.1', lastHost: '10.0.0.254', broadcast: '10.0.0.255', hosts: 254 },
    },
  ]);
});

test.each([
  [['10.0.0.0/33'], 'expected a prefix from 0 to 32'],
  [['10.0.0.0', '255.0.255.0'], 'expected a mask whose one bits are in one row'],
  [['10.0.0.1', 'a name'], 'expected an IPv4 address'],
  [['10.0.0.1', '--mask', 'x'], 'Unknown argument'],
  [[], 'Not enough non-option arguments'],
])('refuses %j in one line and writes nothing', async (words, expected) => {
  const { status, stdout, stderr } = await inProcess(['net', ...words]);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.split('\n')).toEqual([expect.stringContaining(expected), '']);
});
