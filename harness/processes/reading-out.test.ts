import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readToEnd } from './reading-out.ts';

const end = { status: 0, signal: null };

test('while what brings the output has work to do, its end is waited for longer than the grace', async () => {
  const stream = new PassThrough();
  let parts = 0;
  const isOnItsWay = (): boolean => {
    parts += 1;
    // More parts than the grace has; then the last of it has come.
    if (parts === 15) stream.destroy();
    return true;
  };

  expect(await readToEnd(Promise.resolve(end), [stream], isOnItsWay)).toEqual(end);
  expect(parts).toBe(15);
});

test('what nothing brings is waited for as long as the grace', async () => {
  let parts = 0;
  const isOnItsWay = (): boolean => {
    parts += 1;
    return false;
  };

  expect(await readToEnd(Promise.resolve(end), [new PassThrough()], isOnItsWay)).toEqual(end);
  expect(parts).toBe(10);
});
