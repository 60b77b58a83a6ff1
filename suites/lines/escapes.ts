import { factWithin } from '../../harness/engine/output/showing.ts';
import { shown, shownFact } from '../../harness/engine/output/shown.ts';
import { type Context, octetsOf } from './server-facts.ts';

/** Ways of printing what is no printable ASCII: as it is, and as escapes. */
const printings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => escaped(text, (character) => octetEscapes(character)),
  (text) => escaped(text, (character) => `\\${character === '\r' ? 'r' : unicodeEscape(character)}`),
  (text) => escaped(text, (character) => `\\${character === '\r' ? 'r' : `u{${codePoint(character).toString(16)}}`}`),
  (text) => escaped(text, (character) => octal(character, '\\', 3)),
  (text) => escaped(text, (character) => octal(character, '#', 3)),
  (text) => escaped(text, (character) => octal(character, '\\', 1)),
  (text) => escaped(text, (character) => (character === '\r' ? '#015' : character)),
  (text) => escaped(text, (character) => (character === '\r' ? '\\015' : character)),
  (text) => escaped(text, (character) => (character === '\r' ? '^M' : character)),
  (text) => escaped(text, (character) => (character === '\r' ? '\u240d' : character)),
];

/** Whether lines of more than printable ASCII are shown, in whatever way this IUT prints octets. */
export async function shownInSomeWay(
  context: Context,
  segments: readonly Uint8Array[],
  lines: readonly string[],
): Promise<string> {
  const { peer, show } = context;
  await peer.send(...segments);
  await peer.endWriting();
  return factWithin(context, (printed) => {
    const facts = printings.map((print) => shownFact(printed, lines.map(print), show));
    return facts.find((fact) => fact === shown) ?? facts[0] ?? '';
  });
}

/**
 * Whether the CR at the end of the second of three lines is shown: CR LF ends lines on some systems, so that it counts
 * only beside what the others end in.
 */
export async function lastCrFact(context: Context, lines: readonly [string, string, string]): Promise<string> {
  const [first, second, third] = lines;
  const { peer, show } = context;
  await peer.send(octetsOf(first, `${second}\r`, third));
  await peer.endWriting();
  return factWithin(context, (printed) => {
    const escapes = printings.slice(1).map((print) => shownFact(printed, [first, print(`${second}\r`), third], show));
    if (escapes.includes(shown)) return shown;
    const plain = shownFact(printed.replaceAll('\r', ''), lines);
    if (plain !== shown) return plain;
    return returnsAfter(printed, second) > returnsAfter(printed, first) ? shown : 'the line shown without its CR';
  });
}

/** CRs between the last of an item and the next LF. */
function returnsAfter(printed: string, item: string): number {
  const from = printed.lastIndexOf(item) + item.length;
  return printed.slice(from, printed.indexOf('\n', from)).split('\r').length - 1;
}

/** Everything but printable ASCII, printed otherwise. */
function escaped(text: string, print: (character: string) => string): string {
  return [...text].map((character) => (/[ -~]/.test(character) ? character : print(character))).join('');
}

function octetEscapes(character: string): string {
  if (character === '\r') return '\\x0d';
  return [...Buffer.from(character)].map((octet) => `\\x${octet.toString(16)}`).join('');
}

/** Each octet as an octal number behind a mark, as syslogs (#015) and `cat` in some languages (\\015) print it. */
function octal(character: string, mark: string, digits: number): string {
  return [...Buffer.from(character)].map((octet) => `${mark}${octet.toString(8).padStart(digits, '0')}`).join('');
}

function unicodeEscape(character: string): string {
  const digits = codePoint(character).toString(16);
  return digits.length > 4 ? `U${digits.padStart(8, '0')}` : `u${digits.padStart(4, '0')}`;
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}
