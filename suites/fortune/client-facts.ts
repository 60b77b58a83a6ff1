import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import { seenAsWhole } from '../../harness/engine/client/client-screen.ts';
import { shown, shownBy } from '../../harness/engine/client/client-shown.ts';
import { connectedOnce } from '../../harness/engine/client/ending-well.ts';
import { mustBeHeld, stoppedWhileWaiting } from '../../harness/engine/client/holding.ts';
import { type Exchange, unguessable } from '../../harness/engine/client/plain-exchange.ts';
import { endFact, saysError } from '../../harness/engine/client/reporting.ts';
import { leftSlowServer } from '../../harness/engine/client/staying.ts';
import { clock } from '../../harness/engine/clock.ts';
import { drawTexts } from '../../harness/engine/data/drawing.ts';
import type { Datum } from '../../harness/engine/data/families.ts';
import { lettersOf } from '../../harness/engine/data/letters.ts';
import { LINE_END_SHOWN, plainly, readBack } from '../../harness/engine/data/printing.ts';
import { conclusiveIf, mustBe } from '../../harness/engine/finding.ts';
import { freshOrigin } from '../../harness/engine/fresh-origin.ts';
import { changedWords } from '../../harness/engine/output/data-shown.ts';
import { isMatched } from '../../harness/engine/output/shown.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { quoted } from '../../harness/engine/words.ts';
import { literalPattern } from '../../harness/text/quoting.ts';

/** What `saidFact` says of a client that sends nothing. */
export const nothingSaid = 'no octet';

/** What the client has sent by the end of its connection. */
export async function saidFact(peer: Peer): Promise<string> {
  return (await peer.history()).includes('data') ? quoted(textOf(await peer.octets()), 80) : nothingSaid;
}

/** What `partialFact` says of a client that did not present a part as a whole phrase. */
export const withheldPart = 'the part not presented as a whole phrase';

/** Characters of two, three and four octets, each cut at every inner octet. */
export const characterCuts = ['ö', '語', '\u{1F98A}'].flatMap((character) => {
  const text = `${lettersOf(freshOrigin(0), 3)} ${character} ${lettersOf(freshOrigin(0), 12)} ${character}.`;
  const inner = Buffer.byteLength(character) - 1;
  return Array.from({ length: inner }, (_, index) => ({
    label: `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()} after octet ${index + 1}`,
    text,
    cut: 4 + index + 1,
  }));
});

/** A phrase of so many octets, of letters that nobody can guess, without spaces at its ends. */
export function phraseOf(octets: number): Uint8Array {
  return Buffer.from(`${lettersOf(freshOrigin(0), octets - 1)}.`);
}

/** Octets of a phrase of several data: it fits into every buffer. */
const PHRASE_OCTETS = 900;

/** Stands between the data of a phrase, so that none of them is at its ends. */
const BETWEEN = '|';

/** Data that a phrase holds: letters at its ends, since a phrase may be shown without the spaces there. */
function phrasesOfData({ seed }: Pick<ClientContext, 'seed'>): readonly (readonly Datum[])[] {
  const origin = freshOrigin(seed);
  const [plain, ...data] = drawTexts(origin, { maxOctets: 200, without: /\r/ }).filter(({ value }) => value !== '');
  const phrases: Datum[][] = [];
  let octets = PHRASE_OCTETS;
  for (const datum of data) {
    octets += Buffer.byteLength(datum.value) + BETWEEN.length;
    if (octets > PHRASE_OCTETS) {
      phrases.push(plain === undefined ? [] : [plain]);
      octets = 0;
    }
    phrases.at(-1)?.push(datum);
  }
  return phrases.map((phrase) => (plain === undefined ? phrase : [...phrase, plain]));
}

/** Serves data of all families, in several phrases: whether each is shown. */
export async function eachPhraseFact(context: ClientContext): Promise<string> {
  for (const data of phrasesOfData(context)) {
    const fact = await dataFact(context, data);
    if (fact !== shown) return fact;
  }
  return shown;
}

/** Serves these data as one phrase: whether it is shown, or what became of the first that is not. */
async function dataFact(context: ClientContext, data: readonly Datum[]): Promise<string> {
  conclusiveIf(context.sees.output, 'what the client prints cannot be seen: needs --output COMMAND or --exec');
  const phrase = data.map(({ value }) => value).join(BETWEEN);
  const peer = await context.connects();
  await peer.send(Buffer.from(phrase));
  await peer.endWriting();
  const fact = await shownBy(context, [plainly(phrase)], (printed) => readBack(printed, [phrase]));
  if (fact === shown) return shown;
  const texts = readBack(
    context.printed(),
    data.map(({ value }) => value),
  ).split(/[|\n]/);
  const changed = data.find(({ value }) => !texts.some((text) => text.endsWith(plainly(value))));
  if (changed === undefined) return fact;
  const seen = changed.word === '' ? undefined : texts.find((text) => text.includes(changed.word));
  return changedWords({ datum: changed, seen });
}

/**
 * Line ends within a phrase, and how programs print each, as the source of a pattern with the flag `u`. Lines of output end in
 * either: a CR in front of an LF may be printed, also by a terminal that adds one, or be shown in some way, or be missing. It is no
 * line end of its own.
 */
