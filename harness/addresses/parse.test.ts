import { expect, test } from 'vitest';
import { UsageError } from '../contracts/errors.ts';
import { parseAddresses } from './parse.ts';

const given = (address: string, prefix: number) => ({ address, prefix, maskFrom: 'given' });
const byClass = (address: string, prefix?: number) => ({
  address,
  maskFrom: 'class',
  ...(prefix === undefined ? {} : { prefix }),
});

test.each([
  [[], []],
  [['10.1.2.3'], [byClass('10.1.2.3', 8)]],
  [['172.16.10.0'], [byClass('172.16.10.0', 16)]],
  [['224.202.20.30'], [byClass('224.202.20.30')]],
  [['10.1.2.3/24'], [given('10.1.2.3', 24)]],
  [['10.1.2.3/0'], [given('10.1.2.3', 0)]],
  [['10.1.2.3/32'], [given('10.1.2.3', 32)]],
  [['10.1.2.3/255.255.255.192'], [given('10.1.2.3', 26)]],
  [['10.1.2.3/128.0.0.0'], [given('10.1.2.3', 1)]],
  [['10.1.2.3', '255.255.255.192'], [given('10.1.2.3', 26)]],
  [['10.1.2.3', '255.255.255.255'], [given('10.1.2.3', 32)]],
  [['10.1.2.3', '0.0.0.0'], [given('10.1.2.3', 0)]],
  [
    ['10.1.2.3/24', '0.0.0.0'],
    [given('10.1.2.3', 24), byClass('0.0.0.0', 8)],
  ],
  [
    ['10.1.2.3', '224.0.0.1', '192.168.1.1', '255.255.0.0', '10.0.0.1'],
    [byClass('10.1.2.3', 8), byClass('224.0.0.1'), given('192.168.1.1', 16), byClass('10.0.0.1', 8)],
  ],
])('reads %j', (words, expected) => {
  expect(parseAddresses(words)).toEqual(expected);
});

test.each([
  [['10.1.2'], 'expected an IPv4 address, such as 192.168.1.20 or 192.168.1.20/24, found "10.1.2"'],
  [['10.1.2.256/24'], 'expected an IPv4 address, such as 192.168.1.20 or 192.168.1.20/24, found "10.1.2.256/24"'],
  [['::1'], 'expected an IPv4 address, such as 192.168.1.20 or 192.168.1.20/24, found "::1"'],
  [[''], 'expected an IPv4 address, such as 192.168.1.20 or 192.168.1.20/24, found ""'],
  [
    ['10.1.2.3/33'],
    'expected a prefix from 0 to 32, or a mask, such as 255.255.255.0, behind the slash, found "10.1.2.3/33"',
  ],
  [
    ['10.1.2.3/'],
    'expected a prefix from 0 to 32, or a mask, such as 255.255.255.0, behind the slash, found "10.1.2.3/"',
  ],
  [
    ['10.1.2.3/-1'],
    'expected a prefix from 0 to 32, or a mask, such as 255.255.255.0, behind the slash, found "10.1.2.3/-1"',
  ],
  [
    ['10.1.2.3/24/1'],
    'expected a prefix from 0 to 32, or a mask, such as 255.255.255.0, behind the slash, found "10.1.2.3/24/1"',
  ],
  [
    ['10.1.2.3/255.0.255.0'],
    'expected a mask whose one bits are in one row, such as 255.255.255.0, found "10.1.2.3/255.0.255.0"',
  ],
  [
    ['10.1.2.3', '255.0.255.0'],
    'expected a mask whose one bits are in one row, such as 255.255.255.0, found "10.1.2.3/255.0.255.0"',
  ],
])('refuses %j', (words, message) => {
  expect(() => parseAddresses(words)).toThrow(new UsageError(message));
});
