import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drawn, pictureFile, pictureLines } from './picture.ts';

/** More than this, a page with a picture is slow to open (in octets). */
const LARGEST = 100_000;

test('the picture of the README says what such a run says today', { timeout: 120_000 }, () => {
  const picture = readFileSync(pictureFile, 'utf8');
  const said = saidIn(picture);

  expect(said).toContainEqual(expect.stringContaining('usual mend Collect octets'));
  expect(said).toEqual(saidIn(drawn(pictureLines())));
  expect(picture.length).toBeLessThan(LARGEST);
});

/** Each line of a picture, but for what differs from run to run: the events with their times, how long it took, names of files, and their octets. */
function saidIn(picture: string): readonly string[] {
  const lines = new Map<string, string>();
  for (const [, y = '', text = ''] of picture.matchAll(/<text x="[\d.]+" y="([\d.]+)"[^>]*>([^<]+)</g))
    lines.set(y, `${lines.get(y) ?? ''} ${text}`.trim());
  return [...lines.values()]
    .filter((line) => !/^[\d.]+ ms /.test(line))
    .map((line) => line.replace(/[\d.]+ s, seed/, 'seed').replace(/"\w{6}\.b"/, 'its name'))
    .map((line) => line.replace(/^(\d+) (?:[\da-f]{2} )+(\w+) .*/, 'from octet $1 on: $2'));
}
