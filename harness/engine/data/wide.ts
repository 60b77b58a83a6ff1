/** Has three octets, which divide no power of two: of the borders of buffers whose size is one, two of three are within such a character. */
export const WIDE = '語';

/** Octets of `wideText`: more than three times 64 KiB, the largest buffer into which programs usually read. */
const WIDE_OCTETS = 201_000;

/** How often a character is repeated: long texts of one character take long to look for. */
const RUN = 1000;

/** So many octets, or a few less, of characters that are as long as this one: it first, and then those that follow it in Unicode. */
export function wideRuns(character: string, octets: number): string {
  const first = character.codePointAt(0) ?? 0;
  const characters = Math.floor(octets / Buffer.byteLength(character));
  const runs = Array.from({ length: Math.ceil(characters / RUN) }, (_, index) =>
    String.fromCodePoint(first + index).repeat(Math.min(RUN, characters - index * RUN)),
  );
  return runs.join('');
}

/** A text of characters of three octets that is longer than buffers, with this behind them. */
export function wideText(end: string): string {
  return `${wideRuns(WIDE, WIDE_OCTETS)}${end}`;
}
