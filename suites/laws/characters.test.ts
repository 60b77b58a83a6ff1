import { expect, test } from 'vitest';
import { parseDescription } from '../../harness/protocols/wire/description.ts';
import { characterSamples } from './characters.ts';
import { sampleReplies } from './client-places.ts';

/** A protocol whose server says one of these texts. */
function saying(...texts: readonly string[]) {
  const description = `protocol: made-up
over: tcp
messages:
  request: { line: text until LF }
  reply: { size: u8 length of text, text: text }
dialogue: [client request, server reply]
plain:
  request: [{ line: ask }]
  reply: [${texts.map((text) => `{ text: "${text}" }`).join(', ')}]
`;
  return characterSamples(parseDescription(description, 'made-up.protocol.yaml'), sampleReplies);
}

test('a further sample is cut within each of its characters of several octets', () => {
  // Behind the length: a, ö of two octets, b, and one of four.
  expect(saying('plain', 'a\u00f6b\u{1f98a}').map(({ label, cuts }) => [label, cuts])).toEqual([
    ['reply 2 within characters', [3, 6, 7, 8]],
  ]);
});

test.each([
  ['the first sample can be', ['\u00f6', '\u00e4']],
  ['there is no further one', ['plain']],
  ['none has such characters', ['plain', 'another']],
])('none is cut where %s', (_, texts) => {
  expect(saying(...texts)).toEqual([]);
});

test('the first of several further samples is taken', () => {
  expect(saying('plain', 'another', '\u00e4', '\u00f6').map(({ label }) => label)).toEqual([
    'reply 3 within characters',
  ]);
});
