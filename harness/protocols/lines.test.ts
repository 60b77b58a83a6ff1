import { expect, test } from 'vitest';
import { lines } from './lines.ts';

const octets = (text: string): Uint8Array => Buffer.from(text, 'latin1');

test.each([
  ['a line and more', 'ab\ncd', false, 'ab', 3],
  ['an empty line', '\nab', false, '', 1],
  ['a carriage return', 'ab\r\n', false, 'ab\r', 4],
  ['octets that are not UTF-8', '\xff\xc3\n', false, '\xff\xc3', 3],
  ['a last line without an end', 'ab', true, 'ab', 2],
])('%s', (_, text, ended, line, length) => {
  expect(lines.decode(octets(text), ended)).toEqual({ kind: 'message', message: octets(line), length });
});

test('no octet before the end is no line', () => {
  expect(lines.decode(octets(''), true)).toMatchObject({ kind: 'malformed', offset: 0 });
  expect(lines.decode(octets(''), false)).toEqual({ kind: 'incomplete' });
});

test('a line that holds a line end is not encoded', () => {
  expect(() => lines.encode(octets('a\nb'))).toThrow('expected a line without 0x0A');
});
