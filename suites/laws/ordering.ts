import { conclusiveIf } from '../../harness/engine/finding.ts';
import { goneBeforeRead } from '../../harness/engine/server/departures.ts';
import { talkOver } from './heard.ts';
import type { Context, Oracle } from './oracle.ts';
import type { Act, Script } from './script.ts';
import { behindLastSaid, inOneSegment, saidIn, withoutEnds } from './session.ts';
import { besideTwin, type Compared, twinOf } from './twin.ts';

/** Exchanges whose twin comes after them, or is held otherwise, since it would take away what is tried. */

/**
 * Asks what was answered before once more, behind a new question in the same segment: an answer that is at hand must not come
 * first. The twin asks the same afterwards: before, it would have made the new question an old one.
 */
export async function earlierBehindNew(context: Context, oracle: Oracle): Promise<Compared> {
  const [first, second] = [oracle.script(context), oracle.script(context)];
  const { round = 0 } = first;
  const again = [...withoutEnds(second.acts.slice(round)), ...first.acts.slice(round)];
  const plain = [...withoutEnds(first.acts), ...again];

  const heard = await oracle.held(context, [...withoutEnds(first.acts), ...inOneSegment(again)]);

  const twin = await twinOf(context, oracle, plain);
  return besideTwin(context, oracle, { plain, twin }, heard);
}

/** Whether all that a client says can be said before anything is heard. */
export function saysAllFirst({ acts, spoken }: Script): boolean {
  return spoken.length > 0 && acts.slice(0, spoken.length).every(({ does }) => does === 'say');
}

/** Says all of the plain dialogue and a FIN before a launched server, which is held meanwhile, reads the first octet: both are there at once. */
export async function finBeforeRead(context: Context, oracle: Oracle): Promise<Compared> {
  const script = oracle.script(context);
  const plain = script.acts;
  const twin = await twinOf(context, oracle, plain);
  const peer = context.connect();
  await peer.opened();
  conclusiveIf(!context.hasEnded(), 'the server has ended');

  await goneBeforeRead({ peer, process: context.process }, Buffer.concat(saidIn(plain)));

  const hears = plain.slice(behindLastSaid(script)).filter(isHeard);
  const heard = await talkOver(oracle.description, peer, context)(hears);
  return besideTwin(context, oracle, { plain, twin }, heard);
}

function isHeard({ does }: Act): boolean {
  return does === 'hear' || does === 'hear the end';
}
