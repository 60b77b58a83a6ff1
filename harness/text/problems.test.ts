import { Type } from '@sinclair/typebox';
import { expect, test } from 'vitest';
import { Profile } from '../contracts/profile.ts';
import { Verdict } from '../contracts/verdict.ts';
import { firstProblem, problemText } from './problems.ts';

const target = { suite: 'upload/server' };

test('a value of the schema has no problem', () => {
  expect(firstProblem(Profile, { targets: [target] })).toBeUndefined();
});

test.each([
  ['another type', { targets: 'phone' }, 'targets: expected an array of at least 1 item, found "phone"'],
  ['too few items', { targets: [] }, 'targets: expected an array of at least 1 item, found an array of 0 items'],
  ['a missing key', { targets: [{}] }, 'targets[0]: expected the key "suite", found an object without it'],
  [
    'a pattern',
    { targets: [{ suite: 'Upload' }] },
    'targets[0].suite: expected a string that matches ^([a-z][a-z0-9-]*/[a-z]+|frames)$ (the suite that judges it, e.g. upload/server; frames for captures), found "Upload"',
  ],
  [
    'a range',
    { targets: [{ ...target, limits: { replyMs: 0 } }] },
    'targets[0].limits.replyMs: expected an integer from 1 to 3600000 (until the IUT answers or goes on, in milliseconds), found 0',
  ],
  [
    'a number that is not whole',
    { targets: [target], seed: 1.5 },
    'seed: expected an integer from 0 to 4294967295, found 1.5',
  ],
  ['a boolean', { targets: [target], strict: 'yes' }, 'strict: expected true or false, found "yes"'],
  ['a missing key of the document', {}, 'the document: expected the key "targets", found an object without it'],
  ['no object at all', null, 'the document: expected an object, found null'],
  [
    'a value under a key that is no identifier',
    { targets: [{ ...target, env: { 'a/b c': 1 } }] },
    'targets[0].env["a/b c"]: expected a string, found 1',
  ],
])('%s is told', (_, value, text) => {
  const problem = firstProblem(Profile, value);

  expect(problem && problemText(problem)).toBe(text);
});

test('a misspelt key is told as unknown, not as missing', () => {
  expect(firstProblem(Profile, { targets: [{ siute: 'upload/server' }] })).toEqual({
    path: 'targets[0]',
    expected: expect.stringMatching(/^no other keys than name, suite, each, folder, target, exec, /),
    found: '"siute"; did you mean suite?',
  });
});

test('a union of literals is told as a list', () => {
  expect(firstProblem(Verdict, 'passed')).toEqual({
    path: '',
    expected: 'one of "pass", "fail", "warning", "inconclusive", "not-applicable", "error"',
    found: '"passed"',
  });
});

test('a long value is cut and a hostile one is escaped', () => {
  const schema = Type.Object({ size: Type.Integer() });

  expect(firstProblem(schema, { size: 'x'.repeat(1000) })?.found).toBe(`"${'x'.repeat(60)}"… (1000 characters)`);
  expect(firstProblem(schema, { size: '\u001b[2J\n\u202E\u009b' })?.found).toBe('"\\u001b[2J\\n\\u{202e}\\u{9b}"');
});
