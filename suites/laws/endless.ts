import { talkOver } from './heard.ts';
import type { Context, Oracle } from './oracle.ts';
import { endingIn, type FieldPlace, placedIn } from './places.ts';
import { upTo } from './script.ts';

/** Octets without a terminator, and those of one piece. */
const OCTETS = 16 * 1024 * 1024;
const PIECE = 64 * 1024;

/** Sends a message up to a field, and then letters without the end of that field, as far as the server takes them. */
export async function endlessFact(context: Context, oracle: Oracle, place: FieldPlace): Promise<void> {
  const script = oracle.script(context);
  const placed = placedIn(script, place);
  const peer = context.connect();
  const talk = talkOver(oracle.description, peer, context);
  await talk(upTo(script.acts, placed.spoken.act, [endingIn(placed, Buffer.from('w'))]));
  const sent = await peer.stream(pieces());
  context.note(`${sent} of ${OCTETS} octets were taken`);
}

function* pieces(): Iterable<Uint8Array> {
  const piece = Buffer.alloc(PIECE, 'w');
  for (let sent = 0; sent < OCTETS; sent += PIECE) yield piece;
}
