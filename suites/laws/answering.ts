import type { Description } from '../../harness/contracts/wire.ts';
import { clock } from '../../harness/engine/clock.ts';
import { lettersFor } from '../../harness/engine/output/showing.ts';
import { served, takenUnseen } from '../../harness/engine/server/next-client.ts';
import { duration } from '../../harness/engine/words.ts';
import { isOneWay } from '../../harness/protocols/wire/one-way.ts';
import { talkOver, wrongAmong } from './heard.ts';
import { FILL } from './letters.ts';
import type { Context, Oracle } from './oracle.ts';
import { scriptOf } from './script.ts';
import { sightOf } from './seeing.ts';
import { sessionOf } from './session.ts';

/** The well-behaved client: it holds the plain dialogue, and hangs up. Where nobody sees what the server shows, it is taken. */
export function plainClient(description: Description): (context: Context, limitMs: number) => Promise<string> {
  return async (context, limitMs) => {
    const { acts } = scriptOf(description, { nonce: lettersFor(context, 8), fill: FILL });
    const peer = context.connect();
    const isUnseen = isOneWay(description) && !context.observed;
    const sight = sightOf(context, Math.min(limitMs, context.limits.replyMs));
    const talk = talkOver(description, peer, sight)(isUnseen ? acts.filter(({ does }) => does !== 'see') : acts);
    const heard = await clock.within(limitMs, talk);
    if (heard === undefined) return `no answer within ${duration(limitMs)}`;
    await peer.leave();
    if (isUnseen) return takenUnseen;
    const wrong = heard.find(({ problem }) => problem !== undefined);
    return wrong === undefined ? served : `${wrong.name}: ${wrong.problem}`;
  };
}

/** What would show that a server has served its client. */
export function unseenOf(description: Description): string {
  return isOneWay(description)
    ? 'what is printed, or stored, cannot be seen: needs --output COMMAND, --store DIR or --exec'
    : 'the server says nothing that would show it';
}

/** The plain dialogue three times, once with each further sample, and twice on one connection where it repeats; and which fields differ though nothing was harmed. */
export async function describedFact(context: Context, oracle: Oracle): Promise<string> {
  const { description } = oracle;
  const most = Math.max(1, ...[...description.plain.values()].map(({ length }) => length));
  for (let sample = -2; sample < most; sample += 1) {
    const filling = { nonce: lettersFor(context, 8), fill: FILL };
    const { acts } = scriptOf(description, filling, () => Math.max(0, sample));
    const wrong = (await oracle.held(context, acts)).find(({ problem }) => problem !== undefined);
    if (wrong !== undefined) {
      context.tellsOf(...wrongAmong([wrong]));
      return `${wrong.name}: ${wrong.problem}${sample > 0 ? ` (to sample ${sample + 1})` : ''}`;
    }
  }
  if (oracle.script(context).round !== undefined) {
    const twice = await oracle.held(context, sessionOf(context, oracle, 2));
    const wrong = twice.find(({ problem }) => problem !== undefined);
    if (wrong !== undefined) {
      context.tellsOf(...wrongAmong([wrong]));
      return `${wrong.name}: ${wrong.problem} (where a connection goes on with a second round)`;
    }
  }
  const mask = await oracle.mask(context);
  if (mask.size > 0) context.note(`not compared, since unharmed exchanges differ in it: ${[...mask].join(', ')}`);
  return 'every message as described';
}
