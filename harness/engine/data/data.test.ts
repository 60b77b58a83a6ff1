import { describe, expect, test } from 'vitest';
import {
  drawLengths,
  drawNames,
  drawTexts,
  drawWhole,
  namesOfLength,
  namesOfOneCase,
  namesWithinNames,
} from './drawing.ts';
import { endings, everyPair, everyValue, familyParts, joined, partAt, runs } from './octets.ts';

const origin = { seed: 1, nonce: 'abc' };
const other = { seed: 1, nonce: 'abd' };

describe('texts', () => {
  const drawn = drawTexts(origin);

  test('begin with a plain one, and hold every family that texts have', () => {
    expect(drawn[0]).toMatchObject({ family: 'plain', value: expect.stringMatching(/^abc[a-z]{3}$/) });
    expect(new Set(drawn.map(({ family }) => family))).toEqual(
      new Set(['plain', 'spaces', 'syntax of others', 'Unicode', 'controls', 'line ends of others', 'repetition']),
    );
  });

  test('are the same for one origin, and others for another seed or nonce', () => {
    const guessable = ({ value }: { readonly value: string }) => value.trim() === '';
    const values = new Set(drawn.filter((one) => !guessable(one)).map(({ value }) => value));

    expect(drawTexts(origin)).toEqual(drawn);
    for (const one of [other, { seed: 2, nonce: 'abc' }]) {
      expect(drawTexts(one).filter(({ value }) => values.has(value))).toEqual([]);
    }
  });

  test('differ from each other, but for those that are repeated', () => {
    const values = drawn.filter(({ family }) => family !== 'repetition').map(({ value }) => value);

    expect(new Set(values).size).toBe(values.length);
  });

  test('are such as the rule allows', () => {
    const rule = { families: ['spaces', 'Unicode'] as const, maxCharacters: 16, without: /[\t\u{1f98a}]/u };
    const legal = drawTexts(origin, rule).slice(1);

    expect(legal.length).toBeGreaterThan(15);
    for (const { family, value } of legal) {
      expect(rule.families).toContain(family);
      expect([...value].length).toBeLessThanOrEqual(16);
      expect(value).not.toMatch(rule.without);
    }
  });

  test('that are of one length have that many octets, within the limits', () => {
    const octets = drawLengths(origin, { minOctets: 1, maxOctets: 65_536 }).map(({ value }) =>
      Buffer.byteLength(value),
    );

    expect(octets).toEqual([
      1, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1023, 1024, 1025, 4095, 4096, 4097, 65_535, 65_536,
    ]);
  });
});

test('whole texts stand behind a plain one, each by itself', () => {
  const [plain, ...whole] = drawWhole(origin).map(({ value }) => value);

  expect(plain).toMatch(/^abc[a-z]{3}$/);
  expect(whole).toEqual(expect.arrayContaining(['quit', '.', '007', '1e3']));
  expect(new Set(whole).size).toBe(whole.length);
});

test('runs of one octet end a content, over whole blocks, and stand within it', () => {
  const content = joined(runs(origin));
  const last = content.findLastIndex((octet) => octet !== 0);

  expect(content.length).toBe(0x60000);
  expect(content.length - 1 - last).toBe(131_072);
  expect(content.subarray(65_536, 196_608).every((octet) => octet === 0)).toBe(true);
  expect(joined(runs(other))).not.toEqual(content);
});

describe('names', () => {
  test('within names begin one another', () => {
    const names = namesWithinNames(origin).map(({ value }) => value);

    expect(names).toEqual([expect.stringMatching(/^abc[a-z]{3}ab\.b$/), names[0]?.slice(0, 7), names[0]?.slice(0, 6)]);
  });

  test('hold the nonce, and no folder', () => {
    const rule = { maxCharacters: 32, without: /[/\0\n]/ };
    const names = [...drawNames(origin, rule, 'plain'), ...drawNames(origin, rule, 'foreign')];

    expect(names.length).toBeGreaterThan(12);
    for (const { value } of names) expect(value).toMatch(/^(?=.{6,32}$)[^/]*abc/);
  });

  test('differ by case alone', () => {
    const [one, two] = namesOfOneCase(origin);

    expect(one.value).not.toBe(two.value);
    expect(one.value.toLowerCase()).toBe(two.value.toLowerCase());
  });

  test.each([31, 32, 33])('of %i characters have one to four octets a character', (characters) => {
    const names = namesOfLength(origin, characters).map(({ value }) => value);

    expect(names.map((name) => [...name].length)).toEqual([characters, characters, characters, characters]);
    expect(names.map((name) => Buffer.byteLength(name) - characters)).toEqual(
      [0, 1, 2, 3].map((more) => more * (characters - 6)),
    );
  });
});

describe('octets', () => {
  test('every value comes once, in an order of the origin', () => {
    const values = everyValue(origin);

    expect(new Set(values).size).toBe(256);
    expect(values).not.toEqual(everyValue(other));
  });

  test('every pair comes once', () => {
    const octets = everyPair(origin);
    const pairs = new Set(Array.from({ length: 65_536 }, (_, at) => (octets[at] ?? 0) * 256 + (octets[at + 1] ?? 0)));

    expect(octets).toHaveLength(65_537);
    expect(pairs.size).toBe(65_536);
    expect(octets).not.toEqual(everyPair(other));
  });

  test('a content of all families tells in which part an octet stands', () => {
    const parts = familyParts(origin);
    const content = joined(parts);

    expect(partAt(parts, 0)).toBe('plain');
    expect(partAt(parts, content.length - 1)).toBe('octets: every value');
    expect(partAt(parts, content.length)).toBeUndefined();
    expect(partAt(parts, Buffer.from(content).indexOf('\ufeff'))).toBe('Unicode: a BOM in front');
  });

  test('a content may begin and end with what programs take away', () => {
    expect(endings(origin).map(({ octets }) => [octets[0], octets.at(-1)])).toEqual(
      expect.arrayContaining([
        [0xff, 0],
        [0x20, 0x0a],
        [0, 0x1a],
      ]),
    );
  });
});
