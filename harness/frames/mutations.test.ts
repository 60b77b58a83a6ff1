import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { craftedFixtures } from './crafting/fixtures.ts';
import { mutations } from './crafting/mutations.ts';

/** The compiled script: `npm test` builds it first. */
const script = fileURLToPath(new URL('../../dist/harness/frames/crafting/judge-mutations.js', import.meta.url));

/** Measured: 59 to 60 MiB. A leak of 10 KiB a capture exceeds it. */
const MOST_RSS_KIB = 100 * 1024;

test('ten thousand mutated captures: no crash, no hang, memory bounded, every damage one line with an offset', {
  timeout: 300_000,
}, () => {
  // A hang would run into the limit of time, a leak into the heap's.
  const text = execFileSync(process.execPath, ['--max-old-space-size=64', script, '10000', '1'], {
    encoding: 'utf8',
    timeout: 280_000,
  });
  const told = JSON.parse(text);

  expect(told).toMatchObject({ captures: 10_000, bad: [] });
  expect(told.damaged).toBeGreaterThan(2000);
  expect(told.frames).toBeGreaterThan(10_000);
  expect(told.maxRssKiB).toBeLessThan(MOST_RSS_KIB);
});

test('the same seed gives the same mutations, another one others', () => {
  const captures = craftedFixtures().map(({ octets }) => octets);
  const made = (seed: number): string =>
    Buffer.concat([...mutations(captures, 50, seed)].map(({ octets }) => octets)).toString('hex');

  expect(made(1)).toBe(made(1));
  expect(made(1)).not.toBe(made(2));
});
