import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Codec, Decoded } from '../contracts/codec.ts';
import { endedPhrase, fortune, parsePhrases } from './fortune.ts';
import { type CodecEntry, codecs } from './index.ts';
import { bigEndian32, headerOctets, NAME_LIMIT, SIZE_LIMIT, uploadHeader } from './upload.ts';

const TRAILING = Uint8Array.of(0x0a, 0x00, 0xff, 0x0a);

describe.each(Object.entries(codecs))('the codec law: %s', (_, check) => {
  test('a message decodes to itself, whole', () => check(decodesWhole));
  test('cut at any octet, it is incomplete until it is whole', () => check(isIncompleteUntilWhole));
  test('what follows it stays with the next reader', () => check(leavesTrailingOctets));
});

function decodesWhole<Message>({ codec, samples, endsWithStream }: CodecEntry<Message>): void {
  for (const message of samples) {
    const octets = codec.encode(message);
    const whole = { kind: 'message', message, length: octets.length };

    expect(codec.decode(octets, true)).toEqual(whole);
    if (!endsWithStream) expect(codec.decode(octets, false)).toEqual(whole);
    expect(codec.decode(amidOthers(octets), true)).toEqual(whole);
  }
}

function isIncompleteUntilWhole<Message>({ codec, samples, endsWithStream }: CodecEntry<Message>): void {
  for (const octets of samples.map(codec.encode)) {
    const cuts = endsWithStream ? octets.length + 1 : octets.length;
    const seen = Array.from({ length: cuts }, (_, cut) => codec.decode(octets.subarray(0, cut), false).kind);

    expect(new Set(seen)).toEqual(new Set(['incomplete']));
  }
}

function leavesTrailingOctets<Message>({ codec, samples, endsWithStream }: CodecEntry<Message>): void {
  for (const message of samples) {
    const octets = codec.encode(message);
    const decoded = codec.decode(Uint8Array.from([...octets, ...TRAILING]), false);

    expect(decoded).toEqual(
      endsWithStream ? { kind: 'incomplete' } : { kind: 'message', message, length: octets.length },
    );
  }
}

/** The same octets as a view into a larger buffer, as a socket's reads are. */
function amidOthers(octets: Uint8Array): Uint8Array {
  return Uint8Array.from([...TRAILING, ...octets, ...TRAILING]).subarray(
    TRAILING.length,
    TRAILING.length + octets.length,
  );
}

const names = fc.string({ unit: 'binary', minLength: 1, maxLength: NAME_LIMIT }).filter((name) => !name.includes('\n'));
const sizes = fc.integer({ min: 0, max: SIZE_LIMIT - 1 });

/** Octets among which the separator and the leads of UTF-8 characters are common. */
const anyOctets = fc
  .array(fc.oneof(fc.constant(0x0a), fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0, max: 0xff })), {
    maxLength: 140,
  })
  .map((octets) => Uint8Array.from(octets));

test('any name and any size, with anything behind them, come back', () => {
  fc.assert(
    fc.property(names, sizes, anyOctets, (name, size, behind) => {
      const octets = uploadHeader.encode({ name, size });
      const decoded = uploadHeader.decode(Uint8Array.from([...octets, ...behind]), false);

      expect(decoded).toEqual({ kind: 'message', message: { name, size }, length: octets.length });
    }),
  );
});

test.each<[string, Codec<unknown>['decode']]>([
  ['upload', uploadHeader.decode],
  ['fortune', fortune.decode],
])('%s: whatever arrives, nothing is thrown, and what is wrong lies within', (_, decode) => {
  fc.assert(
    fc.property(anyOctets, fc.boolean(), (octets, ended) => {
      const decoded = decode(octets, ended);

      if (decoded.kind === 'incomplete') expect(ended).toBe(false);
      expect(placeOf(decoded)).toBeGreaterThanOrEqual(0);
      expect(placeOf(decoded)).toBeLessThanOrEqual(octets.length);
    }),
  );
});

