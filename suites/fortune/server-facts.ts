import { clock } from '../../harness/engine/clock.ts';
import { applicableIf, conclusiveIf, inconclusive } from '../../harness/engine/finding.ts';
import { streamMs } from '../../harness/engine/limits.ts';
import type { CaseContext } from '../../harness/engine/server/context.ts';
import { CLIENTS, leftOpenAfter } from '../../harness/engine/server/leavings.ts';
import { served } from '../../harness/engine/server/next-client.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { count, duration, quoted } from '../../harness/engine/words.ts';
import { fortune } from '../../harness/protocols/fortune.ts';

type Context = CaseContext<undefined>;

/** A phrase of so many octets does not fit into the socket buffers of either side (Linux: 6 MiB and 4 MiB at most). */
const LONG_OCTETS = 1024 * 1024;

/** Connections that are spent on meeting a long phrase, where one is known to be in the database. */
const LONG_ATTEMPTS = 40;

/** How long one is looked for where nobody says that there is one, in milliseconds: four cases do, and most servers have none. */
const HUNT_MS = 1000;

/** So many characters of a phrase are taken for the phrase itself: it may be cut, or something may be added to it. */
const FRONT_OCTETS = 8;

/** What `answerFact` says of a server that speaks or hangs up, and what a phrase of the database is called. */
export const spoke = 'octets (of an empty phrase the end)';
export const wholePhrase = 'one phrase of the database';

/** What came first on a connection. An end without an octet is an empty phrase, where one may be. */
export async function answerFact(peer: Peer, replyMs: number, mayEnd = true): Promise<string> {
  const first = await peer.answer();
  if (first === 'end' && !mayEnd) return 'the end without an octet';
  if (first === 'data' || first === 'end') return spoke;
  return first === 'reset' ? 'a reset before the first octet' : `nothing within ${duration(replyMs)}`;
}

/** Whether this server may end a connection without an octet: where its database is known to have an empty phrase. */
export function mayBeEmpty({ knownPhrases }: Context): boolean {
  return knownPhrases?.includes('') ?? false;
}

/** The well-behaved client: it connects, listens, and leaves when the phrase is over. A phrase of the database is recognised where that is known. */
export async function fortuneClient(context: Context, limitMs: number): Promise<string> {
  const { connect, limits, knownPhrases } = context;
  const peer = connect();
  const fact = await answerFact(peer, Math.min(limitMs, limits.replyMs), mayBeEmpty(context));
  if (fact !== spoke) return fact;
  const octets = Buffer.from(await peer.octets());
  if (peer.soFar().includes('reset')) return served;
  if (isSlowFront(peer, octets, knownPhrases)) return served;
  if (!peer.soFar().includes('end')) return `no end of the phrase, after ${count(octets.length, 'octet')}`;
  const begins = (phrase: Buffer): boolean => {
    const front = phrase.subarray(0, FRONT_OCTETS);
    return octets.subarray(0, front.length).equals(front);
  };
  const isKnown = knownPhrases === undefined || octetsOf(knownPhrases).some(begins);
  return isKnown ? served : `${quoted(octets.toString('utf8'), 40)}, which begins like no phrase of the database`;
}

/**
 * Octets of a phrase that nobody knows which a slow link may be bringing still: fewer are a trickle without an end, and more
 * than 12 Mbit/s for as long as the harness waits are a flood.
 */
const LINK_OCTETS = { atLeast: 64 * 1024, mostAMs: 1500 };

/** Whether a phrase was still coming when the harness's own limit was over: a front of a phrase that is known, or a good deal of any. */
function isSlowPhrase(peer: Peer, octets: Uint8Array, { knownPhrases, limits }: Context): boolean {
  if (knownPhrases === undefined) {
    const isAsOverALink =
      octets.length >= LINK_OCTETS.atLeast && octets.length <= LINK_OCTETS.mostAMs * streamMs(limits);
    return peer.isCutShort() && isAsOverALink;
  }
  return isSlowFront(peer, octets, knownPhrases);
}

