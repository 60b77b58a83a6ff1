import { NotReachable } from '../../harness/contracts/target.ts';
import type { Description } from '../../harness/contracts/wire.ts';
import { clock } from '../../harness/engine/clock.ts';
import { RETRY_MS } from '../../harness/engine/limits.ts';
import { lettersFor } from '../../harness/engine/output/showing.ts';
import { served, takenUnseen } from '../../harness/engine/server/next-client.ts';
import { duration } from '../../harness/engine/words.ts';
import { isOneWay } from '../../harness/protocols/wire/one-way.ts';
import { formatAddress } from '../../harness/targets/address.ts';
import { NOBODY, overDatagramsToTheEnd, talkWith } from './datagram-talk.ts';
import { FILL } from './letters.ts';
import type { Context, Oracle } from './oracle.ts';
import { scriptOf } from './script.ts';
import { sightOf } from './seeing.ts';
import { sessionOf } from './session.ts';

/** The well-behaved client: it holds the plain dialogue from a port of its own, and lets go of it. Where nobody sees what the server shows, it is taken. */
export function plainAsker(description: Description): (context: Context, limitMs: number) => Promise<string> {
  return async (context, limitMs) => {
    const { acts } = scriptOf(description, { nonce: lettersFor(context, 8), fill: FILL });
    const asker = await context.asks();
    const isUnseen = isOneWay(description) && !context.observed;
    const talk = talkWith(description, asker, sightOf(context, Math.min(limitMs, context.limits.replyMs)));
    const heard = await talk(isUnseen ? acts.filter(({ does }) => does !== 'see') : acts);
    const isRefused = isUnseen && (await asker.next(0)) === 'refused';
    await asker.leave();
    const wrong = heard.find(({ problem }) => problem !== undefined);
    if (wrong?.problem === NOBODY || isRefused)
      throw new NotReachable('the port refused the datagram (ICMP port unreachable): nothing listens there');
    if (isUnseen) return takenUnseen;
    return wrong === undefined ? served : `${wrong.name}: ${wrong.problem}`;
  };
}

/** What a well-behaved client after a stimulus sees: `served`, or what it saw until the recovery limit was over. */
export async function servedAfter(context: Context, { description }: Oracle): Promise<string> {
  const { recoveryMs } = context.limits;
  const deadline = clock.now() + recoveryMs;
  for (;;) {
    const fact = await plainAsker(description)(context, Math.max(RETRY_MS, deadline - clock.now())).catch(
      (error: unknown) => {
        if (error instanceof NotReachable) return error.message;
        throw error;
      },
    );
    if (fact === served || fact === takenUnseen) return served;
    if (context.hasEnded() || clock.now() >= deadline)
      return `${fact} (a plain client, within ${duration(recoveryMs)})`;
    await clock.rest(RETRY_MS);
  }
}

/** What is said of a server all of whose answers are as described. */
export const asDescribed = 'every message as described, one datagram each';

/** The plain dialogue three times, once with each further sample, and twice from one port where it repeats; nothing more comes. */
export async function answersFact(context: Context, oracle: Oracle): Promise<string> {
  const { description } = oracle;
  const held = overDatagramsToTheEnd(description);
  const most = Math.max(1, ...[...description.plain.values()].map(({ length }) => length));
  for (let sample = -2; sample < most; sample += 1) {
    const filling = { nonce: lettersFor(context, 8), fill: FILL };
    const { acts } = scriptOf(description, filling, () => Math.max(0, sample));
    const wrong = (await held(context, acts)).find(({ problem }) => problem !== undefined);
    if (wrong !== undefined) return `${wrong.name}: ${wrong.problem}${sample > 0 ? ` (to sample ${sample + 1})` : ''}`;
  }
  if (oracle.script(context).round !== undefined) {
    const twice = await held(context, sessionOf(context, oracle, 2));
    const wrong = twice.find(({ problem }) => problem !== undefined);
    if (wrong !== undefined) return `${wrong.name}: ${wrong.problem} (to a second round from the same port)`;
  }
  const mask = await oracle.mask(context);
  if (mask.size > 0) context.note(`not compared, since unharmed exchanges differ in it: ${[...mask].join(', ')}`);
  return asDescribed;
}

/** What is said of answers that come from where they were asked for. */
export const fromThere = 'an answer from the address and port that was asked';

/** Asks from a socket that takes datagrams from anywhere, at `host` where that is another address: where the answer comes from. */
export async function whereFromFact(context: Context, oracle: Oracle, host?: string): Promise<string> {
  const { acts } = oracle.script(context);
  const asker = await context.asks({ isOpen: true, ...(host === undefined ? {} : { host }) });
  for (const act of acts) {
    if (act.does === 'say') await asker.ask(Buffer.concat(act.segments));
    if (act.does !== 'hear') continue;
    const answer = await asker.next(context.limits.replyMs);
    if (typeof answer === 'string') return `no answer at all from ${host ?? 'anywhere'}`;
    const { address, port } = asker.where;
    if (answer.from.port !== port || answer.from.host !== address)
      return `an answer from ${formatAddress(answer.from)}, asked at ${formatAddress({ host: address, port })}`;
    break;
  }
  return fromThere;
}

/** Another address of the server's host at which it listens, too: on this host alone; undefined where there is none, or it is not seen. */
export function otherAddress({ datagrams }: Context): string | undefined {
  const bound = datagrams.bound() ?? [];
  // A socket of both families would have taken the port from one of IPv4 alone: beside such a one it is of IPv6 alone.
  const isOfBoth = bound.includes('::') && !bound.some((address) => address.includes('.'));
  if (!bound.includes('0.0.0.0') && !isOfBoth) return undefined;
  // Linux has the whole of 127.0.0.0/8 (RFC 1122 §3.2.1.3).
  return process.platform === 'linux' ? '127.0.0.2' : undefined;
}
