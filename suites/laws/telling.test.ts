import { expect, test } from 'vitest';
import { parseDescription } from '../../harness/protocols/wire/description.ts';
import { changed, cutAfter, malformed } from './telling.ts';

const description = parseDescription(
  `protocol: kv
over: tcp
messages:
  request: { size: u16 length of body, body: text }
  reply: { body: "text until LF" }
dialogue: [client request, server reply]
plain:
  request: [{ body: blue }]
`,
  'kv.yaml',
  [],
);

const plain = { name: 'request', octets: Buffer.from('\0\u0004blue') };

test.each<readonly [string, string, { readonly from: number; readonly to: number; readonly why: string } | undefined]>([
  ['an octet', '\0\u0005blue', { from: 1, to: 2, why: 'in place of 04' }],
  ['a front of it', '\0\u0004bl', { from: 3, to: 4, why: 'nothing behind it was sent' }],
  ['octets behind it', '\0\u0004bluewww', { from: 6, to: 9, why: 'added' }],
  ['octets taken out of it', '\0\u0004be', { from: 3, to: 4, why: 'in place of 6c 75' }],
  ['nothing', '\0\u0004blue', undefined],
])('marks what is changed: %s', (_, octets, marked) => {
  const told = changed(description, plain, Buffer.from(octets));

  expect(told.marked).toEqual(marked);
  expect(told).toMatchObject({ by: 'harness', name: 'request', octets: octets.length });
  expect(told.fields[0]).toMatchObject({ path: 'size', from: 0, to: 2 });
});

test.each<readonly [string, string, { readonly from: number; readonly to: number; readonly why: string } | undefined]>([
  [
    'of a size',
    '\u0004\0blue',
    { from: 0, to: 2, why: 'size is 1024 in this order of octets; in the other one it is 4, which fits' },
  ],
  ['of none: more came than it says in either order', '\u0004\0blues', { from: 6, to: 7, why: 'silence' }],
  ['of none: less came', '\u0004\0blu', { from: 4, to: 5, why: 'silence' }],
  ['of none: the message is whole', '\0\u0004blue', { from: 5, to: 6, why: 'silence' }],
])('marks a number that is in the other order: %s', (_, octets, marked) => {
  const reply = { name: 'request', octets: Buffer.from(octets) };

  expect(malformed(description, reply, { from: octets.length - 1, why: 'silence' }).marked).toEqual(marked);
});

test('of several numbers in the other order the first is marked, also behind one that is said in the right order', () => {
  const items = parseDescription(
    `protocol: list
over: tcp
messages:
  item: { size: u32 length of body, body: text }
  list: { id: u16, count: u16 count of items, items: many item }
dialogue: [server list]
plain: { list: [{ id: 1, items: [{ body: a }] }] }
`,
    'list.yaml',
    [],
  );
  const marked = (hex: string) =>
    malformed(items, { name: 'list', octets: Buffer.from(hex, 'hex') }, { from: 0, why: 'as before' }).marked;

  expect(marked('00010200 01000000 61 02000000 6262'.replaceAll(' ', ''))?.why).toMatch(
    /^count is 512 .* is 2, which fits$/,
  );
  expect(marked('00010002 01000000 61 02000000 6262'.replaceAll(' ', ''))).toMatchObject({ from: 4, to: 8 });
  expect(marked('00010200 00000001 61 00000002 6262'.replaceAll(' ', ''))).toMatchObject({ from: 2, to: 4 });
});

test('marks the octets about a cut, and those of the implementation that are wrong', () => {
  expect(cutAfter(description, plain, 2).marked).toEqual({ from: 1, to: 3, why: 'a segment ends after octet 2' });

  const reply = malformed(description, { name: 'reply', octets: Buffer.from('blue') }, { from: 9, why: 'no end' });
  expect(reply).toMatchObject({ by: 'iut', octets: 4, marked: { from: 3, to: 4, why: 'no end' } });
});
