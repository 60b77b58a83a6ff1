import { expect, test } from 'vitest';
import { parseDescription } from './description.ts';
import { saysAnything } from './varying.ts';

/** A protocol whose replies hold messages; the words after it are those of a field of them. */
const described = (words: string) =>
  parseDescription(
    `protocol: shelf
over: tcp
messages:
  request: { tag: u8 any, key: "text until CRLF, max 100 octets" }
  book: { title: "text until CRLF, max 100 octets", price: ${words} }
  reply:
    switch:
      "+": { count: u8 count of books, books: many book }
      "-": {}
dialogue: [client request, server reply, repeat]
plain:
  request: [{ key: "{nonce}" }]
  reply: [{ "+": { books: [{ title: Emma, price: 1 }] } }]
`,
    'shelf.yaml',
    [],
  );

test.each([
  ['a field of messages within one form of a message', 'u16 any', 'server', true],
  ['none', 'u16', 'server', false],
  ['a field of its own', 'u16', 'client', true],
] as const)('%s may be another each time', (_, words, peer, expected) => {
  expect(saysAnything(described(words), peer)).toBe(expected);
});
