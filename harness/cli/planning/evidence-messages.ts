import { isBroken } from '../../../reports/causes.ts';
import { isEvents } from '../../../reports/wire-events.ts';
import type { Dissection } from '../../contracts/dissection.ts';
import type { CaseResult, Evidence } from '../../contracts/run.ts';
import { IUT_ENDED } from '../../contracts/run-form.ts';
import { type BuiltIn, builtIn } from '../../protocols/wire/built-in.ts';
import { read } from '../../protocols/wire/decode.ts';
import { dissect } from '../../protocols/wire/dissect.ts';
import { otherOrderMark } from '../../protocols/wire/other-order.ts';

/** Of a message so much is kept: its evidence has more. */
const KEPT = { octets: 1024, fields: 16 };

/**
 * A failure of a built-in protocol with the message that it was drawn from, taken apart as far as its evidence keeps it: the one
 * that its finding quotes, or the last. Other cases, and those that tell their messages themselves, stay as they are.
 */
export function withMessage(result: CaseResult): CaseResult {
  const [protocol = '', role = '', row = ''] = result.requirement.split('/');
  const known: BuiltIn | undefined = new Map<string, BuiltIn>(Object.entries(builtIn)).get(protocol);
  if (known === undefined || !isBroken(result) || result.messages !== undefined) return result;
  const by = known.by === role ? 'iut' : 'harness';
  const said = streamsOf(result, by).flatMap((stream) => messagesIn(known, stream));
  const quoted = said.findLast(({ octets }) => isQuoted(result, octets));
  const one = quoted ?? said.at(-1);
  if (one === undefined || tellsOfEnds(result)) return result;
  return { ...result, messages: [toldOf(known, one, { by, row, seen: result.seen ?? '' })] };
}

/** Whether the finding is how a connection went, or that the program has ended: no octet of a message decided. */
function tellsOfEnds({ seen = '' }: CaseResult): boolean {
  return isEvents(seen) || seen.includes(IUT_ENDED);
}

/** What one side said on one connection, as far as the evidence keeps it. */
interface Stream {
  readonly octets: Buffer;
  /** Offsets at which its segments end. */
  readonly ends: readonly number[];
  /** How many octets it has, whatever part of them is kept. */
  readonly total: number;
}

/** The streams of a case, without that of a next client that was not served. What follows events that were left out is none. */
function streamsOf({ evidence, nextClientUnserved }: CaseResult, by: Dissection['by']): readonly Stream[] {
  const gap = evidence.findIndex(({ what, text = '' }) => what === 'note' && / events left out$/.test(text));
  const kept = gap === -1 ? evidence : evidence.slice(0, gap);
  const numbers = [...new Set(kept.flatMap(({ connection }) => connection ?? []))];
  const own = nextClientUnserved === true && numbers.length > 1 ? numbers.slice(0, -1) : numbers;
  const what = by === 'harness' ? 'send' : 'receive';
  return own.map((number) => {
    const events = kept.filter(({ connection }) => connection === number);
    // What was read slowly is counted, and not kept: behind it nothing is known to begin.
    const unkept = events.findIndex((one) => one.what === 'note');
    const known = unkept === -1 ? events : events.slice(0, unkept);
    return streamOf(known.filter((one) => one.who === by && one.what === what));
  });
}

function streamOf(events: readonly Evidence[]): Stream {
  const cut = events.findIndex((event) => event.cut === true);
  const kept = cut === -1 ? events : events.slice(0, cut + 1);
  const pieces = kept.map(({ hex = '' }) => Buffer.from(hex, 'hex'));
  const ends = pieces.map((_, index) => pieces.slice(0, index + 1).reduce((sum, { length }) => sum + length, 0));
  const octets = Buffer.concat(pieces);
  const said = events.reduce((sum, one) => sum + (one.octets ?? 0), 0);
  return { octets, ends: cut === -1 ? ends : ends.slice(0, -1), total: Math.max(octets.length, said) };
}

/** One message of a stream, whole or the beginning of one. */
interface Said extends Stream {
  readonly isWhole: boolean;
}

function messagesIn({ description, message }: BuiltIn, { octets, ends, total }: Stream): readonly Said[] {
  const said: Said[] = [];
  for (let at = 0; at < octets.length; ) {
    const rest = octets.subarray(at);
    const { decoded } = read(description, message, rest, total === octets.length);
    const length = decoded.kind === 'message' ? decoded.length : rest.length;
    const isLast = at + length === octets.length;
    said.push({
      octets: rest.subarray(0, length),
      ends: ends.map((end) => end - at).filter((end) => end > 0 && end < length),
      total: isLast ? total - at : length,
      isWhole: decoded.kind === 'message',
    });
    at += length;
  }
  return said;
}

