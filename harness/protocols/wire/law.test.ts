import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProtocolDescription } from '../../contracts/wire-schema.ts';
import { firstProblem } from '../../text/problems.ts';
import { read } from './decode.ts';
import { parseDescription } from './description.ts';
import { obeysLaw } from './law.test.helper.ts';

/** Fields that belong together, under names that are their own, and the values of a sample. */
interface Piece {
  readonly fields: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Names are numbered where pieces are joined: `#` stands for the number. */
const piece = (fields: Piece['fields'], values: Piece['values'] = {}): Piece => ({ fields, values });

const letters = fc.string({ unit: fc.constantFrom('a', 'ö', '€', '😀', ' ', '{', '"', '\t', '0'), maxLength: 12 });
const octets = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength, maxLength }).map((it) => `hex ${Buffer.from(it).toString('hex')}`);
const terminator = fc.constantFrom('LF', 'CRLF', 'NUL', '"::"', 'hex 00ff');
const number = fc.constantFrom(
  ...[8, 16, 24, 32, 64].map((bits) => ({ bits, form: `u${bits}` })),
  ...[16, 24, 32, 64].map((bits) => ({ bits, form: `u${bits}le` })),
);
/** Samples are JSON, whose numbers are exact up to 2^53. */
const below = (bits: number): fc.Arbitrary<number> => fc.maxSafeNat().map((it) => (bits > 53 ? it : it % 2 ** bits));
const length = fc.constantFrom('u8', 'u16', 'u32le', 'u64', 'varint', 'digits until SP', 'digits until CRLF');
const plus = fc.constantFrom('', '+4', '-0', ' +2');

const pieces: fc.Arbitrary<Piece> = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 4 }).map((it) => piece({ 'f#': `hex ${Buffer.from(it).toString('hex')}` })),
  number.chain(({ bits, form }) => below(bits).map((value) => piece({ 'f#': form }, { 'f#': value }))),
  fc
    .tuple(fc.constantFrom('varint', 'digits until LF'), below(64))
    .map(([form, value]) => piece({ 'f#': form }, { 'f#': value })),
  fc.tuple(terminator, letters).map(([until, text]) => piece({ 'f#': `text until ${until}` }, { 'f#': text })),
  octets(3, 3).map((it) => piece({ 'f#': 'bytes 3' }, { 'f#': it })),
  fc
    .tuple(length, plus, letters)
    .map(([form, more, text]) => piece({ 'n#': `${form} length of f#${more}`, 'f#': 'text' }, { 'f#': text })),
  fc
    .tuple(length, octets(1, 9), letters)
    .map(([form, it, text]) =>
      piece(
        { 'n#': `${form} length of a#..c#`, 'a#': 'text until NUL', 'f#': 'bytes', 'c#': 'u16' },
        { 'a#': text, 'f#': it, 'c#': 7 },
      ),
    ),
  fc
    .tuple(length, length, octets(1, 9), letters)
    .map(([outer, inner, it, text]) =>
      piece(
        { 'o#': `${outer} length of n#..f#`, 'n#': `${inner} length of a#`, 'a#': 'text', 'f#': 'bytes' },
        { 'a#': text, 'f#': it },
      ),
    ),
  fc
    .tuple(length, fc.array(fc.tuple(fc.nat(255), letters), { maxLength: 4 }))
    .map(([form, items]) =>
      piece({ 'n#': `${form} count of f#`, 'f#': 'many item' }, { 'f#': items.map(([x, y]) => ({ x, y })) }),
    ),
  fc
    .array(letters, { maxLength: 3 })
    .map((lines) => piece({ 'f#': 'lines until ^\\.$' }, { 'f#': [...lines.map((line) => `-${line}`), '.'] })),
);

const named = <Said>(it: Readonly<Record<string, Said>>, index: number): [string, Said][] =>
  Object.entries(it).map(([key, said]) => [key.replaceAll('#', String(index)), said]);

const descriptions = fc
  .tuple(fc.array(pieces, { minLength: 1, maxLength: 5 }), fc.option(octets(1, 5), { nil: undefined }))
  .map(([all, rest]) => {
    const fields = all.flatMap((one, index) =>
      named(one.fields, index).map(([key, said]) => [key, said.replaceAll('#', String(index))]),
    );
    const values = all.flatMap((one, index) => named(one.values, index));
    return {
      protocol: 'made',
      over: 'tcp',
      messages: {
        m: Object.fromEntries([...fields, ...(rest === undefined ? [] : [['rest_of_it', 'rest']])]),
        // Used, whether or not another message has many of it.
        item: { x: 'u8', y: 'text until LF' },
      },
      dialogue: ['server item', 'client m', 'client closes'],
      plain: { m: [Object.fromEntries([...values, ...(rest === undefined ? [] : [['rest_of_it', rest]])])] },
    };
  });

test('every description that is made obeys the codec law, and its schema', () => {
  fc.assert(
    fc.property(descriptions, (made) => {
      const description = parseDescription(JSON.stringify(made, null, 1), 'made.json');
      for (const sample of description.plain.get('m') ?? []) obeysLaw(description, 'm', sample);
      expect(firstProblem(ProtocolDescription, made)).toBeUndefined();
    }),
    { numRuns: 400 },
  );
});

test('whatever arrives, nothing is thrown, and what is wrong lies within', () => {
  fc.assert(
    fc.property(descriptions, fc.uint8Array({ maxLength: 60 }), fc.boolean(), (made, arrived, ended) => {
      const { decoded, spans } = read(parseDescription(JSON.stringify(made), 'made.json'), 'm', arrived, ended);
      const place = decoded.kind === 'malformed' ? decoded.offset : decoded.kind === 'message' ? decoded.length : 0;

      if (decoded.kind === 'incomplete') expect(ended).toBe(false);
      expect(place).toBeLessThanOrEqual(arrived.length);
      expect(Math.max(0, ...spans.map(({ to }) => to))).toBeLessThanOrEqual(arrived.length);
    }),
    { numRuns: 1000 },
  );
});
