import { clock } from '../../harness/engine/clock.ts';
import { conclusiveIf, inconclusive } from '../../harness/engine/finding.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { count, duration } from '../../harness/engine/words.ts';
import { type Context, octetsOf, phraseOf, takenPhrase, UNASKED, wholePhrase } from './server-facts.ts';

/** Phrases that are on their way for a while, to clients that read slowly, or late. */

/** A phrase of so many octets does not fit into the socket buffers of either side (Linux: 6 MiB and 4 MiB at most). */
const LONG_OCTETS = 1024 * 1024;

/** Connections that are spent on meeting a long phrase, where one is known to be in the database. */
const LONG_ATTEMPTS = 40;

/** How long one is looked for where nobody says that there is one, in milliseconds: four cases do, and most servers have none. */
const HUNT_MS = 1000;

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
    const { octets, fact } = await takenPhrase(peer, context);
    if (fact !== wholePhrase || octets.length >= MIDDLING_OCTETS) return fact;
  }
  return inconclusive(`no phrase of ${count(MIDDLING_OCTETS, 'octet')} or more was met`);
}
