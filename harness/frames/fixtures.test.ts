import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { capturesFolder, readCaptions } from './captions.ts';
import { nanoseconds } from './clock.ts';
import { craftedFixtures } from './crafting/fixtures.ts';
import { readFixture } from './fixture.ts';
import { brokenRules, declaring, judgeAll, octetsOf, readAll } from './reading.test.helper.ts';
import { frameRules } from './rules/index.ts';

/** The captures that come with the project: each shows what its caption says, and nothing else. */

const captions = readCaptions();
const octetsOfFile = (file: string): Buffer => readFileSync(join(capturesFolder, file));

test('every capture has a caption, and every caption a capture', () => {
  const files = readdirSync(capturesFolder).filter((file) => /\.pcap(ng)?$/.test(file));

  expect(captions.map(({ file }) => file).toSorted()).toEqual(files.toSorted());
  expect(captions.filter(({ shows, made }) => shows === '' || made === '')).toEqual([]);
});

test('the crafted ones are what their script makes', () => {
  for (const { file, octets } of craftedFixtures()) expect(octetsOfFile(file).equals(octets), file).toBe(true);
});

test('every rule is broken by a capture that breaks it alone', () => {
  const alone = captions.flatMap(({ breaks }) => (breaks.length === 1 ? breaks : []));

  expect([...new Set(alone)].toSorted()).toEqual(frameRules.map(({ key }) => key).toSorted());
});

describe.each(captions)('$file', ({ file, breaks, nets, damagedAt }) => {
  test(`breaks ${breaks.join(', ') || 'no rule'}`, () => {
    const facts = judgeAll(octetsOfFile(file), declaring(...nets));

    expect(brokenRules(facts)).toEqual(frameRules.map(({ key }) => key).filter((key) => breaks.includes(key)));
    expect(facts.damage?.offset).toBe(damagedAt);
  });

  test('every offence names octets of the frame that it is about', () => {
    for (const { octets } of judgeAll(octetsOfFile(file), declaring(...nets)).offences) {
      expect(octets.length).toBeGreaterThan(0);
      for (const one of octets) expect(one.hex).toMatch(/^([0-9a-f]{2})+$/);
    }
  });
});

/** pcap-parser takes neither pcapng nor nanoseconds, and says nothing about damage. */
const forBoth = captions.filter(
  ({ file, damagedAt }) =>
    damagedAt === undefined && /^(a1b2c3d4|d4c3b2a1)/.test(octetsOfFile(file).toString('hex', 0, 4)),
);

describe('pcap-parser and our reader agree frame by frame', () => {
  test('on most captures', () => {
    expect(forBoth.length).toBeGreaterThan(captions.length / 2);
  });

  test.each(forBoth)('$file', async ({ file }) => {
    const ours: unknown[] = [];
    const damage = readAll(octetsOfFile(file), (frame) => {
      const { clock, timeHigh, timeLow, original } = frame;
      ours.push({
        time: clock === undefined ? undefined : nanoseconds(clock, timeHigh, timeLow),
        original,
        octets: octetsOf(frame),
      });
    });
    const theirs = await readFixture(join(capturesFolder, file));

    expect(damage).toBeUndefined();
    expect(ours).toEqual(
      theirs.map(({ seconds, microseconds, original, octets }) => ({
        time: BigInt(seconds) * 1_000_000_000n + BigInt(microseconds) * 1000n,
        original,
        octets: Buffer.from(octets),
      })),
    );
  });
});
