import { expect, test } from 'vitest';
import { UsageError } from '../../contracts/errors.ts';
import { parseDescription } from './description.ts';
import { compilePattern, isPattern } from './pattern.ts';

/** The largest that is read at all. */
const OCTETS = 256 * 1024;

const filledWith = (unit: string): string => unit.repeat(Math.floor(OCTETS / unit.length));
const laughs = [
  'a: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 20 }, (_, n) => {
    return `a${n}: &a${n + 1} [${Array.from({ length: 10 }, () => `*a${n}`).join(', ')}]`;
  }),
].join('\n');
const inMessage = (field: string): string =>
  `protocol: kv\nover: tcp\nmessages: { a: { ${field} } }\ndialogue: [client a]\n`;

test.each([
  ['brackets', filledWith('['), 'within each other'],
  ['braces', filledWith('{a: '), 'within each other'],
  ['list marks', filledWith('- '), 'within each other'],
  ['key marks', filledWith('? '), 'within each other'],
  ['closing brackets', filledWith(']'), 'opening bracket'],
  ['colons', filledWith('a: '), 'tokens'],
  ['anchors', filledWith('&a '), 'tokens'],
  ['tags', filledWith('!a '), 'tokens'],
  ['commas', `[${filledWith('a,').slice(2)}]`, 'tokens'],
  ['documents', filledWith('---\n'), 'tokens'],
  ['comments', filledWith('#\n'), 'tokens'],
  ['aliases', `- &a x\n${filledWith('- *a\n').slice(20)}`, 'tokens'],
  ['keys', Array.from({ length: 8000 }, (_, n) => `k${n}: 1`).join('\n'), 'one of the keys'],
  ['the same key', filledWith('a:\n').slice(0, 30_000), 'each key once'],
  ['indentation', Array.from({ length: 700 }, (_, n) => `${' '.repeat(n)}a:`).join('\n'), 'within each other'],
  ['billion laughs', laughs, 'expected'],
  ['an alias of itself', 'protocol: &a [*a]', 'expected'],
  ['one octet too many', filledWith(' ').concat(' '), 'at most 256 KiB'],
  ['an open quote', `"${'a'.repeat(OCTETS - 1)}`, 'expected'],
  ['escapes', `"${filledWith('\\x41').slice(4)}"`, 'expected a map'],
  ['a number of many digits', `protocol: ${'9'.repeat(OCTETS - 20)}`, 'expected'],
  ['directives', filledWith('%YAML 1.2\n'), 'expected'],
  ['an empty file', '', 'expected a map'],
  ['octets of nothing', '\0'.repeat(1000), 'expected'],
  ['a repetition of repetitions', inMessage('b: "lines until ((((a{999}){999}){999}){999})"'), 'states'],
  ['a repetition of nothing', inMessage('b: "lines until ((((){999}){999}){999})"'), 'states'],
  ['groups within groups', inMessage(`b: "lines until ${'('.repeat(10_000)}"`), 'groups within each other'],
  ['many sizes', inMessage(Array.from({ length: 200 }, (_, n) => `f${n}: bytes 1000000 any`).join(', ')), 'together'],
  ['many fields', inMessage(Array.from({ length: 5000 }, (_, n) => `f${n}: u8`).join(', ')), 'at most 256 fields'],
])('%s are refused in one line', (_, text, expected) => {
  const attempt = (): unknown => parseDescription(text, 'x.yaml');

  expect(attempt).toThrow(UsageError);
  expect(attempt).toThrow(expected);
});

test('messages within messages that never end do not exhaust the stack', async () => {
  const { read } = await import('./decode.ts');
  const kv = parseDescription(
    `protocol: kv
over: tcp
messages: { a: { n: u8 count of b, b: many a } }
dialogue: [client a]
plain: { a: [{ b: [] }] }
`,
    'x.yaml',
  );

  expect(read(kv, 'a', new Uint8Array(100_000).fill(1), false).decoded).toMatchObject({
    kind: 'malformed',
    offset: 65,
  });
});

test.each([
  ['^(a+)+$', 'a'.repeat(5000), true],
  ['^(a+)+$', `${'a'.repeat(5000)}b`, false],
  [`^${'a?'.repeat(50)}${'a'.repeat(50)}$`, 'a'.repeat(50), true],
  ['^.*a.*b.*c$', 'ab'.repeat(5000), false],
])('%s takes linear time', (source, text, isFound) => {
  const pattern = compilePattern(source);

  expect(isPattern(pattern) && pattern.isFoundIn(text)).toBe(isFound);
});
