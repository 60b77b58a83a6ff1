import { expect, test } from 'vitest';
import { parseDescription } from '../../harness/protocols/wire/description.ts';
import { someLetters } from './letters.ts';
import { grownPlaces } from './places.ts';
import { scriptOf } from './script.ts';

const described = (form: string) =>
  parseDescription(
    `protocol: sized
over: tcp
messages:
  ask: { kind: u8, size: "${form} length of body", body: text }
  answer: { value: rest }
dialogue: [client ask, server answer, server closes]
plain:
  ask: [{ kind: 1, body: "{fill}" }]
  answer: [{ value: "{nonce}" }]
`,
    'sized.protocol.yaml',
  );

test.each([
  ['varint', [2]],
  ['digits until SP', [2, 3, 4]],
  ['u16', undefined],
])('a length that is %s has more octets of a longer message, and is cut after octets %j', (form, cuts) => {
  const description = described(form);
  const [short, long] = [
    { ...someLetters, fill: '' },
    { ...someLetters, fill: 'w'.repeat(300) },
  ].map((filling) => scriptOf(description, filling));
  if (short === undefined || long === undefined) throw new Error('expected two scripts');

  const places = grownPlaces(short, long);

  const label = 'ask size of a longer message';
  expect(places).toEqual(cuts === undefined ? [] : [{ label, message: 'ask', cuts }]);
});
