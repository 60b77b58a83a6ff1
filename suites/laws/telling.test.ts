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

test('marks the octets about a cut, and those of the implementation that are wrong', () => {
  expect(cutAfter(description, plain, 2).marked).toEqual({ from: 1, to: 3, why: 'a segment ends after octet 2' });

  const reply = malformed(description, { name: 'reply', octets: Buffer.from('blue') }, { from: 9, why: 'no end' });
  expect(reply).toMatchObject({ by: 'iut', octets: 4, marked: { from: 3, to: 4, why: 'no end' } });
});
