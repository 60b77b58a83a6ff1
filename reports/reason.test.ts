import { expect, test } from 'vitest';
import { restOfReason } from './reason.ts';

test.each([
  ['the finding alone', 'expected 3; saw 2', '3', '2', ''],
  ['what it is about', 'new files: expected 3; saw 2', 'new files: 3', '2', ''],
  ['a finding with the word in it', 'expected the expected file; saw 2', 'the expected file', '2', ''],
  ['what stands before', 'flaky: pass, fail; expected 3; saw 2', '3', '2', 'flaky: pass, fail'],
  ['both', 'flaky: pass, fail; new files: expected 3; saw 2', 'new files: 3', '2', 'flaky: pass, fail'],
  [
    'what was found afterwards',
    'expected 3; saw 2; afterwards: expected 5; saw 2',
    '3',
    '2',
    'afterwards: expected 5; saw 2',
  ],
  ['a part of what was seen', 'expected 3; saw 2; saw 23', '3', '2; saw 2', 'expected 3; saw 2; saw 23'],
  ['other words', 'it was never seen', '3', '2', 'it was never seen'],
  ['another finding', 'expected 4; saw 2', '3', '2', 'expected 4; saw 2'],
  ['other eyes', 'expected 3; saw 1', '3', '2', 'expected 3; saw 1'],
])('of a reason with %s is left what the finding does not say', (_, reason, expected, seen, rest) => {
  expect(restOfReason({ reason, expected, seen })).toBe(rest);
});

test('without a finding the reason is whole', () => {
  expect(restOfReason({ reason: 'needs --store DIR' })).toBe('needs --store DIR');
});
