import fc from 'fast-check';
import { expect, test } from 'vitest';
import { octetStore } from './octet-store.ts';

test('has what was added, in order, and lets go what is too much', () => {
  const piece = fc.uint8Array({ maxLength: 3000 });
  fc.assert(
    fc.property(fc.array(piece), fc.nat({ max: 9000 }), piece, (pieces, to, more) => {
      const store = octetStore();
      for (const one of pieces) store.add(one);
      const all = Buffer.concat(pieces);
      expect(store.octets()).toEqual(all);

      store.shorten(to);
      expect(store.octets()).toEqual(all.subarray(0, to));

      store.add(more);
      expect(store.octets()).toEqual(Buffer.concat([all.subarray(0, to), more]));
    }),
  );
});

test('what was looked at stays as it was, and a piece may change once it is added', () => {
  const store = octetStore();
  const piece = Uint8Array.of(1, 2);
  store.add(piece);
  const seen = store.octets();
  piece[0] = 9;
  for (let number = 0; number < 2000; number += 1) store.add(Uint8Array.of(3));

  expect([...seen]).toEqual([1, 2]);
  expect([...store.octets().subarray(0, 3)]).toEqual([1, 2, 3]);
});

test('holds no more memory than twice what was added', () => {
  const store = octetStore();
  for (let number = 0; number < 100; number += 1) store.add(new Uint8Array(65_536));
  expect(store.octets().buffer.byteLength).toBeLessThanOrEqual(2 * 100 * 65_536);

  store.shorten(10);
  expect(store.octets().buffer.byteLength).toBe(10);
});
