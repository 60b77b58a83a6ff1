import type { Dissection } from '../../harness/contracts/dissection.ts';
import type { Search } from '../../harness/engine/attempt.ts';
import { lettersFor } from '../../harness/engine/output/showing.ts';
import { encode } from '../../harness/protocols/wire/encode.ts';
import { filled } from '../../harness/protocols/wire/fill.ts';
import { indexOfOctets, utf8 } from '../../harness/protocols/wire/octets.ts';
import { talkOver, wrongAmong } from './heard.ts';
import { acceptedBy, isAccepting, notAccepted, repliedTwin, type SmallerInvalid, tell } from './invalid.ts';
import type { Context, Oracle } from './oracle.ts';
import { fillField, spokenIn } from './places.ts';
import { refusalFact, replyHeard } from './refusing.ts';
import { isHearing, type Script, type Spoken, scriptOf, upTo } from './script.ts';
import { type Sized, sizedMessages } from './sizes.ts';
import { smallestExchange, wordsOf } from './smaller.ts';
import { changed } from './telling.ts';
import { twinOf } from './twin.ts';

/** Whether a message of a legal size is accepted. */
export async function legalFact(context: Context, oracle: Oracle, sized: Sized, size: number): Promise<string> {
  const { fact, messages } = await sizeFact(context, oracle, sized, size);
  if (fact === accepted) return fact;
  context.tellsOf(...messages);
  context.shrinks(smallestUnaccepted(oracle, sized, size));
  return fact;
}

interface SizeFact {
  readonly fact: string;
  readonly script: Script;
  readonly messages: readonly Dissection[];
}

async function sizeFact(context: Context, oracle: Oracle, sized: Sized, size: number): Promise<SizeFact> {
  const twin = await twinOf(context, oracle, oracle.script(context).acts);
  const script = scriptOf(oracle.description, {
    nonce: lettersFor(context, 8),
    fill: 'w'.repeat(size - sized.least),
    message: sized.message,
  });
  const spoken = spokenIn(script, sized.message);
  const { reply } = spoken;
  const heard = await oracle.held(context, script.acts);
  const index = script.acts.slice(0, reply).filter(isHearing).length;
  if (await isAccepting(context, oracle, heard[index], twin[index])) return { fact: accepted, script, messages: [] };
  const replies = heard.slice(index, index + 1);
  return {
    fact: `${oracle.told(replies, new Set()).join() || 'no reply'} to ${size} octets of ${sized.field}`,
    script,
    messages: [changed(oracle.description, spoken, spoken.octets), ...wrongAmong(replies)],
  };
}

/** The smallest message that is not accepted, of those that have more octets than the least there is. */
function smallestUnaccepted(oracle: Oracle, { message, least }: Sized, size: number): Search<Context> {
  const start = { description: oracle.description, rounds: 1, size, places: [] };
  return smallestExchange(start, { leastSize: least, needsFill: true }, async (context, exchange) => {
    const other = oracle.ofOther(exchange.description);
    const sized = sizedIn(other, other.script(context), message, exchange.size);
    if (sized === undefined) return 'no exchange';
    const { fact, script, messages } = await sizeFact(context, other, sized, exchange.size);
    if (fact === accepted) return 'no failure';
    const how = `${exchange.size} octets of ${sized.field}`;
    return { how, says: wordsOf(exchange.description, script.spoken), seen: fact, messages };
  });
}

/** The message whose size is chosen in an exchange of other values, where it can be this one. */
function sizedIn({ description }: Oracle, script: Script, message: string, size: number): Sized | undefined {
  return sizedMessages(description, script).find((one) => one.message === message && one.least <= size);
}

/** What is said of a message that was accepted. */
export const accepted = 'accepted';

/** Whether a message over the limit is refused. */
export async function illegalFact(context: Context, oracle: Oracle, sized: Sized, size: number): Promise<string> {
  const script = oracle.script(context);
  const spoken = spokenIn(script, sized.message);
  const { octets } = longMessage(oracle, sized, size, spoken);
  const { message, limit = 0 } = sized;
  const of: SmallerInvalid['of'] = (other, oracleOfIt, exchange) => {
    const same = sizedIn(oracleOfIt, other, message, exchange.size);
    const said = other.spoken.find(({ name }) => name === message);
    if (same === undefined || said === undefined) return undefined;
    const { octets } = longMessage(oracleOfIt, same, exchange.size, said);
    return { script: other, spoken: said, octets, how: `${exchange.size} octets of ${same.field}` };
  };
  const smaller = { size, leastSize: limit + 1, needsFill: true, of };
  return refusalFact(context, oracle, { script, spoken, octets, smaller });
}

/** Replies that are looked at behind a refusal. */
const REPLIES = 4;

/** Whether a message over the limit is refused as a whole: its data are plain messages, none of which was said. */
export async function smuggledFact(context: Context, oracle: Oracle, sized: Sized): Promise<string> {
  const script = oracle.script(context);
  const spoken = spokenIn(script, sized.message);
  const twin = await repliedTwin(context, oracle, { script, spoken });
  const { octets, from, to } = longMessage(oracle, sized, (sized.limit ?? 0) + 1, spoken);
  octets.set(repeated(spoken, to - from), from);
  const peer = context.connect();
  const talk = talkOver(oracle.description, peer, context);
  await talk(upTo(script.acts, spoken.act, [octets]));
  for (let reply = 1; reply <= REPLIES; reply += 1) {
    const heard = await replyHeard(context, oracle, { talk, script, spoken });
    if (heard?.message === undefined) break;
    if (await isAccepting(context, oracle, heard, twin)) {
      tell(context, oracle, { spoken, octets });
      return acceptedBy(oracle, heard);
    }
  }
  await peer.leave();
  return notAccepted;
}

/** A message in place of another, of a size, whatever its limits, and where the text in it begins and ends whose length was chosen. */
function longMessage(
  { description }: Oracle,
  { message: name, least }: Sized,
  size: number,
  { filling }: Spoken,
): { readonly octets: Uint8Array; readonly from: number; readonly to: number } {
  const sample = description.plain.get(name)?.[0];
  const field = fillField(sample);
  if (sample === undefined || field === undefined)
    throw new Error(`expected {fill} in a sample of ${name}, found none`);
  const message = filled(sample, { ...filling, fill: 'w'.repeat(size - least) });
  const octets = Uint8Array.from(encode(description, name, message, { areLimitsKept: false }));
  const text = utf8(String(message.values.get(field)));
  const from = indexOfOctets(octets, text, 0, octets.length);
  return { octets, from, to: from + text.length };
}

/** A plain message again and again, as many octets as are asked for. */
function repeated({ octets }: Spoken, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => octets[index % octets.length] ?? 0);
}
