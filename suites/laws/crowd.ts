import { applicableIf, conclusiveIf } from '../../harness/engine/finding.ts';
import { QUIET_MS } from '../../harness/engine/limits.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { type Heard, talkOver } from './heard.ts';
import type { Context, Oracle } from './oracle.ts';
import type { Act, Spoken } from './script.ts';
import { besideTwin, type Compared, isAsExpected, twinOf } from './twin.ts';

/** Clients whose messages are cut and interleaved. */
const INTERLEAVED = 8;

/** Clients of which some leave while the others are within a message. */
const LEAVING = 5;

/** Clients that come one after another, and clients that come at once: a backlog is often 5. */
export const MANY = 50;

/** The names of further messages that hold letters of their client. Behind a handshake these are what a server may mix up. */
export function furtherOnes([first, ...further]: readonly Spoken[]): readonly string[] {
  const holdsLetters = ({ octets, filling: { nonce } }: Spoken): boolean =>
    Buffer.from(octets).includes(nonce, 0, 'latin1');
  const names = further.filter(holdsLetters).map(({ name }) => name);
  return [...new Set(names)].filter((name) => name !== first?.name);
}

/**
 * Several clients, the halves of whose messages come by turns: what each gets, beside what it gets alone. Halves are those of the
 * first message, or of another of this name.
 */
export async function interleaved(context: Context, oracle: Oracle, message?: string): Promise<readonly Compared[]> {
  const { all, answerOf } = await withinMessages(context, oracle, INTERLEAVED, message);
  for (const one of all) await endsMessage(one);
  return untilOther(all, answerOf);
}

/** What clients get, one after another, up to the first that gets something else than alone. */
async function untilOther(
  clients: readonly Within[],
  answerOf: (client: Within) => Promise<Compared>,
): Promise<readonly Compared[]> {
  const all: Compared[] = [];
  for (const client of clients) {
    const compared = await answerOf(client);
    all.push(compared);
    if (!isAsExpected(compared)) break;
  }
  return all;
}

/**
 * The same as some of them leave when they are answered: the first, and one in the middle; the last ends its message next. What a
 * server keeps of its clients by their places in a list moves when one leaves.
 */
export async function asOthersLeave(context: Context, oracle: Oracle, message?: string): Promise<readonly Compared[]> {
  const { all, answerOf } = await withinMessages(context, oracle, LEAVING, message);
  const compared: Compared[] = [];
  for (const [index, one] of all.filter((_, index) => isLeaving(index)).entries()) {
    await endsMessage(one);
    compared.push(await answerOf(one));
    // On a busy machine a server sees late that its client has left.
    await one.peer.endsWithin(index === 0 ? context.limits.closeMs : QUIET_MS);
  }
  const staying = all.filter((_, index) => !isLeaving(index)).toReversed();
  for (const one of staying) {
    await endsMessage(one);
    // Who looks at its clients in turns has seen by then who has left before.
    await one.peer.taken();
  }
  return [...compared, ...(await untilOther(staying, answerOf))];
}

function isLeaving(index: number): boolean {
  return index === 0 || index === LEAVING >> 1;
}

/** A client within a message. */
interface Within {
  readonly peer: Peer;
  readonly acts: readonly Act[];
  readonly talk: (acts: readonly Act[]) => Promise<readonly Heard[]>;
  readonly first: Spoken;
  readonly twin: readonly Heard[];
}

