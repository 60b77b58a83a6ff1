import { applicableIf, conclusiveIf } from '../../harness/engine/finding.ts';
import { talkOver } from './heard.ts';
import type { Context, Oracle } from './oracle.ts';
import type { Act, Spoken } from './script.ts';
import { besideTwin, type Compared, twinOf } from './twin.ts';

/** Clients whose messages are cut and interleaved. */
const INTERLEAVED = 8;

/** Clients that come one after another, and clients that come at once: a backlog is often 5. */
export const MANY = 50;

/** Several clients, the halves of whose messages come by turns: what each gets, beside what it gets alone. */
export async function interleaved(context: Context, oracle: Oracle): Promise<readonly Compared[]> {
  const { connect, capabilities } = context;
  const scripts = Array.from({ length: INTERLEAVED }, (_, client) => oracle.otherScript(context, client));
  const twins = [];
  for (const { acts } of scripts) twins.push(await twinOf(context, oracle, acts));
  const talks = scripts.map(({ acts, spoken }) => {
    const peer = connect();
    return { peer, acts, talk: talkOver(oracle.description, peer, context), first: firstSaid(spoken) };
  });
  const isGreeted = talks.some(({ acts, first }) => acts.slice(0, first.act).length > 0);
  applicableIf(
    !isGreeted || capabilities.concurrentClients !== false,
    'the profile declares a server of one client at a time: capabilities.concurrentClients',
  );
  for (const { acts, talk, first } of talks) {
    const greeting = await talk(acts.slice(0, first.act));
    const isHeard = greeting.every(({ problem }) => problem === undefined);
    conclusiveIf(isHeard, 'a further client is not greeted while another is connected, which idle-client judges');
    await talk([saysPart(first, 0)]);
  }
  // What is kept of one client is there when the others go on.
  for (const { peer } of talks) await peer.taken();
  for (const { talk, first } of talks) await talk([saysPart(first, 1)]);
  const compared: Compared[] = [];
  for (const [index, { peer, acts, talk, first }] of talks.entries()) {
    const heard = await talk(acts.slice(first.act + 1));
    await peer.leave();
    const twin = (twins[index] ?? []).slice(-heard.length);
    compared.push(await besideTwin(context, oracle, { plain: acts, twin }, heard));
  }
  return compared;
}

function firstSaid([first]: readonly Spoken[]): Spoken {
  applicableIf(first !== undefined, 'clients of this protocol say nothing');
  if (first === undefined) throw new Error('expected a message of the client, found none');
  return first;
}

function saysPart({ octets }: Spoken, part: 0 | 1): Act {
  const half = Math.ceil(octets.length / 2);
  return { does: 'say', segments: [part === 0 ? octets.subarray(0, half) : octets.subarray(half)] };
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
