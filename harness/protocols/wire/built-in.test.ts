import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Decoded } from '../../contracts/codec.ts';
import type { Value, WireMessage } from '../../contracts/wire.ts';
import { HELLO } from '../datagram.ts';
import { fortune } from '../fortune.ts';
import { lines } from '../lines.ts';
import { record } from '../record.ts';
import { uploadHeader } from '../upload.ts';
import { type BuiltIn, builtIn } from './built-in.ts';
import { codecOf } from './codec.ts';
import { utf8 } from './octets.ts';

const codecFor = ({ description, message: name }: BuiltIn) => codecOf(description, name);

const codecs = {
  fortune: codecFor(builtIn.fortune),
  upload: codecFor(builtIn.upload),
  lines: codecFor(builtIn.lines),
  record: codecFor(builtIn.record),
  multicast: codecFor(builtIn.multicast),
  broadcast: codecFor(builtIn.broadcast),
};

const message = (values: Readonly<Record<string, Value>>): WireMessage => ({ values: new Map(Object.entries(values)) });
const some = fc.uint8Array({ maxLength: 50 });
/** Octets among which what parts and announces is common. */
const any = fc
  .array(fc.oneof(fc.constantFrom(0, 0, 0, 1, 3, 0x0a, 0x0a, 0x61), fc.nat(255)), { maxLength: 60 })
  .map((it) => Uint8Array.from(it));
const names = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 32 })
  .filter((name) => !name.includes('\n') && [...name].length <= 32);

test('what the codecs send, their descriptions send', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (phrase) =>
      same(codecs.fortune.encode(message({ phrase })), fortune.encode(phrase)),
    ),
  );
  fc.assert(
    fc.property(
      some.filter((it) => !it.includes(0x0a)),
      (line) => same(codecs.lines.encode(message({ line })), lines.encode(line)),
    ),
  );
  fc.assert(
    fc.property(fc.nat(0xffffffff), some, (version, data) => {
      same(codecs.record.encode(message({ version: BigInt(version), data })), record.encode({ version, data }));
    }),
  );
  fc.assert(
    fc.property(names, some, (name, contents) => {
      const header = uploadHeader.encode({ name, size: contents.length });
      same(codecs.upload.encode(message({ name, contents })), Uint8Array.from([...header, ...contents]));
    }),
  );
  for (const codec of [codecs.multicast, codecs.broadcast]) same(codec.encode(message({})), utf8(HELLO));
});

function same(seen: Uint8Array, expected: Uint8Array): void {
  expect([...seen]).toEqual([...expected]);
}

/** What octets are, and where they end or are wrong. */
function outcome(decoded: Decoded<unknown>): readonly [kind: string, place?: number] {
  if (decoded.kind === 'incomplete') return [decoded.kind];
  return [decoded.kind, decoded.kind === 'message' ? decoded.length : decoded.offset];
}

/** An upload as its hand-written header and the contents behind it. */
function upload(octets: Uint8Array, ended: boolean): readonly [kind: string, place?: number] {
  const header = uploadHeader.decode(octets, ended);
  if (header.kind !== 'message') return outcome(header);
  const length = header.length + header.message.size;
  if (octets.length >= length) return ['message', length];
  return ended ? ['malformed', octets.length] : ['incomplete'];
}

test('what arrives is the same to both, to the octet that is wrong: record, upload', () => {
  fc.assert(
    fc.property(any, fc.boolean(), (octets, ended) => {
      expect(outcome(codecs.record.decode(octets, ended))).toEqual(outcome(record.decode(octets, ended)));
      expect(outcome(codecs.upload.decode(octets, ended))).toEqual(upload(octets, ended));
    }),
    { numRuns: 3000 },
  );
});

test('what arrives is the same to both: lines, but for a last line that nothing ends, which no description has', () => {
  fc.assert(
    fc.property(any, fc.boolean(), (octets, ended) => {
      const isUnended = ended && !octets.includes(0x0a) && octets.length > 0;
      const expected = isUnended ? ['malformed', octets.length] : outcome(lines.decode(octets, ended));
      expect(outcome(codecs.lines.decode(octets, ended))).toEqual(expected);
    }),
  );
});

test('what arrives is the same to both: a phrase, which a description takes for octets', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (phrase, ended) => {
      const octets = fortune.encode(phrase);
      expect(outcome(codecs.fortune.decode(octets, ended))).toEqual(outcome(fortune.decode(octets, ended)));
    }),
  );
});

test('a datagram is whole, cut, or another', () => {
  for (const codec of [codecs.multicast, codecs.broadcast]) {
    expect(outcome(codec.decode(utf8(HELLO), true))).toEqual(['message', 11]);
    expect(outcome(codec.decode(utf8('hello wor'), true))).toEqual(['malformed', 9]);
    expect(outcome(codec.decode(utf8('hello_world'), true))).toEqual(['malformed', 5]);
  }
});

test.each([
  ['n'.repeat(129), false],
  [`${'n'.repeat(129)}\n`, false],
  [`${'n'.repeat(33)}\n\0\0\0\0\n`, false],
  [`${'ö'.repeat(33)}\n\0\0\0\0\n`, true],
  ['\n\0\0\0\0\n', false],
  ['a\n\0\0\0\u0003_', false],
  ['a\n\0\0\0\u0003\nab', true],
])('an upload of %j is the same to both', (text, ended) => {
  expect(outcome(codecs.upload.decode(utf8(text), ended))).toEqual(upload(utf8(text), ended));
});
