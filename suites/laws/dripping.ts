import { clock } from '../../harness/engine/clock.ts';
import { served } from '../../harness/engine/server/next-client.ts';
import { plainClient } from './answering.ts';
import { meanwhile } from './crowd.ts';
import { talkOver } from './heard.ts';
import type { Context, Oracle } from './oracle.ts';

/** Octets that drip in, and the pause before each (ms). */
const OCTETS = 4;
const PAUSE_MS = 500;

/** A client whose octets drip in; after each another client asks: `served`, or what it saw instead. */
export async function drip(context: Context, oracle: Oracle): Promise<string> {
  const { acts, spoken } = oracle.script(context);
  const [first] = spoken;
  if (first === undefined) return served;
  const dripping = talkOver(oracle.description, context.connect());
  await dripping(acts.slice(0, first.act));
  for (let octet = 0; octet < Math.min(OCTETS, first.octets.length - 1); octet += 1) {
    await clock.silence(PAUSE_MS);
    await dripping([{ does: 'say', segments: [first.octets.subarray(octet, octet + 1)] }]);
    const fact = await plainClient(oracle.description)(context, meanwhile(context.limits));
    if (fact !== served) return `${fact} after octet ${octet + 1}`;
  }
  return served;
}
