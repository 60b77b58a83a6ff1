import type { Description } from '../../harness/contracts/wire.ts';
import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import { reported, reportFact } from '../../harness/engine/client/reporting.ts';
import type { Twin } from '../../harness/engine/client/twin.ts';
import { memoryFact } from '../../harness/engine/facts.ts';
import { applicableIf } from '../../harness/engine/finding.ts';
import { read } from '../../harness/protocols/wire/decode.ts';
import type { Filling } from '../../harness/protocols/wire/fill.ts';
import { numberOctets } from '../../harness/protocols/wire/numbers.ts';
import { type Harm, serve, unharmed } from './client-exchange.ts';
import { connected, freshFilling, type HarmedReply } from './client-oracle.ts';
import { type ReplyPlace, spanIn } from './client-places.ts';
import { type FaresIll, smallestReply } from './client-smaller.ts';
import { watchedHarm } from './client-telling.ts';

/** Whether the client tells its user that a reply was not what it must be; what the unharmed one says and does tells nothing. */
export async function harmedFact(
  context: ClientContext,
  description: Description,
  harmed: HarmedReply,
  known?: Twin,
): Promise<string> {
  const twin = known ?? (await context.twin());
  const filling = freshFilling();
  const { fact, watched } = await saidOf(context, { description, filling, twin }, harmed.harm);
  if (fact === reported) return reported;
  context.tellsOf(...watched.told());
  context.shrinks(smallestReply({ description, places: [] }, filling, saysNothing(harmed, filling)));
  return fact;
}

/** What a client is told, and what it does where all is well. */
interface Asked {
  readonly description: Description;
  readonly filling: Filling;
  readonly twin: Twin;
}

/** What the client says of the replies of a dialogue. */
async function saidOf(context: ClientContext, { description, filling, twin }: Asked, harm: Harm) {
  const peer = await connected(context, filling);
  const watched = watchedHarm(description, harm);
  await serve(description, peer, filling, watched.harm);
  const end = await context.end();
  return { fact: reportFact(end, context.sees.output ? context.printed() : '', '', twin), watched };
}

/** How a client that is content with smaller replies says nothing of it where they are harmed. */
function saysNothing({ how, harm }: HarmedReply, filling: Filling): FaresIll {
  return async (context, { description }) => {
    const asked = { description, filling, twin: await context.twin() };
    if ((await saidOf(context, asked, unharmed)).fact === reported) return undefined;
    const { fact, watched } = await saidOf(context, asked, harm);
    return fact === reported || !watched.isHarmed() ? undefined : { how, seen: fact, messages: watched.told() };
  };
}

/** A FIN after each octet of a field of a reply, the first also before it. Stops at the first that is not reported. */
export async function shortFact(context: ClientContext, description: Description, place: ReplyPlace): Promise<string> {
  const twin = await context.twin();
  let broken = 0;
  for (const cut of [0, ...place.cuts]) {
    let isWhole = false;
    const harm: Harm = (reply) => {
      const span = spanIn(reply, place);
      // A field of a smaller reply may be shorter.
      if (span === undefined || span.from + cut > span.to) return undefined;
      const octets = reply.octets.subarray(0, span.from + cut);
      // Some messages are whole wherever the stream ends: so they are from there on.
      isWhole = read(description, reply.name, octets, true).decoded.kind === 'message';
      if (isWhole) return undefined;
      return [
        ...(octets.length === 0 ? [] : ([{ does: 'say', segments: [octets] }] as const)),
        { does: 'end writing' },
      ];
    };
    const how = `a FIN behind octet ${cut} of ${place.path}`;
    const fact = await harmedFact(context, description, { how, harm }, twin);
    if (isWhole) break;
    broken += 1;
    if (fact !== reported) return `${fact}, after ${how}`;
  }
  applicableIf(broken > 0, 'the reply is whole wherever the stream ends from there on: it cannot be broken off');
  return reported;
}

/** An RST in place of a reply, and within it. */
export async function resetFact(context: ClientContext, description: Description, message: string): Promise<string> {
  const twin = await context.twin();
  for (const isWithin of [false, true]) {
    let isWhole = false;
    const harm: Harm = ({ name, octets }) => {
      if (name !== message) return undefined;
      const half = octets.subarray(0, Math.ceil(octets.length / 2));
      // A reply of one octet is whole then: nothing is broken.
      isWhole = isWithin && half.length === octets.length;
      if (isWhole) return undefined;
      return [...(isWithin ? ([{ does: 'say', segments: [half] }] as const) : []), { does: 'reset' }];
    };
    const how = `an RST ${isWithin ? 'within' : 'in place of'} the reply`;
    const fact = await harmedFact(context, description, { how, harm }, twin);
    if (isWhole) break;
    if (fact !== reported) return `${fact}, after ${how}`;
  }
  return reported;
}

/** A length that announces too much, nothing behind it for a while, then a FIN: whether the client says so, and its memory. */
export async function hugeFact(
  context: ClientContext,
  description: Description,
  place: ReplyPlace,
  value: bigint,
): Promise<string> {
  let growth: number | undefined;
  const harm: Harm = (reply) => {
    const span = spanIn(reply, place);
    if (span === undefined || place.form === undefined) return undefined;
    const octets = Buffer.concat([reply.octets.subarray(0, span.from), numberOctets(place.form, value)]);
    let before: number | undefined;
    return [
      {
        does: 'look',
        look: async () => {
          before = context.peakMemory();
        },
      },
      { does: 'say', segments: [octets] },
      {
        does: 'look',
        look: async (peer) => {
          await peer.taken();
          await peer.staysOpen();
          const after = context.peakMemory();
          growth = before === undefined || after === undefined ? undefined : after - before;
        },
      },
      { does: 'end writing' },
    ];
  };
  const asked = { description, filling: freshFilling(), twin: await context.twin() };
  const { fact, watched } = await saidOf(context, asked, harm);
  if (fact !== reported) context.tellsOf(...watched.told());
  return `${fact}, ${memoryFact(growth, context.note)}`;
}
