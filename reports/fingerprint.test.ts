import { expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';
import { sampleCase } from './samples.ts';

const of = (expected: string, seen: string): string =>
  fingerprintOf(sampleCase({ verdict: 'fail', expected, seen, reason: `expected ${expected}; saw ${seen}` }));

test.each([
  ['times', ['a reply within 600 ms', 'nothing'], ['a reply within 750.5 ms', 'nothing']],
  ['numbers', ['2,560 octets', '1 octet'], ['10 octets', '3 octets']],
  ['names that are drawn anew', ['k3f001.b', 'no file'], ['q9zz02.b', 'no file']],
  ['what was printed', ['the line "a"', 'the line "b 1"'], ['the line "other"', 'the line "\\"x\\""']],
  ['lengths of lists', ['lines 1, 2, 3', 'line 1'], ['lines 1, 2', 'line 4']],
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

test('how often a flaky case failed does not count', () => {
  const flaky = (reason: string): string => fingerprintOf(sampleCase({ verdict: 'fail', flaky: true, reason }));

  expect(flaky('flaky: pass, fail; no file')).toBe('fail: no file');
  expect(flaky('flaky: fail, pass, pass; no file')).toBe('fail: no file');
});

test('it reads as a sentence, and has an end', () => {
  expect(of('a.txt, 2560 octets', 'no file')).toBe('fail: expected a.txt, # octet; saw no file');
  expect(of('x'.repeat(5000), 'no file').length).toBeLessThan(200);
});
