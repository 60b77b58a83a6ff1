import { expect, test } from 'vitest';
import { UsageError } from '../contracts/errors.ts';
import { formatAddress, parseAddress } from './address.ts';

test.each([
  ['192.168.1.20:54321', { host: '192.168.1.20', port: 54321 }],
  ['[::1]:54321', { host: '::1', port: 54321 }],
  ['[fe80::1%eth0]:1', { host: 'fe80::1%eth0', port: 1 }],
  ['phone.local:65535', { host: 'phone.local', port: 65535 }],
])('reads %s, and writes it back', (text, address) => {
  expect(parseAddress(text)).toEqual(address);
  expect(formatAddress(address)).toBe(text);
});

test.each([
  ['', 'expected HOST:PORT'],
  ['phone', 'expected HOST:PORT'],
  ['phone:', 'expected HOST:PORT'],
  [':54321', 'expected HOST:PORT'],
  ['::1:54321', 'expected HOST:PORT'],
  ['http://phone:80', 'expected HOST:PORT'],
  ['phone:80x', 'expected HOST:PORT'],
  ['[phone]:80', 'expected an IPv6 address'],
  ['300.1.1.1:80', 'expected an IPv4 address or a name'],
  ['phone:0', 'expected a port from 1 to 65535'],
  ['phone:65536', 'expected a port from 1 to 65535'],
])('refuses "%s": %s', (text, message) => {
  expect(() => parseAddress(text)).toThrow(UsageError);
  expect(() => parseAddress(text)).toThrow(message);
  expect(() => parseAddress(text)).toThrow(`found ${JSON.stringify(text)}`);
});
