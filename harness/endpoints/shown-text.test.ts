import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collector } from './collector.ts';
import { shownText } from './shown-text.ts';

test.each([
  ['größer \u{1F600}\r', 'größer \u{1F600}\r'],
  [Uint8Array.of(0x61, 0xff, 0x62), 'a\\xFFb'],
  [Uint8Array.of(0xc3), '\\xC3'],
  [Uint8Array.of(0xe2, 0x82, 0xc3, 0xb6, 0x80), '\\xE2\\x82ö\\x80'],
  [Uint8Array.of(0xef, 0xbb, 0xbf, 0x78), '\uFEFFx'],
])('%j is shown as %j', (octets, text) => {
  expect(shownText(typeof octets === 'string' ? Buffer.from(octets) : octets)).toBe(text);
});

test('what was collected in any pieces is what was added, and can be kept', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (pieces) => {
      const octets = collector();
      for (const piece of pieces) octets.add(piece);
      const all = Buffer.concat(pieces);
      expect(Buffer.from(octets.octets()).equals(all)).toBe(true);
      const kept = octets.take();
      octets.add(new Uint8Array(all.length));
      expect(Buffer.from(kept).equals(all)).toBe(true);
      expect(octets.size()).toBe(all.length);
    }),
  );
});
