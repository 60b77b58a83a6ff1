import { expect, test } from 'vitest';
import { jsonValue } from './json.ts';

test('a value is what the text says', () => {
  expect(jsonValue(' {"a": [1, -2.5e3, "\\u00e9\\n", true, null, {}, []]}\n', 'x.json')).toEqual({
    a: [1, -2500, 'é\n', true, null, {}, []],
  });
});

test.each([
  ['{\n  "a": 1,\n}', '3:1'],
  ['{\n  "a": x\n}', '2:8'],
  ['{ "a" 1 }', '1:7'],
  ['[1 2]', '1:4'],
  ['[1,]', '1:4'],
  ['[1}', '1:3'],
  ['[]]', '1:3'],
  ['{"a": {"b": []}', '1:16'],
  ['{', '1:2'],
  ['[01]', '1:2'],
  ['["a\nb"]', '1:2'],
  ['["\\x"]', '1:2'],
  ["{'a': 1}", '1:2'],
  ['// a comment\n[]', '1:1'],
  [`[${'1,\n'.repeat(50)}tru]`, '51:1'],
])('%j departs from JSON at %s', (text, place) => {
  expect(() => jsonValue(text, 'x.json')).toThrow(
    new RegExp(`^x\\.json:${place}: expected JSON, found a syntax error: \\S[^\n]*$`),
  );
  expect(() => jsonValue(text, 'x.json')).not.toThrow(/position|is not valid JSON/);
});

test.each(['', ' \n'])('a text without anything (%j) is an empty file', (text) => {
  expect(() => jsonValue(text, 'x.json')).toThrow(/^x\.json: expected JSON, found an empty file$/);
});
