import { applicableIf } from '../../harness/engine/finding.ts';
import { talkWith } from './datagram-talk.ts';
import { type Heard, talkOver } from './heard.ts';
import type { Context, Oracle } from './oracle.ts';
import type { Act } from './script.ts';
import { withoutEnds } from './session.ts';

/** What is said of a server that shows what comes twice twice. */
export const shownTwice = 'each of them shown';

/**
 * Says the very same twice where a server says nothing and shows what it is told: on one connection where the dialogue repeats,
 * else on two; over datagrams from one port.
 */
export async function shownTwiceFact(context: Context, oracle: Oracle): Promise<string> {
  applicableIf(!context.isOfFiles, 'what is stored under one name is there once');
  const { acts, round } = oracle.script(context);
  applicableIf(
    acts.some(({ does }) => does === 'see'),
    'no plain message has letters by which it is known: needs {nonce} in a text of it',
  );
  const again = acts.map((act): Act => (act.does === 'see' ? { ...act, sought: { ...act.sought, times: 2 } } : act));
  const isOverStream = oracle.description.over === 'tcp';
  const isOneTalk = !isOverStream || round !== undefined;
  const talks = isOneTalk ? [[...withoutEnds(acts), ...again.slice(round ?? 0)]] : [acts, again];
  for (const one of talks) {
    const heard = await (isOverStream ? overStream(context, oracle, one) : overDatagrams(context, oracle, one));
    const wrong = heard.find(({ problem }) => problem !== undefined);
    if (wrong !== undefined) return `${wrong.name}: ${wrong.problem}`;
  }
  return shownTwice;
}

async function overStream(context: Context, { description }: Oracle, acts: readonly Act[]): Promise<readonly Heard[]> {
  const peer = context.connect();
  const heard = await talkOver(description, peer, context)(acts);
  await peer.leave();
  return heard;
}

async function overDatagrams(
  context: Context,
  { description }: Oracle,
  acts: readonly Act[],
): Promise<readonly Heard[]> {
  return talkWith(description, await context.asks(), context)(acts);
}
