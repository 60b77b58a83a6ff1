import { execFileSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { craftedFixtures } from './crafting/fixtures.ts';
import { mutations } from './crafting/mutations.ts';
import { inspectStream } from './inspect.ts';
import { declaring } from './reading.test.helper.ts';

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

test('mutated captures in gzip: each ends in a report, every damage one line with an offset', async () => {
  const packed = craftedFixtures().map(({ octets }) => gzipSync(octets));
  const told = { damaged: 0, frames: 0 };
  for (const { octets } of mutations(packed, 500, 1)) {
    const stream = Readable.from([octets.subarray(0, 20), octets.subarray(20)]);
    const { damage, frames } = await inspectStream('-', stream, {
      declared: declaring(),
      listed: 1,
      conversations: true,
    });
    told.frames += frames;
    if (damage === undefined) continue;
    told.damaged++;
    expect(damage.text).toMatch(/^expected [^\r\n]+$/);
    expect(damage.offset).toBeGreaterThanOrEqual(0);
  }

  expect(told.damaged).toBeGreaterThan(300);
  expect(told.frames).toBeGreaterThan(100);
});

test('the same seed gives the same mutations, another one others', () => {
  const captures = craftedFixtures().map(({ octets }) => octets);
  const made = (seed: number): string =>
    Buffer.concat([...mutations(captures, 50, seed)].map(({ octets }) => octets)).toString('hex');

  expect(made(1)).toBe(made(1));
  expect(made(1)).not.toBe(made(2));
});