function placeOf(decoded: Decoded<unknown>): number {
  if (decoded.kind === 'malformed') return decoded.offset;
  return decoded.kind === 'message' ? decoded.length : 0;
}

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const SIZE = bigEndian32(3);

test.each([
  ['no 0x0A within 128 octets', ascii('n'.repeat(129)), false, 'no 0x0A within 128 octets', 128],
  ['a 0x0A one octet too late', headerOctets(ascii('n'.repeat(129)), SIZE), false, 'no 0x0A within 128 octets', 128],
  ['33 characters', headerOctets(ascii('n'.repeat(33)), SIZE), false, 'the name has 33 characters, at most 32', 33],
  ['33 characters of 2 octets', headerOctets(Buffer.from('ö'.repeat(33)), SIZE), false, 'has 33 characters', 66],
  ['an empty name', headerOctets(ascii(''), SIZE), false, 'the name is empty', 0],
  ['invalid UTF-8', headerOctets(ascii('ab\xff'), SIZE), false, 'the name is not UTF-8', 2],
  ['a character cut by the 0x0A', headerOctets(ascii('a\xc3'), SIZE), false, 'the name is not UTF-8', 1],
  ['a surrogate', headerOctets(ascii('\xed\xa0\x80'), SIZE), false, 'the name is not UTF-8', 0],
  ['a wrong separator', headerOctets(ascii('x'), SIZE, 0x20), false, 'expected 0x0A after the size', 6],
  ['the end within the name', ascii('x.b'), true, 'the stream ended within the name', 3],
  ['the end within the size', ascii('x\n\0\0'), true, 'the stream ended within the size', 4],
  ['the end before the separator', ascii('x\n\0\0\0\0'), true, 'the stream ended within the size', 6],
])('a header with %s is malformed', (_, octets, ended, reason, offset) => {
  expect(uploadHeader.decode(octets, ended)).toEqual({
    kind: 'malformed',
    reason: expect.stringContaining(reason),
    offset,
  });
});

test.each([10, 2560, 655_360, 0x0a000000, 0x0a0a0a0a])('0x0A within the size %i does not end it', (size) => {
  const octets = uploadHeader.encode({ name: 'x', size });

  expect([...octets]).toEqual([0x78, 0x0a, size >>> 24, (size >> 16) & 255, (size >> 8) & 255, size & 255, 0x0a]);
  expect(uploadHeader.decode(octets, false)).toEqual({ kind: 'message', message: { name: 'x', size }, length: 7 });
});

test.each([
  [{ name: '', size: 0 }, 'empty'],
  [{ name: 'n'.repeat(33), size: 0 }, '33 characters'],
  [{ name: 'a\nb', size: 0 }, '0x0A'],
  [{ name: 'x', size: SIZE_LIMIT }, 'expected an integer from 0 to 4294967295, found 4294967296'],
  [{ name: 'x', size: -1 }, 'found -1'],
  [{ name: 'x', size: 0.5 }, 'found 0.5'],
])('a header that cannot be sent is not encoded: %o', (header, message) => {
  expect(() => uploadHeader.encode(header)).toThrow(RangeError);
  expect(() => uploadHeader.encode(header)).toThrow(message);
});

test.each([
  ['', []],
  ['\n', ['']],
  ['a\nb', ['a', 'b']],
  ['a\r\n\r\nb\r\n', ['a', '', 'b']],
  ['a\nb\n%\n\nc\n', ['a\nb', '\nc']],
  ['%\na\n%\n%\nb %\n%\n', ['a', '', 'b %']],
  ['%\n', []],
])('a phrase file %j holds %j', (text, phrases) => {
  expect(parsePhrases(text)).toEqual(phrases);
});

test.each([
  [undefined, 'a'],
  ['lf', 'a\n'],
  ['crlf', 'a\r\n'],
] as const)('a phrase that is sent with the end %s', (ends, sent) => {
  expect(endedPhrase('a', ends)).toBe(sent);
});
