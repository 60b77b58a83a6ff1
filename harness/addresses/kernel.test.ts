import { endianness } from 'node:os';
import { expect, test } from 'vitest';
import { addressOfHex, hexOfAddress } from './kernel.ts';

test.runIf(endianness() === 'LE').each([
  ['1E14CAE0', '224.202.20.30'],
  ['0100007F', '127.0.0.1'],
  ['00000000', '0.0.0.0'],
  ['FFFFFFFF', '255.255.255.255'],
  ['FE01A8C0', '192.168.1.254'],
])('the kernel prints %s for %s', (hex, address) => {
  expect(addressOfHex(hex)).toBe(address);
  expect(hexOfAddress(address)).toBe(hex);
});
