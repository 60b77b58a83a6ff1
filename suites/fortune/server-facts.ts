import { conclusiveIf } from '../../harness/engine/finding.ts';
import { streamMs } from '../../harness/engine/limits.ts';
import type { CaseContext } from '../../harness/engine/server/context.ts';
import { CLIENTS, leftOpenAfter } from '../../harness/engine/server/leavings.ts';
import { served } from '../../harness/engine/server/next-client.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { count, duration, quoted } from '../../harness/engine/words.ts';
import { fortune } from '../../harness/protocols/fortune.ts';

/** What cases of fortune servers know. */
export type Context = CaseContext<undefined>;

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
export function octetsOf(phrases: readonly string[]): readonly Buffer[] {
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

/** All octets of a phrase, and what they are as a fact about the database; of one that comes too slowly nothing is concluded. */
export async function takenPhrase(
  peer: Peer,
  context: Context,
): Promise<{ readonly octets: Buffer; readonly fact: string }> {
  const octets = Buffer.from(await peer.octets());
  needsTime(peer, octets, context);
  return { octets, fact: phraseFact(octets, context.phrases) };
}

/** The fact alone. */
export async function phraseOf(peer: Peer, context: Context): Promise<string> {
  return (await takenPhrase(peer, context)).fact;
}

/** What a listener should have seen, from the handshake to the end. */
export function orderly(octets: Uint8Array): readonly string[] {
  return octets.length === 0 ? ['open', 'end', 'close'] : ['open', 'data', 'end', 'close'];
}

/** The octets received, as a fact about the database. */
function phraseFact(octets: Uint8Array, phrases: readonly string[]): string {
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

/** What no server of phrases has asked for. */
export const UNASKED = Buffer.from('GET / HTTP/1.0\r\n\r\n');

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
