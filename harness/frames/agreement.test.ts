import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { disagreement, isForBoth, type ReadFrame, readersDisagree } from './agreement.ts';
import { capturesFolder } from './captions.ts';
import { folder } from './reading.test.helper.ts';

const frame = (change: Partial<ReadFrame> = {}): ReadFrame => ({
  ...{ time: 1_700_000_000_000_001_000n, original: 60, octets: Uint8Array.of(1, 2, 3, 4) },
  ...change,
});
const frames = [frame(), frame(), frame()];

test('readers that hand on the same agree', () => {
  expect(disagreement(frames, [frame(), frame(), frame()])).toBeUndefined();
  expect(disagreement([], [])).toBeUndefined();
});

test.each([
  [
    { time: 1_700_000_000_000_002_000n },
    /^frame 2: time is 1700000000000001000 ns to our reader, 17\d+2000 ns to pcap/,
  ],
  [{ time: undefined }, /^frame 2: time is .* undefined ns to pcap-parser$/],
  [{ original: 61 }, /^frame 2: original length is 60 to our reader, 61 to pcap-parser$/],
  [{ octets: Uint8Array.of(1, 2, 3) }, /^frame 2: captured length is 4 to our reader, 3 to pcap-parser$/],
  [{ octets: Uint8Array.of(1, 2, 9, 4) }, /^frame 2: octet 2 is 3 to our reader, 9 to pcap-parser$/],
] as const)('a frame that differs is told with its field: %o', (change, told) => {
  expect(disagreement(frames, [frame(), frame(change), frame({ original: 1 })])).toMatch(told);
});

test('a frame that one of them does not find is told', () => {
  expect(disagreement(frames, frames.slice(1))).toBe('frame 3: our reader finds it, pcap-parser does not');
  expect(disagreement(frames.slice(1), frames)).toBe('frame 3: our reader does not find it, pcap-parser does');
});

const capture = (file: string): string => join(capturesFolder, file);

test.each([
  ['crafted-right.pcap', true],
  ['crafted-format-big-endian.pcap', true],
  ['crafted-format-nanoseconds.pcap', false],
  ['crafted-format-big-endian-nanoseconds.pcap', false],
  ['crafted-format-enhanced.pcapng', false],
])('%s is for both readers: %s', (file, forBoth) => {
  expect(isForBoth(capture(file))).toBe(forBoth);
});

test('a file that is cut in the middle of a frame is told: pcap-parser is silent about it', async () => {
  const file = join(folder(), 'cut.pcap');
  writeFileSync(file, readFileSync(capture('crafted-right.pcap')).subarray(0, 99));

  expect(await readersDisagree(file)).toMatch(
    /cut\.pcap: our reader finds it damaged at octet \d+: expected a frame of/,
  );
});

test('a file that is not there is the error of the system', async () => {
  await expect(readersDisagree('/nowhere.pcap')).rejects.toThrow('ENOENT');
});
