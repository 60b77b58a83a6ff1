import { quoted } from './visible.ts';

/** Characters of a line that are quoted. */
const LINE_CHARACTERS = 200;

/** The last line of an output that says something, quoted, to be put behind a sentence. */
export function lastWords(printed: string): string {
  const line = lastSaying(printed);
  return line === '' ? '; it printed nothing' : `; its last line: ${quoted(line.slice(0, LINE_CHARACTERS))}`;
}

/** Words of a line that complains: the message of an exception, or of a parser of options. */
const COMPLAINT =
  /\b(?:[A-Za-z_.]*(?:Error|Exception)\b|error\b|fatal\b|fail(?:ed|ure)\b|panic:|cannot\b|can't\b|unable\b|invalid\b|unknown\b|unrecogni[sz]ed\b|missing\b|refused\b|denied\b|not found\b|no such\b)/i;

/** What runtimes print behind the line that says why. */
const TRAILER =
  /^(?:Node\.js v\d|\s+(?:at \S|\.\.\. \d+ more)|\s*[\^~]+$|\s*[{}\])]+[;,]?$|note: run with `RUST_BACKTRACE|exit status \d+$|goroutine \d+|Emitted 'error' event on )/;

/** A line of a usage text: its synopsis, an option, anything indented. */
const USAGE = /^(?:\s+\S|--?[A-Za-z]|usage:)/i;

/** Characters from the end that are looked at: a message may quote data, of which a runtime prints some 64 KiB and no more. */
const TAIL_CHARACTERS = 1_048_576;

/** Characters of a line that are looked at: it is quoted no further, and a pattern takes longer by their square. */
const SAYING_CHARACTERS = 400;

/** Lines from the end that are looked at: what a runtime or a usage text adds is no longer. */
const TAIL_LINES = 60;

/**
 * The last line that says something: neither what a runtime adds behind its message, nor the tail of a usage text, nor data,
 * where a line before complains.
 */
export function lastSaying(printed: string): string {
  const lines = printed
    .slice(-TAIL_CHARACTERS)
    .split(/\r\n|\n|\r/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-TAIL_LINES)
    .map((line) => line.slice(0, SAYING_CHARACTERS));
  const last = lines.at(-1) ?? '';
  const isTrailer = TRAILER.test(last);
  // No program writes a sentence of such a length: it quotes what it received.
  const isData = last.length === SAYING_CHARACTERS && !COMPLAINT.test(last);
  if (!isTrailer && !isData && !USAGE.test(last)) return last;
  const saying = lines.filter((line) => !TRAILER.test(line) && !USAGE.test(line));
  const complaint = saying.findLast((line) => COMPLAINT.test(line));
  return (complaint ?? (isTrailer ? saying.at(-1) : undefined) ?? last).trim();
}

/** The last line that says something, where it names an error; empty where it does not. */
export function complaintOf(printed: string): string {
  const line = lastSaying(printed);
  return COMPLAINT.test(line) ? line : '';
}

/** How a runtime tells of a mistake that nobody has handled, also where only a thread of the program has ended by it. */
const CRASH = /^Traceback \(most recent call last\)|^Exception in thread /m;

/** Whether a program has told of a mistake that it did not handle. */
export function hasCrashed(printed: string): boolean {
  return CRASH.test(printed);
}

/** How other runtimes do, in lines that stand about the message: Node.js, Go, Rust. */
const UNHANDLED = /^(?:Node\.js v\d|panic: |fatal error: |thread '.*' panicked at )/m;

/** Whether a program ended by an error that it did not handle, by what it printed. */
export function isUnhandled(printed: string): boolean {
  return hasCrashed(printed) || UNHANDLED.test(printed);
}
