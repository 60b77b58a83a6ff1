import { clock } from '../../harness/engine/clock.ts';
import { applicableIf, conclusiveIf } from '../../harness/engine/finding.ts';
import { lettersFor } from '../../harness/engine/output/showing.ts';
import { meanwhile } from '../../harness/engine/server/departures.ts';
import { served, takenUnseen } from '../../harness/engine/server/next-client.ts';
import { duration } from '../../harness/engine/words.ts';
import { plainClient } from './answering.ts';
import { talkOver } from './heard.ts';
import { type Context, longer, type Oracle } from './oracle.ts';

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

/** What `totalFact` says of a server that gives up on a message which drips in for too long. */
export const givenUp = 'the client whose message drips in was ended in time';

/** A client whose message goes on dripping in: whether it is ended within the total that the profile declares (and the close limit). */
export async function totalFact(context: Context, oracle: Oracle): Promise<string> {
  const { messageMs, closeMs, idleMs = Number.POSITIVE_INFINITY } = context.limits;
  applicableIf(
    messageMs !== undefined,
    'the profile declares no time after which the server gives up on a message that drips in: limits.messageMs',
  );
  const longestMs = (messageMs ?? 0) + closeMs;
  const fill = 'w'.repeat(Math.ceil(longestMs / PAUSE_MS));
  const { acts, spoken } = longer(oracle.description, { nonce: lettersFor(context, 8), fill });
  const { act = 0, octets = new Uint8Array() } = spoken[0] ?? {};
  const pauseMs = Math.max(PAUSE_MS, longestMs / Math.max(1, octets.length - 1));
  conclusiveIf(
    pauseMs < idleMs / 2,
    'a message of this protocol is too short to drip in for so long, and not be silent',
  );
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
