import { expect, test } from 'vitest';
import { didYouMean } from './nearest.ts';

const known = ['exec', 'export', 'target', 'upload/server', 'upload/server/size-is-four-octets'];

test.each([
  ['exce', 'exec'],
  ['exe', 'exec'],
  ['execc', 'exec'],
  ['exac', 'exec'],
  ['traget', 'target'],
  ['uplaod/server', 'upload/server'],
  ['upload/sever', 'upload/server'],
  ['upload/server/size-is-for-octet', 'upload/server/size-is-four-octets'],
])('%s: a slip of the hand is told', (found, meant) => {
  expect(didYouMean(found, known)).toBe(`; did you mean ${meant}?`);
});

test.each(['', 'x', 'exec', 'xcee', 'store', 'fortune/client'])('%s: nothing is near, or it is right', (found) => {
  expect(didYouMean(found, known)).toBe('');
});
