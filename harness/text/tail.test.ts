import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tailOf } from './tail.ts';

test('the last characters are kept, however they come and whenever they are asked for', () => {
  const pieces = fc.array(fc.record({ piece: fc.string({ maxLength: 12 }), asked: fc.boolean() }), { maxLength: 40 });
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 30 }), (all, limit) => {
      const tail = tailOf(limit);
      let whole = '';
      for (const { piece, asked } of all) {
        tail.add(piece);
        whole += piece;
        if (asked) expect(tail.text()).toBe(whole.slice(-limit));
      }
      expect(tail.text()).toBe(whole.slice(-limit));
    }),
  );
});

test('of pieces longer than a block too', () => {
  const piece = fc.record({ letter: fc.constantFrom('a', 'b', 'c'), length: fc.nat({ max: 200_000 }) });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.integer({ min: 1, max: 300_000 }), (all, limit) => {
      const tail = tailOf(limit);
      const pieces = all.map(({ letter, length }) => letter.repeat(length));
      for (const one of pieces) tail.add(one);

      expect(tail.text() === pieces.join('').slice(-limit)).toBe(true);
    }),
    { numRuns: 50 },
  );
});
