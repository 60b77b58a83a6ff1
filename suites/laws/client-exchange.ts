import type { Description, Span, Step, WireMessage } from '../../harness/contracts/wire.ts';
import { clock } from '../../harness/engine/clock.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { count } from '../../harness/engine/words.ts';
import { read } from '../../harness/protocols/wire/decode.ts';
import { encode } from '../../harness/protocols/wire/encode.ts';
import { type Filling, filled } from '../../harness/protocols/wire/fill.ts';
import { echoing } from '../../harness/protocols/wire/sample-messages.ts';
import type { Heard } from './heard.ts';
import { malformed } from './telling.ts';

/** What a message of the server is made for. */
export interface Answering {
  readonly filling: Filling;
  /** The message of the client that it answers, whose fields it may repeat. */
  readonly answered: WireMessage | undefined;
  /** How many messages it has said before on this connection. */
  readonly index: number;
}

/** A message that the harness says as a server. */
export interface Reply extends Answering {
  readonly name: string;
  readonly message: WireMessage;
  readonly octets: Uint8Array;
  readonly spans: readonly Span[];
}

/** What it does with the connection in place of saying a message plainly. After a FIN, a reset or silence it does no more. */
export type Deed =
  | { readonly does: 'say'; readonly segments: readonly Uint8Array[] }
  | { readonly does: 'pause'; readonly ms: number }
  /** Looks at something meanwhile. */
  | { readonly does: 'look'; readonly look: (peer: Peer) => Promise<void> }
  | { readonly does: 'end writing' }
  | { readonly does: 'reset' }
  | { readonly does: 'fall silent' };

/** How a reply is harmed; undefined for one that is said plainly. */
export type Harm = (reply: Reply) => readonly Deed[] | undefined;

/** Says every message plainly. */
export const unharmed: Harm = () => undefined;

/** The dialogue with one client as far as it came: what the client has asked, in order. */
export interface Served {
  readonly asked: readonly Heard[];
  /** How many messages the harness has said. */
  readonly said: number;
}

/**
 * Holds the dialogue with a client, as the server, until it is over, or the client leaves between two messages, or says
 * something else. What repeats a field repeats that of the client's own message.
 */
export async function serve(description: Description, peer: Peer, filling: Filling, harm: Harm): Promise<Served> {
  const { steps, isRepeated } = description.dialogue;
  const asked: Heard[] = [];
  let at = 0;
  let said = 0;
  let answered: WireMessage | undefined;
  for (let index = 0; index < steps.length; index += 1) {
    const step = steps[index];
    if (step?.does === 'closes') {
      if (step.by === 'server') await peer.endWriting();
    } else if (step?.by === 'client') {
      const { one, length } = await ask(description, peer, step.message, at);
      if (one === undefined) return { asked, said };
      asked.push(one);
      if (one.message === undefined) return { asked, said };
      answered = one.message;
      at += length;
    } else if (step !== undefined) {
      // What is said in a row is read by itself: a client that loses the second of two in one read is judged by coalesced.
      if (steps[index - 1]?.by === 'server' && said > 0) await peer.taken();
      const reply = replyOf(description, step.message, { filling, answered, index: said });
      said += 1;
      if (!(await doDeeds(peer, harm(reply) ?? [{ does: 'say', segments: [reply.octets] }]))) return { asked, said };
    }
    if (isRepeated && index === steps.length - 1) index = firstOfClient(steps) - 1;
  }
  return { asked, said };
}

function firstOfClient(steps: readonly Step[]): number {
  return Math.max(
    0,
    steps.findIndex(({ by }) => by === 'client'),
  );
}

/** The next message of the client; undefined where it has left, or says nothing more. */
async function ask(
  description: Description,
  peer: Peer,
  name: string,
  at: number,
): Promise<{ readonly one: Heard | undefined; readonly length: number }> {
  const octets = await peer.gathers(
    (all) => read(description, name, all.subarray(at), false).decoded.kind !== 'incomplete',
  );
  const came = octets.subarray(at);
  if (came.length === 0) return { one: at === 0 ? { name, problem: 'no octet' } : undefined, length: 0 };
  const { decoded } = read(description, name, came, peer.soFar().includes('end'));
  if (decoded.kind === 'message') return { one: { name, message: decoded.message }, length: decoded.length };
  const problem =
    decoded.kind === 'malformed'
      ? `octet ${decoded.offset + 1} of ${count(came.length, 'octet')}: ${decoded.reason}`
      : `${count(came.length, 'octet')}, and not the rest of it`;
  const wrong =
    decoded.kind === 'malformed'
      ? { from: decoded.offset, why: decoded.reason }
      : { from: came.length - 1, why: 'behind it nothing' };
  return { one: { name, problem, told: malformed(description, { name, octets: came }, wrong) }, length: 0 };
}

/** A message of the server by its first sample. */
export function replyOf(description: Description, name: string, { filling, answered, index }: Answering): Reply {
  const sample = description.plain.get(name)?.[0] ?? { values: new Map() };
  const message = echoing(description, name, filled(sample, filling), answered);
  const octets = encode(description, name, message);
  return { name, message, octets, spans: read(description, name, octets, true).spans, filling, answered, index };
}

/** Whether the dialogue goes on afterwards. */
async function doDeeds(peer: Peer, deeds: readonly Deed[]): Promise<boolean> {
  for (const deed of deeds) {
    if (deed.does === 'say') await peer.send(...deed.segments);
    else if (deed.does === 'pause') await clock.silence(deed.ms);
    else if (deed.does === 'look') await deed.look(peer);
    else {
      if (deed.does === 'end writing') await peer.endWriting();
      if (deed.does === 'reset') {
        await peer.taken();
        await peer.reset();
      }
      return false;
    }
  }
  return true;
}