/** Characters by which a message is known again in what is told of it. */
const KNOWN_BY = { least: 6, most: 12 };

function isQuoted({ seen = '' }: CaseResult, octets: Uint8Array): boolean {
  const front =
    Buffer.from(octets.subarray(0, KNOWN_BY.most))
      .toString('latin1')
      .match(/^[\w ]+/)?.[0] ?? '';
  return front.length >= KNOWN_BY.least && seen.includes(front);
}

/** What a mark depends on beside the message. */
interface About {
  readonly by: Dissection['by'];
  /** The last part of the requirement's id. */
  readonly row: string;
  readonly seen: string;
}

type Marked = Dissection['marked'];
type Fields = Dissection['fields'];

function toldOf(known: BuiltIn, said: Said, about: About): Dissection {
  const { description, message } = known;
  const told = dissect(description, { by: about.by, name: message, octets: said.octets }, KEPT);
  const fields = told.fields.map((field) =>
    field.to === said.octets.length && field.to > field.from ? { ...field, to: said.total } : field,
  );
  const marked =
    wrongOctets(known, said, about) ??
    cutIn(said, about) ??
    placeSeen(fields, said, about) ??
    lineEnd(said, about) ??
    judged(fields, about);
  return { ...told, octets: said.total, fields, ...(marked === undefined ? {} : { marked }) };
}

/** Octets of the program that are not as described. */
function wrongOctets({ description, message }: BuiltIn, { octets, total, isWhole }: Said, { by }: About): Marked {
  if (by !== 'iut' || isWhole) return undefined;
  const { decoded } = read(description, message, octets, false);
  if (decoded.kind === 'malformed') return { from: decoded.offset, to: decoded.offset + 1, why: decoded.reason };
  if (total - octets.length > FILLED) return undefined;
  return otherOrderMark(description, message, Buffer.concat([octets, Buffer.alloc(total - octets.length)]));
}

/** Octets that were not kept are data, of which the number alone counts; so many may stand in for them. */
const FILLED = 16 * 1024 * 1024;

/** Requirements about how a stream is cut into segments. */
const CUTS = /split|pieces|segment|octet-by-octet|header-with-contents/;

function cutIn({ ends: [cut] }: Said, { by, row }: About): Marked {
  if (by !== 'harness' || cut === undefined || !CUTS.test(row)) return undefined;
  return { from: cut - 1, to: cut + 1, why: `a segment ends after octet ${cut}` };
}

/** The octet from which on something else was seen than was sent. */
function placeSeen(fields: Fields, { octets }: Said, { seen }: About): Marked {
  const [, octet] = /unlike (?:what was sent|the file) from octet (\d+) on/.exec(seen) ?? [];
  const [, character] = /shown up to its character (\d+)/.exec(seen) ?? [];
  const contents = fields.find(({ path }) => path === 'contents')?.from ?? octets.length;
  const front = octets.toString('utf8').slice(0, Number(character ?? octets.length));
  const from = octet === undefined ? Buffer.byteLength(front) : contents + Number(octet) - 1;
  if (from >= Math.min(octets.length, KEPT.octets)) return undefined;
  return { from, to: from + 1, why: 'from here on something else was seen' };
}

/** The line end that a phrase came with: a database has a phrase a line. */
function lineEnd({ octets, total }: Said, { seen }: About): Marked {
  const isAdded = total === octets.length && octets.at(-1) === 0x0a && seen.includes('not in the database');
  return isAdded ? { from: total - 1, to: total, why: 'a line end, which no phrase of the database has' } : undefined;
}

/** Which fields requirements are about, by their names. */
const ABOUT: readonly (readonly [rows: RegExp, paths: readonly string[]])[] = [
  [/header-is-big-endian|fields-are|swapped-header/, ['version', 'size']],
  [/size|4-gib|large-file|(?:short|long)-(?:contents|data)|surplus/, ['size']],
  [/name/, ['name']],
  [/separator/, ['end']],
];

function judged(fields: Fields, { row, seen }: About): Marked {
  // Contents that are not whole have a name that was right.
  const [, paths = []] = /stored (?:empty|with)/.test(seen)
    ? ['', ['size']]
    : (ABOUT.find(([rows]) => rows.test(row)) ?? []);
  const own = fields.filter(({ path, from, to }) => paths.includes(path) && from < to);
  const [first] = own;
  const last = own.at(-1);
  if (first === undefined || last === undefined) return undefined;
  return { from: first.from, to: last.to, why: `what is judged: ${own.map(({ path }) => path).join(' and ')}` };
}
