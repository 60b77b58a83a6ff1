/** A line of a text, by where it begins and where it ends, its line end left out. */
export interface LineSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the line at an offset of a text. It remembers the last one: offsets that are asked for in rising order cost no more
 * than one walk over the text, however many of them are in one line.
 */
export function lineCursor(text: string): (at: number) => LineSpan {
  let line: LineSpan = { start: 0, end: -1 };
  return (at) => {
    if (at < line.start || at > line.end) {
      const end = text.indexOf('\n', at);
      line = {
        start: at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1,
        end: end === -1 ? text.length : end,
      };
    }
    return line;
  };
}

/** The lines of a text, one at a time: there may be millions. A line end at the very end has an empty line behind it. */
export function* linesOf(text: string, lineEnd: string | RegExp = '\n'): Generator<string> {
  let from = 0;
  for (;;) {
    const next = nextEnd(text, lineEnd, from);
    if (next === undefined) break;
    yield text.slice(from, next);
    from = next + 1;
  }
  yield text.slice(from);
}

/** Where the line at an offset ends; undefined where that is the last. */
function nextEnd(text: string, lineEnd: string | RegExp, from: number): number | undefined {
  if (typeof lineEnd === 'string') {
    const at = text.indexOf(lineEnd, from);
    return at === -1 ? undefined : at;
  }
  lineEnd.lastIndex = from;
  return lineEnd.exec(text)?.index;
}
