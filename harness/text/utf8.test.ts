import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstInvalidUtf8, shownStream, shownText, unfinished } from './utf8.ts';

test.each([
  ['größer \u{1F600}\r', 'größer \u{1F600}\r'],
  [Uint8Array.of(0x61, 0xff, 0x62), 'a\\xFFb'],
  [Uint8Array.of(0xc3), '\\xC3'],
  [Uint8Array.of(0xe2, 0x82, 0xc3, 0xb6, 0x80), '\\xE2\\x82ö\\x80'],
  [Uint8Array.of(0xef, 0xbb, 0xbf, 0x78), '\uFEFFx'],
])('%j is shown as %j', (octets, text) => {
  expect(shownText(typeof octets === 'string' ? Buffer.from(octets) : octets)).toBe(text);
});

test('UTF-8 is judged as the platform judges it', () => {
  const fatal = new TextDecoder('utf-8', { fatal: true });
  const leads = fc.constantFrom(0x7f, 0x80, 0xa0, 0xbf, 0xc1, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5);
  fc.assert(
    fc.property(fc.array(leads, { maxLength: 6 }), (values) => {
      const octets = Uint8Array.from(values);
      const invalid = firstInvalidUtf8(octets);

      expect(() => fatal.decode(octets.subarray(0, invalid))).not.toThrow();
      if (invalid !== undefined) expect(() => fatal.decode(octets)).toThrow(TypeError);
    }),
    { numRuns: 2000 },
  );
});

/** Octets that are likely to begin, continue or break characters. */
const octet = fc.oneof(fc.constantFrom(0x61, 0x80, 0xa0, 0xbf, 0xc2, 0xe0, 0xe2, 0xed, 0xf0, 0xf4, 0xff), fc.nat(255));
const piece = fc.array(octet, { maxLength: 6 }).map((values) => Uint8Array.from(values));

test('what may be completed by further octets is what the platform keeps for them', () => {
  fc.assert(
    fc.property(piece, (octets) => {
      const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
      const whole = octets.subarray(0, octets.length - unfinished(octets));

      if (firstInvalidUtf8(whole) !== undefined)
        expect(() => decoder.decode(octets, { stream: true })).toThrow(TypeError);
      else expect(Buffer.from(decoder.decode(octets, { stream: true }))).toEqual(Buffer.from(whole));
    }),
    { numRuns: 3000 },
  );
});

test('in whatever pieces octets come, the text is that of all of them', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const stream = shownStream();
      const text = pieces.map((octets) => stream.add(octets)).join('');
      expect(text + stream.end()).toBe(shownText(Buffer.concat(pieces)));
      expect(stream.end()).toBe('');
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['a character that is cut', [[0x61, 0xe2], [0x82], [0xac, 0x62]], ['a', '', '€b']],
  ['what cannot become one any more', [[0xe2, 0x82], [0x62]], ['', '\\xE2\\x82b']],
  ['what cannot begin one', [[0xff], [0xc1], [0xed, 0xa0]], ['\\xFF', '\\xC1', '\\xED\\xA0']],
])('piece by piece: %s', (_, pieces, texts) => {
  const stream = shownStream();

  expect(pieces.map((octets) => stream.add(Uint8Array.from(octets)))).toEqual(texts);
});

test('what is left at the end is shown', () => {
  const stream = shownStream();

  expect([stream.add(Uint8Array.of(0x61, 0xf0, 0x9f, 0x98)), stream.end()]).toEqual(['a', '\\xF0\\x9F\\x98']);
});
