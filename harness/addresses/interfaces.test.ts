import { isIPv4 } from 'node:net';
import { expect, test } from 'vitest';
import { interfaceNamed, listInterfaces } from './interfaces.ts';
import { maskOfPrefix } from './ipv4.ts';

test('lists loopback first, IPv4 addresses only, each with a mask that is its prefix', () => {
  const [first, ...rest] = listInterfaces();

  expect(first).toMatchObject({ address: '127.0.0.1', mask: '255.0.0.0', prefix: 8, loopback: true });
  for (const { address, mask, prefix } of [first, ...rest].filter((one) => one !== undefined)) {
    expect(isIPv4(address), address).toBe(true);
    expect(maskOfPrefix(prefix)).toBe(mask);
  }
});

test('finds an interface by name and by address', () => {
  const all = listInterfaces();
  const firstOfEach = all.filter(({ name }, index) => all.findIndex((one) => one.name === name) === index);

  expect(firstOfEach.map(({ name }) => interfaceNamed(name))).toEqual(firstOfEach);
  expect(all.map(({ address }) => interfaceNamed(address))).toEqual(all);
});

test.each(['', 'no-such0', '203.0.113.77', '127.0.0', '::1'])('finds nothing by %j', (text) => {
  expect(interfaceNamed(text)).toBeUndefined();
});