const lineEnds = [
  { end: '\n', way: LINE_END_SHOWN },
  { end: '\r\n', way: `(?:[\\r ]|[^\\p{L}\\p{M}\\p{N}\\s]\\S{0,15}?)?${LINE_END_SHOWN}` },
];

/** Serves phrases of several lines, an empty one among them: whether all of each is shown, line for line. */
export async function severalLinesFact(context: ClientContext): Promise<string> {
  for (const { end, way } of lineEnds) {
    const fact = await linesFact(context, end, way);
    if (fact !== shown) return fact;
  }
  return shown;
}

async function linesFact(context: ClientContext, end: string, way: string): Promise<string> {
  conclusiveIf(context.sees.output, 'what the client prints cannot be seen: needs --output COMMAND or --exec');
  const lines = [phraseOf(20), phraseOf(20), new Uint8Array(), phraseOf(20)].map(textOf);
  const whole = new RegExp(lines.map(literalPattern).join(way), 'u');
  const peer = await context.connects();
  await peer.send(Buffer.from(lines.join(end)));
  await peer.endWriting();
  const asOne = (printed: string): string => printed.replace(whole, lines.join(''));
  const fact = await shownBy(context, [lines.join('')], asOne);
  return fact === shown
    ? shown
    : `printed ${quoted(context.printed().trim(), 120)} for ${quoted(lines.join(end), 120)}`;
}

/** Whether a client that was served an empty phrase asks once more without a word. */
export async function afterEmptyFact({ connects, connectsAgain, sees, printed }: ClientContext): Promise<string> {
  const peer = await connects();
  await peer.endWriting();
  await peer.history();
  if (!(await connectsAgain())) return connectedOnce;
  const said = sees.output ? printed().trim() : '';
  return said === '' ? 'a second connection after an empty phrase, and nothing said of it' : connectedOnce;
}

/** Octets as text. */
export function textOf(octets: Uint8Array): string {
  return Buffer.from(octets).toString('utf8');
}

/**
 * Whether a part of a phrase was kept apart from a whole one: not shown at all, or with an error said beside it, or as the
 * profile's `incomplete` pattern says.
 */
export async function partialFact(context: ClientContext, part: string): Promise<string> {
  const { sees, plan, limits } = context;
  if (!sees.output)
    return (await seenAsWhole(context, part)) ? `${quoted(part)} shown as if it were whole` : withheldPart;
  const { printed: usual } = await context.twin();
  const hung = sees.exit ? (await context.end()) === undefined : await clock.pause(limits.closeMs, false);
  const { incomplete } = plan;
  const printed = context.printed();
  if (!printed.includes(part)) return hung ? endFact(undefined) : withheldPart;
  if (isMatched(printed, incomplete === undefined ? undefined : new RegExp(incomplete, 'm'))) return withheldPart;
  if (saysError(printed.replaceAll(part, ''), usual)) return withheldPart;
  return `${quoted(part)} printed as if it were whole`;
}

/** Says a phrase slowly, in two pieces, and has the client stop and go on while it waits for each (Ctrl-Z, fg): whether the phrase is shown. */
export async function stoppedFact(context: ClientContext): Promise<string> {
  mustBeHeld(context.plan);
  const phrase = phraseOf(40);
  const peer = await context.connects();
  await stoppedWhileWaiting(context);
  await peer.send(phrase.subarray(0, 20));
  await peer.taken();
  await stoppedWhileWaiting(context);
  await peer.send(phrase.subarray(20));
  await peer.endWriting();
  return shownBy(context, [textOf(phrase)]);
}

/** What `steadyFact` says of a client that stays as long as the server sends. */
export const patient = 'there until the end of the phrase';

/** A phrase comes in so many pieces of so many octets, a tenth of a stall after each other: it takes longer than a stall. */
const PIECES = 12;
const PIECE_OCTETS = 10;

/**
 * Sends a phrase steadily, for longer than the client waits for a server that has stalled: whether it is there until the
 * end.
 */
export async function steadyFact(context: ClientContext, stallMs: number): Promise<string> {
  const phrase = phraseOf((PIECES + 1) * PIECE_OCTETS);
  const peer = await context.connects();
  const left = await leftSlowServer(peer, {
    ...{ stallMs, steps: PIECES, happens: 'octets came' },
    step: (number) => peer.send(phrase.subarray((number - 1) * PIECE_OCTETS, number * PIECE_OCTETS)),
    otherwise: 'reads-until-close and waits-for-late-phrase',
  });
  if (left !== undefined) return left;
  await peer.send(phrase.subarray(PIECES * PIECE_OCTETS));
  await peer.endWriting();
  return patient;
}

/** The plain exchange: a phrase, which the client shows; where nobody sees what it shows, that it connects. */
export async function plainExchange(context: ClientContext): Promise<Exchange> {
  const sent = `the phrase ${unguessable()}`;
  const peer = await context.connects();
  await peer.send(Buffer.from(sent));
  await peer.endWriting();
  if (context.sees.output) mustBe(await shownBy(context, [sent]), shown);
  return { peer, sent };
}
