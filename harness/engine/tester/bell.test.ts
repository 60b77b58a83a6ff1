import { expect, test } from 'vitest';
import { createBell } from './bell.ts';

/** Never waited for: a condition or a ring ends each wait long before. */
const LONG_MS = 60_000;

test('a condition that holds already is not waited for', async () => {
  expect(await createBell().until(() => true, LONG_MS)).toBe(true);
});

test('a ring wakes those whose condition holds, and no others', async () => {
  const bell = createBell();
  let octets = 0;
  const one = bell.until(() => octets >= 1, LONG_MS);
  const two = bell.until(() => octets >= 2, LONG_MS).then(() => octets);

  octets = 1;
  bell.ring();
  expect(await one).toBe(true);

  octets = 2;
  bell.ring();
  expect(await two).toBe(2);
});

test('false where the condition never holds', async () => {
  expect(await createBell().until(() => false, 1)).toBe(false);
});

test('a condition is looked at once more when the limit is over', async () => {
  let holds = false;
  const waited = createBell().until(() => holds, 1);
  holds = true;

  expect(await waited).toBe(true);
});

test('who was woken is not asked again', async () => {
  const bell = createBell();
  let looks = 0;
  const waited = bell.until(() => {
    looks += 1;
    return looks === 2;
  }, LONG_MS);
  bell.ring();
  await waited;
  bell.ring();

  expect(looks).toBe(2);
});
