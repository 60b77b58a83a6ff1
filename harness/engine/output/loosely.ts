/** A text that another may be like: numbers in it may differ (they count, or tell the time), and line ends that are shown as escapes may lack. */
export interface Loosely {
  /** Where the front of a line that is like the text ends, in rising order: `0` alone for an empty text. */
  readonly frontEnds: (line: string) => readonly number[];
  /** Where the rest of a line that is like the text begins, in rising order. */
  readonly restBegins: (line: string) => readonly number[];
  /** Whether all of a line is like the text. */
  readonly fits: (line: string) => boolean;
}

/** A number, a line end as an escape, or one other character. */
const PARTS = /\d+|(?:\\r)?\\n|[\s\S]/g;

/**
 * What a text is compared with, character by character. It is no regular expression: a run of line ends that each may lack
 * keeps one of those busy for ever, and what programs print is up to them. A comparison takes time by the length of the
 * line, and by the number of line ends in a row. Of several texts behind each other none makes an escape with the next.
 */
export function looselyLike(...texts: readonly string[]): Loosely {
  const parts = texts.flatMap((text) => text.match(PARTS) ?? []);
  const forward = stepsOf(parts);
  const backward = stepsOf(parts.map(reversed).reverse());
  return {
    frontEnds: (line) => endsOf(forward, line.length, (at) => line.charCodeAt(at)),
    restBegins: (line) =>
      endsOf(backward, line.length, (at) => line.charCodeAt(line.length - 1 - at))
        .map((end) => line.length - end)
        .reverse(),
    fits: (line) => endsOf(forward, line.length, (at) => line.charCodeAt(at)).at(-1) === line.length,
  };
}

/** One step of a comparison: a character that must come, or any digit, as often as one comes. */
interface Step {
  readonly code: number | 'digit';
  /** Steps that may be left out from here on, this one included; 0 where it may not. */
  readonly skips: number;
}

function stepsOf(parts: readonly string[]): readonly Step[] {
  return parts.flatMap((part): Step[] => {
    if (/^\d/.test(part)) return [{ code: 'digit', skips: 0 }];
    return Array.from({ length: part.length }, (_, at) => ({
      code: part.charCodeAt(at),
      skips: part.length > 1 && at === 0 ? part.length : 0,
    }));
  });
}

function reversed(part: string): string {
  return /^\d/.test(part) ? part : [...part].reverse().join('');
}

/** How many characters of a line the steps may take, in rising order. All ways are followed at a time. */
function endsOf(steps: readonly Step[], length: number, codeAt: (at: number) => number): readonly number[] {
  const ends: number[] = [];
  let places = reachable(steps, [0]);
  for (let at = 0; places.length > 0; at += 1) {
    if (places.at(-1) === steps.length) ends.push(at);
    if (at === length) break;
    const code = codeAt(at);
    const next = places.flatMap((place) => after(steps[place], place, code));
    places = reachable(steps, next);
  }
  return ends;
}

/** The places that a character leads to from one. */
function after(step: Step | undefined, place: number, code: number): readonly number[] {
  if (step?.code === 'digit') return code >= 0x30 && code <= 0x39 ? [place, place + 1] : [];
  return step?.code === code ? [place + 1] : [];
}

/** Places, each once and in rising order, with those that are reached by leaving out what may lack. */
function reachable(steps: readonly Step[], places: readonly number[]): readonly number[] {
  const [first] = places;
  if (first === undefined || (places.length === 1 && (steps[first]?.skips ?? 0) === 0)) return places;
  const found = new Set<number>();
  for (const place of places) {
    for (let at = place; !found.has(at); at += steps[at]?.skips ?? 0) found.add(at);
  }
  return [...found].sort((a, b) => a - b);
}
