import { applicableIf } from '../../harness/engine/finding.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { count, quoted } from '../../harness/engine/words.ts';
import { type Context, needsOctets, octetsOf, takenPhrase, wholePhrase } from './server-facts.ts';

/** What many connections bring of a database: whole phrases, different ones, and each of a small one. */

/** Connections until one brings the longest phrase, which is cut first, or one brings what is no whole phrase. */
export async function wholeness(context: Context, connections: number): Promise<string> {
  const { connect, phrases } = context;
  const longest = Math.max(...octetsOf(phrases).map((phrase) => phrase.length));
  for (let made = 1; made <= connections; made += 1) {
    const { octets, fact } = await takenPhrase(connect(), context);
    needsOctets(octets.length, context);
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
  const { connect, phrases } = context;
  const missing = new Set(phrases);
  const different = missing.size;
  const isSmall = different > 1 && different <= MOST_AWAITED;
  applicableIf(isSmall, `the database has ${count(different, 'phrase')}, not 2 to ${MOST_AWAITED}`);
  const connections = Math.ceil(Math.log(FALSE_ALARM / different) / Math.log(1 - 1 / different));
  for (let made = 1; made <= connections && missing.size > 0; made += 1) {
    const { octets, fact } = await takenPhrase(connect(), context);
    needsOctets(octets.length, context);
    if (fact !== wholePhrase) return { whole: fact, came: 'not judged' };
    missing.delete(phrases[octetsOf(phrases).findIndex((phrase) => phrase.equals(octets))] ?? '');
  }
  const [never] = missing;
  const came = never === undefined ? eachCame : `not once in ${connections} connections ${quoted(never, 40)}`;
  return { whole: wholePhrase, came };
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
