import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collector } from './collector.ts';

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
