import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseDescription } from '../../harness/protocols/wire/description.ts';
import { asPrinted, withoutNumbers } from './client-oracle.ts';
import { emptyReplies, furtherReplies, largestReplies, sizedReplies } from './client-replies.ts';
import { FILL } from './letters.ts';

/** A description of `fixtures/protocols/`. */
function described(name: string) {
  const file = fileURLToPath(new URL(`../../fixtures/protocols/${name}.protocol.yaml`, import.meta.url));
  return parseDescription(readFileSync(file, 'utf8'), file);
}

test('a reply has each length at the borders of numbers that its text can have, and each further sample', () => {
  expect(sizedReplies(described('kv')).map(({ label }) => label)).toEqual(
    [14, 127, 128, 255, 256, 32_767, 32_768, 65_535].map((size) => `reply size ${size}`),
  );
  expect(furtherReplies(described('kv')).map(({ label }) => label)).toEqual(['reply 2']);
});

test('an answer fills the largest datagrams', () => {
  // The magic, the id, the status and the length are nine octets of them.
  expect(largestReplies(described('ask')).map(({ label }) => label)).toEqual(
    [1472, 65_507].map((octets) => `answer size ${octets - 9}`),
  );
});

test('a reply without {fill} has no other length, one sample no further one', () => {
  const news = described('news');

  expect([sizedReplies(news), furtherReplies(news)]).toEqual([[], []]);
});

test('a text that may be empty is, where no sample is', () => {
  const labels = ['kv', 'news', 'lookup'].map((name) => emptyReplies(described(name)).map(({ label }) => label));

  expect(labels).toEqual([[], ['headline without text', 'story without text'], ['reply without value']]);
});

test('a number is left out with its sign', () => {
  expect(withoutNumbers('id: -7, size: 12\n')).toBe(withoutNumbers('id: 7, size: 5\n'));
});

/** A body of 256 octets, of which fourteen are no letters of `{fill}`. */
const letters = 'w'.repeat(256 - 14);
const [of256] = sizedReplies(described('kv')).filter(({ size }) => size === 256);
const compared = (otherwise: string, plainly: string) => (of256?.printed ?? asPrinted)(otherwise, plainly);

/** As `hexdump -C` prints text. */
function dumped(text: string): string {
  const rows = text.match(/.{1,16}/gs) ?? [];
  return rows.map((row) => `${Buffer.from(row).toString('hex')} |${row}|`).join('\n');
}

test.each([
  ['as it is', (text: string) => text],
  ['in lines of ten', (text: string) => text.replace(/.{10}/g, '$&\n')],
  ['as numbers and letters', dumped],
  ['as numbers alone', (text: string) => Buffer.from(text).toString('hex')],
  ['by its length', (text: string) => `${text.length} octets`],
  ['not at all', () => 'done'],
])('a client that prints a reply %s prints all of it', (_, shown) => {
  const [otherwise, plainly] = compared(shown(`now abcdefgh ${letters}`), shown(`now abcdefgh ${FILL}`));

  expect(otherwise).toBe(plainly);
});

test('a client that prints a part of the letters is told by their number', () => {
  expect(compared(`now abcdefgh ${letters.slice(0, 100)}`, `now abcdefgh ${FILL}`)).toEqual([
    'w 100 times',
    `w ${letters.length} times`,
  ]);
});
