import { clock } from '../../harness/engine/clock.ts';
import { applicableIf, conclusiveIf, unmeasured } from '../../harness/engine/finding.ts';
import { lettersFor } from '../../harness/engine/output/showing.ts';
import { meanwhile } from '../../harness/engine/server/departures.ts';
import { served, takenUnseen } from '../../harness/engine/server/next-client.ts';
import { duration } from '../../harness/engine/words.ts';
import { plainClient } from './answering.ts';
import { talkOver } from './heard.ts';
import { type Context, longer, type Oracle } from './oracle.ts';
import type { Act } from './script.ts';
import { roundsOf } from './session.ts';
import { besideTwin, type Compared, isAsExpected, twinOf } from './twin.ts';

/** Octets that drip in while others ask, and the pause before each (ms). */
const OCTETS = 4;
const PAUSE_MS = 500;

/** A client whose octets drip in; after each another client asks: `served`, or what it saw instead. */
export async function drip(context: Context, oracle: Oracle): Promise<string> {
  const { acts, spoken } = oracle.script(context);
  const [first] = spoken;
  if (first === undefined) return served;
  const dripping = talkOver(oracle.description, context.connect(), context);
  await dripping(acts.slice(0, first.act));
  for (let octet = 0; octet < Math.min(OCTETS, first.octets.length - 1); octet += 1) {
    await clock.silence(PAUSE_MS);
    await dripping([{ does: 'say', segments: [first.octets.subarray(octet, octet + 1)] }]);
    const fact = await plainClient(oracle.description)(context, meanwhile(context.limits));
    if (fact !== served && fact !== takenUnseen) return `${fact} after octet ${octet + 1}`;
  }
  return served;
}

/** Ends the case where pauses of so many milliseconds are long enough for a client to be ended for its silence. */
function needsPauses(pauseMs: number, { limits: { idleMs = Number.POSITIVE_INFINITY } }: Context): void {
  conclusiveIf(
    pauseMs < idleMs / 2,
    'a message of this protocol is too short to drip in for so long, and not be silent',
  );
}

const noMessageTime =
  'the profile declares no time after which the server gives up on a message that drips in: limits.messageMs';

/** What `totalFact` says of a server that gives up on a message which drips in for too long. */
export const givenUp = 'the client whose message drips in was ended in time';

/** A client whose message goes on dripping in: whether it is ended within the total that the profile declares (and the close limit). */
export async function totalFact(context: Context, oracle: Oracle): Promise<string> {
  const { messageMs, closeMs } = context.limits;
  applicableIf(messageMs !== undefined, noMessageTime);
  const longestMs = (messageMs ?? 0) + closeMs;
  const fill = 'w'.repeat(Math.ceil(longestMs / PAUSE_MS));
  const { acts, spoken } = longer(oracle.description, { nonce: lettersFor(context, 8), fill });
  const { act = 0, octets = new Uint8Array() } = spoken[0] ?? {};
  const pauseMs = Math.max(PAUSE_MS, longestMs / Math.max(1, octets.length - 1));
  needsPauses(pauseMs, context);
  const peer = context.connect();
  const dripping = talkOver(oracle.description, peer, context);
  await dripping(acts.slice(0, act));
  const began = clock.now();
  for (const octet of octets.subarray(0, -1)) {
    await dripping([{ does: 'say', segments: [Uint8Array.of(octet)] }]);
    if ((await peer.endsWithin(pauseMs)) !== undefined) return givenUp;
    if (clock.now() - began > longestMs) break;
  }
  return `still connected after ${duration(longestMs)} of dripping`;
}

/** In so many pieces, at most, a message drips in that begins late. */
const PIECES = 16;

/** Of the time that is declared for a message, or of that after which a silent client is ended, how long the client says nothing. */
const SILENT = 0.6;

/** Of the time that is declared for a message, how long it drips in. */
const DRIPPING = 0.7;

/** How long a client is silent before a message, and how long that takes to come, in milliseconds. */
interface Pace {
  readonly silentMs: number;
  readonly drippingMs: number;
}

/**
 * A client that says nothing for a while, and whose message drips in then, within the time that the profile declares for one: that
 * begins with its first octet, not with the connection. Where the dialogue repeats, the message is that of a second round.
 * Inconclusive where the same is not answered without the silence, or without the dripping.
 */
export async function lateFact(context: Context, oracle: Oracle): Promise<Compared> {
  const { messageMs = 0, idleMs = Number.POSITIVE_INFINITY } = context.limits;
  applicableIf(messageMs > 0, noMessageTime);
  const pace = { silentMs: SILENT * Math.min(messageMs, idleMs), drippingMs: DRIPPING * messageMs };
  const compared = await atPace(context, oracle, pace);
  if (isAsExpected(compared)) return compared;
  const inPieces = await atPace(context, oracle, { silentMs: 0, drippingMs: 0 });
  conclusiveIf(isAsExpected(inPieces), 'nor is it answered in pieces that come at once: judged by octet-by-octet');
  const silent = await atPace(context, oracle, { silentMs: pace.silentMs, drippingMs: 0 });
  conclusiveIf(isAsExpected(silent), 'nor is it answered at once behind such a silence: judged by ends-idle-client');
  return compared;
}

/** Holds a dialogue whose last round begins after a silence, with a message that comes in pieces: beside its twin. */
async function atPace(context: Context, oracle: Oracle, { silentMs, drippingMs }: Pace): Promise<Compared> {
  const { messageMs = 0 } = context.limits;
  const rounds = roundsOf(context, oracle, 2);
  const plain = rounds.flat();
  const [first, last = []] = [rounds.slice(0, -1).flat(), rounds.at(-1)];
  const at = last.findIndex(({ does }) => does === 'say');
  const pieces = inPieces(Buffer.concat(segmentsOf(last[at])));
  const pauseMs = drippingMs / Math.max(1, pieces.length - 1);
  needsPauses(pauseMs, context);
  const twin = await twinOf(context, oracle, plain);
  const peer = context.connect();
  const talk = talkOver(oracle.description, peer, context);
  const heard = await talk([...first, ...last.slice(0, at)]);
  await clock.silence(silentMs);
  const began = clock.realNow();
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) await clock.silence(pauseMs);
    await talk([{ does: 'say', segments: [piece] }]);
    await peer.taken();
  }
  const tookMs = clock.realNow() - began;
  if (tookMs > ((1 + DRIPPING) / 2) * messageMs)
    unmeasured(`this machine was too busy: the message took ${duration(tookMs)}`);
  const answer = await talk(last.slice(at + 1));
  return besideTwin(context, oracle, { plain, twin }, [...heard, ...answer]);
}

function segmentsOf(act: Act | undefined): readonly Uint8Array[] {
  return act?.does === 'say' ? act.segments : [];
}

/** Octets by themselves, or pieces of them where there are many. */
function inPieces(octets: Uint8Array): readonly Uint8Array[] {
  const size = Math.ceil(octets.length / PIECES);
  return Array.from({ length: Math.ceil(octets.length / size) }, (_, index) =>
    octets.subarray(index * size, (index + 1) * size),
  );
}