function isSlowFront(peer: Peer, octets: Uint8Array, phrases: readonly string[] = []): boolean {
  const isFrontOf = (phrase: Buffer): boolean =>
    phrase.length > octets.length && phrase.subarray(0, octets.length).equals(octets);
  return peer.isCutShort() && octets.length > 0 && octetsOf(phrases).some(isFrontOf);
}

const known = new WeakMap<readonly string[], readonly Buffer[]>();

/** The octets of each phrase. They may have megabytes, and each next client asks for them: they are worked out once a database. */
function octetsOf(phrases: readonly string[]): readonly Buffer[] {
  const octets = known.get(phrases) ?? phrases.map((phrase) => Buffer.from(fortune.encode(phrase)));
  known.set(phrases, octets);
  return octets;
}

/** Ends the case where the phrase was still coming when the harness's own limit was over: that is no fault of the server. */
export function needsTime(peer: Peer, octets: Uint8Array, context: Context): void {
  conclusiveIf(
    !isSlowPhrase(peer, octets, context),
    `the phrase was still coming, after ${count(octets.length, 'octet')}, when its limit was over (--timeout raises it)`,
  );
}

/** All octets of a phrase, as a fact about the database; of one that comes too slowly nothing is concluded. */
export async function phraseOf(peer: Peer, context: Context): Promise<string> {
  const octets = await peer.octets();
  needsTime(peer, octets, context);
  return phraseFact(octets, context.phrases);
}

/** What a listener should have seen, from the handshake to the end. */
export function orderly(octets: Uint8Array): readonly string[] {
  return octets.length === 0 ? ['open', 'end', 'close'] : ['open', 'data', 'end', 'close'];
}

/** The octets received, as a fact about the database. */
export function phraseFact(octets: Uint8Array, phrases: readonly string[]): string {
  const encoded = octetsOf(phrases);
  if (encoded.some((phrase) => phrase.equals(octets))) return wholePhrase;
  if (octets.length === 0) return 'no octet';
  const longer = encoded.find((phrase) => phrase.subarray(0, octets.length).equals(octets));
  if (longer !== undefined) return `the first ${count(octets.length, 'octet')} of a phrase of ${longer.length}`;
  return `${quoted(Buffer.from(octets).toString('utf8'))}, which is not in the database`;
}

/** Ends the case where nothing came that could be judged: a server that says nothing is told of once. */
export function needsOctets(octets: number, context: Context): void {
  conclusiveIf(octets > 0 || mayBeEmpty(context), 'no octet came: judged by speaks-first');
}

/** Connections until one brings the longest phrase, which is cut first, or one brings what is no whole phrase. */
export async function wholeness(context: Context, connections: number): Promise<string> {
  const { connect, phrases } = context;
  const longest = Math.max(...octetsOf(phrases).map((phrase) => phrase.length));
  for (let made = 1; made <= connections; made += 1) {
    const peer = connect();
    const octets = await peer.octets();
    needsOctets(octets.length, context);
    needsTime(peer, octets, context);
    const fact = phraseFact(octets, phrases);
    if (fact !== wholePhrase || octets.length === longest) return fact;
  }
  return wholePhrase;
}

/** The most phrases of a database of which each is waited for: the more there are, the longer that takes. */
const MOST_AWAITED = 24;

/** How probable it is at most that a phrase does not come though all are equally likely. */
const FALSE_ALARM = 1e-9;

/** What `eachDrawn` says where every phrase has come. */
export const eachCame = 'each phrase of the database';

/** What came of connections that are made until each phrase of a small database has come. */
interface Drawn {
  /** Whether all that came were whole phrases; as `phraseFact`. */
  readonly whole: string;
  /** Whether each phrase of the database came. */
  readonly came: string;
}

