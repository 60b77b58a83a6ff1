import { expect, test } from 'vitest';
import { fingerprintOf, isSameKind } from './fingerprint.ts';
import { sampleCase } from './samples.ts';

const of = (expected: string, seen: string): string =>
  fingerprintOf(sampleCase({ verdict: 'fail', expected, seen, reason: `expected ${expected}; saw ${seen}` }));

test.each([
  ['times', ['a reply within 600 ms', 'nothing'], ['a reply within 750.5 ms', 'nothing']],
  ['numbers', ['2,560 octets', '1 octet'], ['10 octets', '3 octets']],
  ['names that are drawn anew', ['k3f001.b', 'no file'], ['q9zz02.b', 'no file']],
  ['what was printed', ['the line "a"', 'the line "b 1"'], ['the line "other"', 'the line "\\"x\\""']],
  ['lengths of lists', ['lines 1, 2, 3', 'line 1'], ['lines 1, 2', 'line 4']],
  ['units of times', ['a reply within 950 ms', 'nothing'], ['a reply within 1.1 s', 'nothing']],
  ['lists of times', ['even gaps', 'gaps of 1.8 s, 103 ms, 1.9 s'], ['even gaps', 'gaps of 990 ms, 1 s']],
  [
    'characters that are drawn anew',
    ['shown', 'U+000B + r at the end was lost'],
    ['shown', 'U+000B + d at the end was lost'],
  ],
  [
    'how many messages there are',
    ['reply(id: 1), reply(id: 2)', 'reply(id: 1), no octet'],
    ['reply(id: 7)', 'reply(id: 7), no octet'],
  ],
  ['what a quote is cut to within what was expected', ['"a", "iAq…', 'line "1"'], ['"a", "jx\\…', 'line "2"']],
  ['what a quote is cut to', ['shown', 'shown: "a", "iAq…'], ['shown', 'shown: "bc", "jx…']],
])('%s do not count', (_, [expected = '', seen = ''], [otherExpected = '', otherSeen = '']) => {
  expect(of(expected, seen)).toBe(of(otherExpected, otherSeen));
});

test.each([
  ['what was seen', of('a file', 'no file'), of('a file', 'two files')],
  ['what was expected', of('a file', 'no file'), of('no file', 'no file')],
  [
    'the verdict',
    fingerprintOf(sampleCase({ verdict: 'fail', reason: 'no file' })),
    fingerprintOf(sampleCase({ verdict: 'warning', reason: 'no file' })),
  ],
])('%s does', (_, one, other) => {
  expect(one).not.toBe(other);
});

test('a fingerprint that told milliseconds from seconds is of the same kind', () => {
  const now = of('a reply within 600 ms', '2 octets after 1.5 s');

  expect(isSameKind('fail: expected a reply within # m; saw # octet after # s', now)).toBe(true);
  expect(isSameKind('fail: expected a reply within # m; saw nothing', now)).toBe(false);
});

test('a file that is empty fails as it did when it had 0 octets', () => {
  const before =
    'fail: expected stored exactly; saw stored with # octet of # octet, unlike what was sent from octet # on';
  const now = of('stored exactly', 'stored empty, in place of 1,800 octets');

  expect(isSameKind(before, now)).toBe(true);
  expect(isSameKind(before, of('stored exactly', 'nothing stored under "a.b"'))).toBe(false);
});

test('how often a flaky case failed does not count', () => {
  const flaky = (reason: string): string => fingerprintOf(sampleCase({ verdict: 'fail', flaky: true, reason }));

  expect(flaky('flaky: pass, fail; no file')).toBe('fail: no file');
  expect(flaky('flaky: fail, pass, pass; no file')).toBe('fail: no file');
});

test('it reads as a sentence, and has an end', () => {
  expect(of('a.txt, 2560 octets', 'no file')).toBe('fail: expected a.txt, # octet; saw no file');
  expect(of('x'.repeat(5000), 'no file').length).toBeLessThan(200);
});
