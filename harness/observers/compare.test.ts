import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparePieces } from './compare.ts';

async function* asStored(pieces: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece, 'latin1');
}

const asSent = (pieces: readonly string[]) => pieces.map((piece) => Buffer.from(piece, 'latin1'));

const compare = (stored: readonly string[], sent: readonly string[]) => comparePieces(asStored(stored), asSent(sent));

test.each([
  ['nothing and nothing', [], [], { kind: 'equal' }],
  ['empty pieces', ['', ''], [''], { kind: 'equal' }],
  ['equal', ['abcdef'], ['abcdef'], { kind: 'equal' }],
  ['cut differently', ['a', 'bcd', '', 'ef'], ['abc', '', 'def'], { kind: 'equal' }],
  ['shorter', ['abc'], ['ab', 'cd'], { kind: 'different', octets: 3, firstDifference: 3 }],
  ['nothing stored of something', [], ['abc'], { kind: 'different', octets: 0, firstDifference: 0 }],
  ['longer', ['abcd', 'ef'], ['abc'], { kind: 'different', octets: 6, firstDifference: 3 }],
  ['longer by a piece', ['abc', 'd'], ['abc', ''], { kind: 'different', octets: 4, firstDifference: 3 }],
  ['something stored of nothing', ['abc'], [], { kind: 'different', octets: 3, firstDifference: 0 }],
  ['different at octet 0', ['xbc'], ['abc'], { kind: 'different', octets: 3, firstDifference: 0 }],
  ['different in a later piece', ['ab', 'cXef'], ['abc', 'def'], { kind: 'different', octets: 6, firstDifference: 3 }],
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
      const firstDifference = unequal === -1 ? whole.length : unequal;

      expect(await compare(stored, sent)).toEqual(
        whole === wanted ? { kind: 'equal' } : { kind: 'different', octets: whole.length, firstDifference },
      );
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
      expect(await compare(cutAt(text, one), cutAt(text, other))).toEqual({ kind: 'equal' });
    }),
  );
});