/** So many clients, each of which has said half of a message, and how to hear what it gets for the whole of it. */
async function withinMessages(context: Context, oracle: Oracle, clients: number, message?: string) {
  const { connect, capabilities } = context;
  const scripts = Array.from({ length: clients }, (_, client) => oracle.otherScript(context, client));
  const twins: (readonly Heard[])[] = [];
  for (const { acts } of scripts) twins.push(await twinOf(context, oracle, acts));
  const all = scripts.map(({ acts, spoken }, client): Within => {
    const peer = connect();
    const talk = talkOver(oracle.description, peer, context);
    return { peer, acts, talk, first: chosenOf(spoken, message), twin: twins[client] ?? [] };
  });
  const isGreeted = all.some(({ acts, first }) => acts.slice(0, first.act).length > 0);
  applicableIf(
    !isGreeted || capabilities.concurrentClients !== false,
    'the profile declares a server of one client at a time: capabilities.concurrentClients',
  );
  for (const { acts, talk, first } of all) {
    const greeting = await talk(acts.slice(0, first.act));
    const isHeard = greeting.every(({ problem }) => problem === undefined);
    conclusiveIf(isHeard, 'a further client is not greeted while another is connected, which idle-client judges');
    await talk([saysPart(first, 0)]);
  }
  // What is kept of one client is there when the others go on.
  for (const { peer } of all) await peer.taken();
  const answerOf = async ({ peer, acts, talk, first, twin }: Within): Promise<Compared> => {
    const heard = await talk(acts.slice(first.act + 1));
    await peer.leave();
    return besideTwin(context, oracle, { plain: acts, twin: twin.slice(-heard.length) }, heard);
  };
  return { all, answerOf };
}

/** A client says the other half of its message. */
async function endsMessage({ talk, first }: Within): Promise<void> {
  await talk([saysPart(first, 1)]);
}

function chosenOf(spoken: readonly Spoken[], message: string | undefined): Spoken {
  const chosen = spoken.find(({ name }) => message === undefined || name === message);
  applicableIf(chosen !== undefined, 'clients of this protocol say nothing');
  if (chosen === undefined) throw new Error('expected a message of the client, found none');
  return chosen;
}

function saysPart(said: Spoken, part: 0 | 1): Act {
  const border = borderOf(said);
  return { does: 'say', segments: [part === 0 ? said.octets.subarray(0, border) : said.octets.subarray(border)] };
}

/**
 * Where a message is cut: within its letters, where it has some, else in the middle. A server that shows what it is told and loses
 * one of the two parts would show all of the letters else.
 */
function borderOf({ octets, filling: { nonce } }: Spoken): number {
  const letters = Buffer.from(octets).indexOf(nonce, 0, 'latin1');
  return letters === -1 ? Math.ceil(octets.length / 2) : letters + Math.ceil(nonce.length / 2);
}

/** Plain dialogues one after another; stops at the first that is not as its twin. */
export async function oneAfterAnother(context: Context, oracle: Oracle): Promise<Compared> {
  const { acts } = oracle.script(context);
  const twin = await twinOf(context, oracle, acts);
  let compared: Compared = { seen: [], expected: [] };
  for (let client = 1; client <= MANY; client += 1) {
    compared = await besideTwin(context, oracle, { plain: acts, twin }, await oracle.held(context, acts));
    if (compared.seen.join() !== compared.expected.join())
      return { ...compared, seen: [`client ${client}`, ...compared.seen] };
  }
  return compared;
}

/** Plain dialogues at the same time: how many of the clients are answered as their twin is. */
export async function atOnce(context: Context, oracle: Oracle): Promise<string> {
  const mask = await oracle.mask(context);
  const clients = [];
  // Each with letters of its own: of two that bear one name some servers leave the first.
  for (let client = 0; client < MANY; client += 1) {
    const { acts } = oracle.script(context);
    clients.push({ acts, expected: oracle.told(await twinOf(context, oracle, acts), mask).join() });
  }
  const peers = clients.map((client) => ({ ...client, peer: context.connect() }));
  await Promise.all(peers.map(({ peer }) => peer.opened()));
  const answered = await Promise.all(
    peers.map(async ({ peer, acts, expected }) => {
      const heard = await talkOver(oracle.description, peer, context)(acts);
      await peer.leave();
      return oracle.told(heard, mask).join() === expected;
    }),
  );
  return allOf(answered.filter((isAnswered) => isAnswered).length);
}

/** So many of the clients that come at once were answered. */
export function allOf(clients: number): string {
  return `${clients} of ${MANY} clients answered as one alone`;
}
