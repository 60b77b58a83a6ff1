import { expect, test } from 'vitest';
import { parseDescription } from '../../harness/protocols/wire/description.ts';
import {
  cutShort,
  empty,
  LARGEST,
  legalLargest,
  overLimit,
  padded,
  type Stimuli,
  strange,
  withMore,
  withMoreAtLimit,
  wrongLiterals,
  wrongNumbers,
} from './datagram-stimuli.ts';
import { isWhole } from './datagram-talk.ts';
import { someLetters } from './letters.ts';
import { scriptOf } from './script.ts';
import { sizedMessages } from './sizes.ts';

const ASK = parseDescription(
  `protocol: ask
over: udp
messages:
  query: { magic: '"Q"', kind: u8 enum 1 2, size: "u16 length of key, max 100 octets", key: text }
  answer: { value: rest }
dialogue: [client query, server answer, repeat]
plain:
  query: [{ kind: 1, key: "{fill}" }]
  answer: [{ value: "{nonce}" }]
`,
  'ask.protocol.yaml',
);
const ECHO = parseDescription(
  `protocol: say
over: udp
messages: { text: { text: rest } }
dialogue: [client text, server text]
plain: { text: [{ text: "hello" }] }
`,
  'say.protocol.yaml',
);

function spokenOf(description: typeof ASK) {
  const [spoken] = scriptOf(description, someLetters).spoken;
  if (spoken === undefined) throw new Error('expected a message of the client');
  return spoken;
}

const labels = (stimuli: Stimuli) => stimuli(spokenOf(ASK)).map(({ label }) => label);

test('nothing that is sent in place of a message is one', () => {
  const all = [cutShort, withMore, empty, padded, wrongNumbers, wrongLiterals, strange].flatMap((made) =>
    made(ASK)(spokenOf(ASK)),
  );

  expect(all.length).toBeGreaterThan(20);
  expect(all.filter(({ octets }) => isWhole(ASK, 'query', octets))).toEqual([]);
  expect(isWhole(ASK, 'query', spokenOf(ASK).octets)).toBe(true);
});

test('where any octets are a message there is nothing to send in place of one', () => {
  const all = [cutShort, withMore, empty, padded, wrongNumbers, wrongLiterals, strange].flatMap((made) =>
    made(ECHO)(spokenOf(ECHO)),
  );

  expect(all).toEqual([]);
});

test('a message is cut after each octet, and each fixed octet is changed', () => {
  expect(labels(cutShort(ASK))).toEqual([1, 2, 3, 4, 5, 6, 7].map((cut) => `a datagram cut after octet ${cut} of 8`));
  expect(labels(wrongLiterals(ASK))).toEqual(['octet 1 of magic as 0x50']);
});

test('numbers are wrong by one, by much, and where they are none of the legal ones', () => {
  expect(labels(wrongNumbers(ASK))).toEqual([
    'kind as 0xff',
    'kind as 0x0',
    'size as 0x5',
    'size as 0x3',
    'size as 0x7fff',
    'size as 0x7fff, and nothing behind it',
    'size as 0x8000',
    'size as 0x8000, and nothing behind it',
    'size as 0xffff',
    'size as 0xffff, and nothing behind it',
  ]);
});

test('the largest datagrams are legal up to the limit, and over it they are not', () => {
  const [sized] = sizedMessages(ASK, scriptOf(ASK, someLetters));
  if (sized === undefined) throw new Error('expected a message whose size can be chosen');
  const over = overLimit(ASK, sized)(spokenOf(ASK));

  expect(legalLargest(spokenOf(ASK), sized)).toEqual([100]);
  expect(over.map(({ octets }) => octets.length)).toEqual([4 + 101, 1472, LARGEST]);
});

test('an octet stands behind a message of its limit: a buffer of that length would cut it off', () => {
  const [sized] = sizedMessages(ASK, scriptOf(ASK, someLetters));
  if (sized === undefined) throw new Error('expected a message whose size can be chosen');

  const [longest, ...others] = withMoreAtLimit(ASK, sized)(spokenOf(ASK));

  expect(others).toEqual([]);
  expect(longest?.label).toBe('1 octet behind size 100');
  expect(isWhole(ASK, 'query', longest?.octets ?? new Uint8Array())).toBe(false);
  expect(isWhole(ASK, 'query', longest?.octets.subarray(0, -1) ?? new Uint8Array())).toBe(true);
  expect(withMoreAtLimit(ASK, { ...sized, limit: undefined })(spokenOf(ASK))).toEqual([]);
});
