import { expect, test } from 'vitest';
import type { Value, WireMessage } from '../../contracts/wire.ts';
import { parseDescription } from './description.ts';
import { brokenEcho } from './echo.ts';

const description = parseDescription(
  `protocol: p
over: tcp
messages:
  request: { id: u32, name: text until LF, data: bytes 2 }
  reply: { id: u32 echo, name: text until LF echo, data: bytes 2 echo, more: u8 }
dialogue: [client request, server reply]
plain:
  request: [{ id: 7, name: "a", data: hex 0102 }]
  reply: [{ more: 1 }]
`,
  'p.protocol.yaml',
);

function message(values: Readonly<Record<string, Value>>): WireMessage {
  return { values: new Map(Object.entries({ id: 7n, name: 'a', data: Uint8Array.of(1, 2), more: 1n, ...values })) };
}

test.each([
  ['repeats all', {}, undefined],
  ['differs in what it need not repeat', { more: 2n }, undefined],
  ['holds the same octets in another buffer', { data: Buffer.from([1, 2]) }, undefined],
  ['has another number', { id: 8n }, { field: 'id', own: 8n, asked: 7n }],
  ['has another text', { name: 'b' }, { field: 'name', own: 'b', asked: 'a' }],
  [
    'has other octets',
    { data: Uint8Array.of(1, 3) },
    { field: 'data', own: Uint8Array.of(1, 3), asked: Uint8Array.of(1, 2) },
  ],
])('a reply that %s', (_, own, broken) => {
  expect(brokenEcho(description, 'reply', message(own), message({}))).toEqual(broken);
});

test('a message that answers none repeats nothing', () => {
  expect(brokenEcho(description, 'reply', message({}), undefined)).toBeUndefined();
});
