import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isForBoth, readersDisagree } from './agreement.ts';
import { capturesFolder, readCaptions } from './captions.ts';
import { craftedFixtures } from './crafting/fixtures.ts';
import { brokenRules, declaring, judgeAll } from './reading.test.helper.ts';
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
  ({ file, damagedAt }) => damagedAt === undefined && isForBoth(join(capturesFolder, file)),
);

describe('pcap-parser and our reader agree frame by frame', () => {
  test('on most captures', () => {
    expect(forBoth.length).toBeGreaterThan(captions.length / 2);
  });

  test.each(forBoth)('$file', async ({ file }) => {
    expect(await readersDisagree(join(capturesFolder, file))).toBeUndefined();
  });
});
