import { expect, test } from 'vitest';
import { visibleOctets } from './octets.ts';

test('octets are shown as text where they are mostly that', () => {
  expect(visibleOctets(Buffer.from('a.txt\n\0\0\n\0\n'))).toBe('"a.txt\\x0A\\x00\\x00\\x0A\\x00\\x0A"');
  expect(visibleOctets(Buffer.from('é'))).toBe('"é"');
  expect(visibleOctets(Buffer.from('caf\xe9', 'latin1'))).toBe('"caf\\xE9"');
  expect(visibleOctets(Uint8Array.of(0, 1, 255, 0x41))).toBe('00 01 ff 41');
});

test('a character cut off at the end of the kept octets turns no text into noise, and is shown', () => {
  expect(visibleOctets(Buffer.from('größe').subarray(0, 3))).toBe('"gr\\xC3"');
});
