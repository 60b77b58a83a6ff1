import { expect, test } from 'vitest';
import type { ProcessUse } from '../contracts/process.ts';
import { secondOf } from './processor.ts';

const useOf = (processorMs: number): ProcessUse => ({ processorMs, descriptors: 3, threads: 1, processes: 1 });

test('a program that spins is told as soon as it has used a fifth of the second', async () => {
  const began = performance.now();

  const { rests, words } = await secondOf(() => useOf(Math.round(performance.now() - began)));

  expect(rests).toBe(false);
  expect(words).toMatch(/^\d+ ms of processor time within \d+ ms$/);
});

test('a program that uses 199 ms of a second rests, and one that has ended does', async () => {
  let looks = 0;
  const nearly = (): ProcessUse => {
    looks += 1;
    return useOf(looks === 1 ? 1000 : 1199);
  };

  expect(await secondOf(nearly)).toMatchObject({ rests: true, words: expect.stringContaining('199 ms') });
  expect(await secondOf(() => undefined)).toEqual({ rests: true, words: 'it had ended' });
});
