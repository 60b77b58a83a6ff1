import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withTables } from './requirement-tables.ts';

const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8');

test('the tables of suites/README.md are those of the requirements: npm run docs', () => {
  expect(readme).toBe(withTables(readme));
});

test('a table that somebody changed by hand is made anew', () => {
  const changed = readme.replace('| `accepts-connection` | MUST |', '| `accepts-connection` | MAY |');

  expect(changed).not.toBe(readme);
  expect(withTables(changed)).toBe(readme);
});

test('a table that is missing is told, and so is one of no suite', () => {
  const place = '<!-- requirements fortune/client -->';

  expect(() => withTables(readme.replace(place, ''))).toThrow('expected tables of fortune/server, fortune/client');
  expect(() => withTables(readme.replace(place, '<!-- requirements fortune/guest -->'))).toThrow('fortune/guest');
});
