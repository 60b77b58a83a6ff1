import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstDifference } from './compare.ts';

async function* asStored(pieces: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece, 'latin1');
}

const asSent = (pieces: readonly string[]) => pieces.map((piece) => Buffer.from(piece, 'latin1'));

const compare = (stored: readonly string[], sent: readonly string[]) => firstDifference(asStored(stored), asSent(sent));

test.each([
  ['nothing and nothing', [], [], undefined],
  ['empty pieces', ['', ''], [''], undefined],
  ['equal', ['abcdef'], ['abcdef'], undefined],
  ['cut differently', ['a', 'bcd', '', 'ef'], ['abc', '', 'def'], undefined],
  ['shorter', ['abc'], ['ab', 'cd'], 3],
  ['nothing stored of something', [], ['abc'], 0],
  ['longer', ['abcd', 'ef'], ['abc'], 3],
  ['longer by a piece', ['abc', 'd'], ['abc', ''], 3],
  ['something stored of nothing', ['abc'], [], 0],
  ['different at octet 0', ['xbc'], ['abc'], 0],
  ['different in a later piece', ['ab', 'cXef'], ['abc', 'def'], 3],
])('%s', async (_, stored, sent, result) => {
  expect(await compare(stored, sent)).toEqual(result);
});

/** Texts of few letters, so that common fronts are common, in pieces. */
const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 }), { maxLength: 6 });

test('agrees with a comparison of the whole, however both sides are cut', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, pieces, async (stored, sent) => {
      const [whole, wanted] = [stored.join(''), sent.join('')];
      const unequal = [...whole].findIndex((octet, at) => octet !== wanted[at]);
      const first = unequal === -1 ? whole.length : unequal;

      expect(await compare(stored, sent)).toEqual(whole === wanted ? undefined : first);
    }),
    { numRuns: 1000 },
  );
});

test('a text cut twice equals itself', async () => {
  const cuts = fc.array(fc.nat({ max: 40 }), { maxLength: 8 });
  const cutAt = (text: string, places: readonly number[]) => {
    const edges = [0, ...[...places].sort((a, b) => a - b), text.length];
    return edges.slice(1).map((edge, index) => text.slice(edges[index], edge));
  };
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 41, maxLength: 60 }), cuts, cuts, async (text, one, other) => {
      expect(await compare(cutAt(text, one), cutAt(text, other))).toEqual(undefined);
    }),
  );
});

test('what is stored is read no further than it is equal', async () => {
  let read = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (; read < 1000; read += 1) yield Buffer.from('a');
  }

  expect(await firstDifference(endless(), asSent(['aa', 'a']))).toBe(3);
  expect(read).toBe(3);
});
