import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { measureMemory } from './bench/measure.ts';
import { writeTraffic } from './crafting/traffic.ts';
import { folder } from './reading.test.helper.ts';

/** The compiled command line: `npm test` builds it first. */
const bin = fileURLToPath(new URL('../../dist/harness/cli/bin.cjs', import.meta.url));

/** What a capture of any size may take; Node alone takes 40 to 50. */
const MOST_MIB = 80;

test('a capture of any size is read in the same memory', { timeout: 240_000 }, async (context) => {
  if (process.platform !== 'linux') context.skip('peak memory is read from /proc');
  const dir = folder();
  const file = join(dir, 'traffic.pcap');
  const peaks: number[] = [];
  for (const frames of [100_000, 1_000_000]) {
    writeTraffic(file, frames);
    const { peakMiB, status } = await measureMemory([bin, 'inspect', file, '--json'], join(dir, 'output'));
    rmSync(file);
    expect(status).toBe(1);
    peaks.push(peakMiB);
  }

  const [small = Number.NaN, large = Number.NaN] = peaks;
  expect(Math.max(small, large)).toBeLessThan(MOST_MIB);
  // Ten times the frames: a leak of 10 octets a frame would exceed it.
  expect(large - small).toBeLessThan(8);
});
