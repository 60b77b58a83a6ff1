import { expect, test } from 'vitest';
import { caseLimits, QUIET_MS } from '../limits.ts';
import { factWithin, unlessCutOff } from './showing.ts';

/** Far longer than the test itself may take, in milliseconds. */
const replyMs = 600_000;

const sightOf = (printed: () => string) => ({
  printed,
  limits: caseLimits({ replyMs }),
  show: undefined,
  printsNoMore: () => true,
});
const judge = (printed: string): string => (printed === '' ? 'nothing' : 'shown');

test('nothing more is waited for of an IUT that has ended', async () => {
  expect(
    await factWithin(
      sightOf(() => ''),
      judge,
    ),
  ).toBe('nothing');
});

test('what it had printed before its end is seen, though it comes a moment later', async () => {
  let looks = 0;
  // A busy machine may make two looks within the time after which nothing is on its way any more, and no more of them.
  const late = (): string => {
    looks += 1;
    return looks > 1 ? 'late' : '';
  };

  expect(await factWithin(sightOf(late), judge)).toBe('shown');
});

test('what comes within a look that takes long is seen by the next one', async () => {
  let looks = 0;
  const late = (): string => {
    looks += 1;
    const ends = performance.now() + 2 * QUIET_MS;
    while (looks === 2 && performance.now() < ends);
    return looks > 2 ? 'late' : '';
  };

  expect(await factWithin(sightOf(late), judge)).toBe('shown');
});

test.each([
  ['one\ntw', 'a hint', 'what is printed ends within a line (a hint)'],
  ['one\ntwo\n', 'a hint', undefined],
  ['one\u2029two\u2029', 'a hint', undefined],
  // A program whose output has no lines at all ends within one always.
  ['two', 'a hint', undefined],
  ['one\ntw', undefined, undefined],
])('%j may be in a buffer still, where that is known to be: %s', (printed, hint, why) => {
  const look = (): void => unlessCutOff({ lateHint: () => hint }, printed);

  if (why === undefined) expect(look).not.toThrow();
  else expect(look).toThrow(why);
});
