import { expect, test } from 'vitest';
import { WIDE, wideRuns, wideText } from './wide.ts';

test.each([2, 3, 4].map((octets) => ({ octets, character: { 2: 'ö', 3: WIDE, 4: '\u{1F98A}' }[octets] ?? '' })))(
  'characters of $octets octets are as long as the first',
  ({ octets, character }) => {
    const text = wideRuns(character, 84_001);

    expect(Buffer.byteLength(text)).toBe(84_000);
    expect(new Set([...text].map((one) => Buffer.byteLength(one)))).toEqual(new Set([octets]));
    expect(text.startsWith(character)).toBe(true);
  },
);

test.each([4, 8, 16, 32, 64].map((kib) => kib * 1024))('a buffer of %d octets ends within a character', (size) => {
  const octets = Buffer.from(wideText('end'));
  const firsts = [0, 1, 2].map((number) => octets.subarray(number * size, (number + 1) * size).toString('utf8'));

  expect(firsts.join('')).not.toBe(octets.subarray(0, 3 * size).toString('utf8'));
  expect(firsts[0]?.endsWith('\ufffd')).toBe(true);
});
