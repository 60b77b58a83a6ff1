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
