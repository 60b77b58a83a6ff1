import { expect, test } from 'vitest';
import { ipv4Text, lengthOfMask, maskNumber, parseIpv4, parsePrefix } from './numbers.ts';

test.each([
  ['0.0.0.0', 0],
  ['127.255.255.255', 0x7fff_ffff],
  ['128.0.0.0', -0x8000_0000],
  ['224.202.20.30', 0xe0ca141e | 0],
  ['255.255.255.255', -1],
])('%s is %i, and back', (text, number) => {
  expect(parseIpv4(text)).toBe(number);
  expect(ipv4Text(number)).toBe(text);
});

test('every prefix has a mask, and every mask its prefix', () => {
  const prefixes = Array.from({ length: 33 }, (_, prefix) => prefix);

  expect(prefixes.map(maskNumber).map(lengthOfMask)).toEqual(prefixes);
  expect(maskNumber(26)).toBe(parseIpv4('255.255.255.192'));
});

test.each([0x0000_0001, 0x7fff_ffff, 0xff00_ff00 | 0, 0xffff_fffd | 0])('%i is no mask', (number) => {
  expect(lengthOfMask(number)).toBeUndefined();
});

test.each([
  ['192.168.1.20/24', '192.168.1.0', '192.168.1.255'],
  ['10.1.2.3/0', '0.0.0.0', '255.255.255.255'],
  ['10.1.2.3/30', '10.1.2.0', '10.1.2.3'],
  ['10.1.2.3/31', '10.1.2.2', undefined],
  ['10.1.2.3/32', '10.1.2.3', undefined],
])('%s begins at %s, and its broadcast is %s', (text, network, broadcast) => {
  const prefix = parsePrefix(text);

  expect(ipv4Text(prefix?.network ?? 0)).toBe(network);
  expect(prefix?.broadcast === undefined ? undefined : ipv4Text(prefix.broadcast)).toBe(broadcast);
});

test.each(['10.1.2.3', '10.1.2.3/33', '10.1.2.3/024', '10.1.2/8', '10.1.2.3/8/8', '/8'])('%s is no prefix', (text) => {
  expect(parsePrefix(text)).toBeUndefined();
});