/** Connections until each phrase has come, or one of them is so late that it would be a wonder, or one brings no whole phrase. */
export async function eachDrawn(context: Context): Promise<Drawn> {
  const phrases = [...new Set(context.phrases)];
  const isSmall = phrases.length > 1 && phrases.length <= MOST_AWAITED;
  applicableIf(isSmall, `the database has ${count(phrases.length, 'phrase')}, not 2 to ${MOST_AWAITED}`);
  const missing = new Set(phrases);
  const connections = Math.ceil(Math.log(FALSE_ALARM / phrases.length) / Math.log(1 - 1 / phrases.length));
  for (let made = 1; made <= connections && missing.size > 0; made += 1) {
    const peer = context.connect();
    const octets = await peer.octets();
    needsOctets(octets.length, context);
    needsTime(peer, octets, context);
    const whole = phraseFact(octets, phrases);
    if (whole !== wholePhrase) return { whole, came: 'not judged' };
    missing.delete(phrases[octetsOf(phrases).findIndex((phrase) => phrase.equals(octets))] ?? '');
  }
  const [never] = missing;
  const came = never === undefined ? eachCame : `not once in ${connections} connections ${quoted(never, 40)}`;
  return { whole: wholePhrase, came };
}

/** Valid UTF-8 without control characters but tab, line feed and carriage return, or the first octet that is not. */
export function textFact(octets: Uint8Array): string {
  const decoded = fortune.decode(octets, true);
  if (decoded.kind === 'malformed') return `${decoded.reason} from octet ${decoded.offset + 1} on`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  const control = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/.exec(Buffer.from(octets).toString('utf8'));
  if (control === null) return 'text';
  return `control character U+${control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Clients one after another; stops at the first that gets no phrase. */
export async function oneAfterAnother(context: Context, clients: number): Promise<string> {
  for (let client = 1; client <= clients; client += 1) {
    const peer = context.connect();
    const fact = await answerFact(peer, context.limits.replyMs, mayBeEmpty(context));
    if (fact !== spoke) return `client ${client}: ${fact}`;
    await peer.said();
  }
  return `${clients} clients served`;
}

/** Clients that connect at the same time; each closes when its phrase is over, as a server of one client at a time needs. */
export async function atOnce(context: Context, clients: number): Promise<string> {
  const peers = Array.from({ length: clients }, () => context.connect({ paused: true }));
  await Promise.all(peers.map((peer) => peer.opened()));
  const facts = await Promise.all(
    peers.map(async (peer) => {
      const fact = await answerFact(peer, context.limits.replyMs, mayBeEmpty(context));
      await peer.said();
      return fact;
    }),
  );
  const lucky = facts.filter((fact) => fact === spoke).length;
  return `${lucky} of ${clients} clients served`;
}

/** Whether some connections bring two different phrases; the empty one is a phrase too. */
export async function variety({ connect }: Context, connections: number): Promise<string> {
  const first = await heard(connect());
  for (let made = 2; made <= connections; made += 1) {
    const other = await heard(connect());
    // Of a phrase that has not ended there may be more.
    const shared = first.isWhole && other.isWhole ? undefined : Math.min(first.octets.length, other.octets.length);
    if (!first.octets.subarray(0, shared).equals(other.octets.subarray(0, shared))) return 'different phrases';
  }
  return `${connections} times ${quoted(first.octets.toString('utf8'), 40)}`;
}

/** A phrase, and whether its end was heard too. */
async function heard(peer: Peer): Promise<{ readonly octets: Buffer; readonly isWhole: boolean }> {
  const octets = Buffer.from(await peer.said());
  return { octets, isWhole: peer.soFar().includes('end') };
}

/** A connection in the middle of a phrase larger than the socket buffers; without such phrases nothing can be concluded. */
export async function inLongPhrase(context: Context, slowly: boolean): Promise<Peer> {
  const { knownPhrases } = context;
  if (knownPhrases !== undefined && octetsOf(knownPhrases).every(isShort)) return inconclusive(noLongPhrase);
  const deadline = clock.now() + HUNT_MS;
  const mayGoOn = () => knownPhrases !== undefined || clock.now() < deadline;
  const attempts = knownPhrases === undefined ? LONG_ATTEMPTS / 4 : LONG_ATTEMPTS;
  for (let tried = 0; tried < attempts && mayGoOn(); tried += 1) {
    const peer = context.connect({ paused: slowly });
    if (slowly) await peer.readSlowly(SLOW_OCTETS, SLOW_PAUSE_MS);
    if ((await peer.receives(LONG_OCTETS)) && !peer.soFar().includes('end')) return peer;
    await peer.said();
  }
  return inconclusive(
    knownPhrases === undefined
      ? `no phrase larger than the socket buffers was met within ${duration(HUNT_MS)}: ${unknownPhrases}`
      : 'no phrase larger than the socket buffers was met',
  );
}

/** Milliseconds for which a reader reads nothing: a window that stays closed for as long is common where a phone sleeps. */
const PAUSE_MS = 1500;

/** A client that reads the beginning of a phrase larger than the socket buffers, then nothing for a while, and then all: what it got. */
export async function pausedFact(context: Context): Promise<string> {
  const { knownPhrases } = context;
  if (knownPhrases === undefined) return inconclusive(unknownPhrases);
  const [long, short] = [
    octetsOf(knownPhrases).filter((phrase) => !isShort(phrase)),
    octetsOf(knownPhrases).filter(isShort),
  ];
  if (long.length === 0) return inconclusive(noLongPhrase);
  for (let tried = 0; tried < LONG_ATTEMPTS; tried += 1) {
    const peer = context.connect({ paused: true });
    await peer.readSlowly(SLOW_OCTETS, 0);
    const begun = await peer.begun();
    const begins = (phrase: Buffer): boolean => phrase.subarray(0, begun.length).equals(begun);
    if (begun.length > 0 && long.some(begins) && !short.some(begins)) {
      await clock.silence(PAUSE_MS);
      return phraseOf(peer, context);
    }
    await peer.said();
  }
  return inconclusive('no phrase larger than the socket buffers was met');
}

/** How slowly a slow reader reads: so many octets, one at a time, with such a pause (ms) after each. */
export const SLOW_OCTETS = 20;
export const SLOW_PAUSE_MS = 25;

const noLongPhrase = 'needs a phrase larger than the socket buffers in the database (4 MiB or more)';

const unknownPhrases = 'needs {phrases} in the command of --exec, or --phrases FILE with a phrase of 4 MiB or more';

function isShort(phrase: Uint8Array): boolean {
  return phrase.length < 4 * LONG_OCTETS;
}

/** What no server of phrases has asked for. */
export const UNASKED = Buffer.from('GET / HTTP/1.0\r\n\r\n');

/** A phrase of so many octets is on its way for a while: the window of its reader does not take it. */
const MIDDLING_OCTETS = 256 * 1024;

/** What comes of a phrase that is on its way when the server closes, to a client that has said something and reads late. */
export async function readLateFact(context: Context): Promise<string> {
  const { connect, phrases } = context;
  const isLong = octetsOf(phrases).some((phrase) => phrase.length >= MIDDLING_OCTETS);
  conclusiveIf(isLong, `needs a phrase of ${count(MIDDLING_OCTETS, 'octet')} or more in the database`);
  for (let tried = 0; tried < LONG_ATTEMPTS; tried += 1) {
    const peer = connect({ paused: true });
    await peer.send(UNASKED);
    // Until it says no more: it has closed, or waits for its reader.
    await peer.holdsUp(Number.POSITIVE_INFINITY);
    const octets = await peer.octets();
    needsTime(peer, octets, context);
    const fact = phraseFact(octets, phrases);
    if (fact !== wholePhrase || octets.length >= MIDDLING_OCTETS) return fact;
  }
  return inconclusive(`no phrase of ${count(MIDDLING_OCTETS, 'octet')} or more was met`);
}

/** Whether clients leave nothing open that have said something first: who does not read does not find their end behind it. */
export function leftBySpeakers(context: Context): Promise<string> {
  return leftOpenAfter(context, async () => {
    for (let client = 0; client < CLIENTS; client += 1) {
      const peer = context.connect();
      await peer.send(UNASKED);
      if (client % 2 === 1) await peer.reset();
      else {
        // On a busy machine it would be gone before it is served.
        await peer.said();
        await peer.leave();
      }
    }
  });
}

/** A conversation to its end, which the server begins: its end of the connection is closed first. */
export async function wholeConversation(peer: Peer): Promise<void> {
  await peer.octets();
}
