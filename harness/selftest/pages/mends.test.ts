import { expect, test } from 'vitest';
import { suites } from '../../../suites/index.ts';
import { datagramLaws, streamLaws } from '../../../suites/laws/requirements.ts';
import { takingTurns } from '../taking-turns.test.helper.ts';
import { missing } from '../tool.ts';
import { compiled } from './compiling.test.helper.ts';
import { idleGlobs, mendOf } from './mend-rows.ts';
import { parseMend, readMends } from './mends.ts';

/** Compilers take seconds each. */
const inTurns = takingTurns(test, 3);

const mends = readMends();

const rows = [
  ...suites.flatMap(({ requirements }) => requirements.map(({ id }) => id)),
  ...streamLaws.map(({ id }) => `laws/${id}`),
  ...datagramLaws.map(({ id }) => `datagrams/${id}`),
];

test('each requirement and law has a mend in code, or a reason why a sentence is all', () => {
  expect(rows.filter((row) => (mendOf(row) ?? '') !== '').length).toBeGreaterThan(150);
  expect(() => mendOf('upload/server/no-such-row')).toThrow('expected a mend in code, or why there is none');
});

test('each mend serves a requirement, and each requirement that one is said to serve is there', () => {
  expect([...new Set(rows.flatMap((row) => mendOf(row) ?? []))].toSorted()).toEqual([...mends.keys()]);
  expect(idleGlobs(rows)).toEqual([]);
  expect(idleGlobs(rows.filter((row) => row !== 'fortune/server/phrase-varies'))).toEqual([
    'fortune/server/phrase-varies',
  ]);
});

test('a mend that lacks a language is told', () => {
  expect(() => parseMend('send-all', '# Send\n\nAll.\n\n```python\nx\n```\n')).toThrow(
    'fixtures/mends/send-all.md: expected a title, a line and blocks of python, c, java, go, js; found python',
  );
});

test('a wrong program is refused by the compilers', () => {
  expect(compiled('python', [['wrong', 'def f(:\n']])).toContain('SyntaxError');
  expect(compiled('js', [['wrong', 'export function f() { return no_such_name; }\n']])).toContain('no_such_name');
});

inTurns.for([
  ['python', 'python3'],
  ['js', 'node'],
  ['c', 'gcc'],
  ['java', 'javac'],
  ['go', 'go'],
] as const)('the code in %s is read without a word by %s', { timeout: 120_000 }, ([language, tool], { skip }) => {
  const lack = missing(tool);
  if (lack !== undefined) skip(`${lack}, which no CI installs for this alone`);
  const code = [...mends.values()].map(({ name, code: of }) => [name, of.get(language) ?? ''] as const);

  expect(compiled(language, code)).toBe('');
});
