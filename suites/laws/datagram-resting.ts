import { NotReachable } from '../../harness/contracts/target.ts';
import { conclusiveIf, Finding, mustBe } from '../../harness/engine/finding.ts';
import { processorUnseen, rests, secondOf } from '../../harness/engine/processor.ts';
import { CLIENTS, leftOpenAfter } from '../../harness/engine/server/leavings.ts';
import { served } from '../../harness/engine/server/next-client.ts';
import { LARGEST_DATAGRAM } from '../../harness/protocols/datagram.ts';
import { notText, otherLength, type Plain } from './broken-fields.ts';
import { servedAfter } from './datagram-answering.ts';
import type { Context, Oracle } from './oracle.ts';

/** A datagram that is no message, or a client that does not wait for its answer. */
interface Absence {
  readonly label: string;
  /** What is sent, made of a plain message; the asker is gone at once. */
  readonly sends: (plain: Plain) => Uint8Array;
}

const absences: readonly Absence[] = [
  { label: 'clients that were gone before their answer', sends: ({ octets }) => octets },
  { label: 'an empty datagram', sends: () => new Uint8Array() },
  { label: 'half of a message', sends: ({ octets }) => octets.subarray(0, Math.ceil(octets.length / 2)) },
  { label: 'a text that is not UTF-8', sends: notText },
  { label: 'a length that is another', sends: otherLength },
  { label: `${LARGEST_DATAGRAM} other octets`, sends: () => Buffer.alloc(LARGEST_DATAGRAM, 'w') },
];

/**
 * Whether a launched server rests in the second after datagrams that are no message, and after clients that are gone: first all
 * at once, and where that is too much, one by one. The same second after an unharmed exchange is noted.
 */
export async function datagramRestsFact(context: Context, oracle: Oracle): Promise<string> {
  const { process, hasEnded, relaunch, nextClient, note } = context;
  conclusiveIf(process.use() !== undefined || hasEnded(), processorUnseen);
  await relaunch();
  await nextClient();
  const twin = await secondOf(process.use);
  note(`after an unharmed exchange: ${twin.words}`);
  if (!twin.rests) return `${twin.words} after an unharmed exchange`;
  for (const absence of absences) await cameAbout(context, oracle, absence);
  const all = await secondOf(process.use);
  note(`after clients that are gone, and datagrams that are no message: ${all.words}`);
  if (all.rests) return rests;
  for (const absence of absences) {
    await relaunch();
    await cameAbout(context, oracle, absence);
    const second = await secondOf(process.use);
    note(`after ${absence.label}: ${second.words}`);
    if (!second.rests) return `${second.words} after ${absence.label}`;
  }
  return rests;
}

/** Sends it, as far as the server is still there. */
async function cameAbout(context: Context, oracle: Oracle, { sends }: Absence): Promise<void> {
  const { spoken } = oracle.script(context);
  try {
    const asker = await context.asks();
    await asker.ask(sends(spoken[0] ?? { octets: new Uint8Array(), spans: [] }));
    await asker.leave();
  } catch (error) {
    if (!(error instanceof NotReachable || error instanceof Finding)) throw error;
  }
}

/** Whether fifty such clients, those of each kind in turn, leave anything open. Throws a Finding where nobody is served after them. */
export function datagramLeftOpenFact(context: Context, oracle: Oracle): Promise<string> {
  return leftOpenAfter(context, async () => {
    for (let client = 0; client < CLIENTS; client += 1) {
      const absence = absences[client % absences.length];
      if (absence !== undefined) await cameAbout(context, oracle, absence);
    }
    // Whoever is served now has had all of them before it.
    mustBe(await servedAfter(context, oracle), served, `after ${CLIENTS} datagrams that are no message`);
  });
}

/** Clients whose port is gone when their answer comes. */
const GONE = 20;

/** Clients that ask and are gone before the answer, which the held server sends then: each is refused (ICMP port unreachable). */
export async function askersGone(context: Context, oracle: Oracle): Promise<void> {
  await context.process.whileHeld(async () => {
    for (let client = 0; client < GONE; client += 1) {
      const { acts } = oracle.script(context);
      const asker = await context.asks();
      for (const act of acts) {
        if (act.does === 'hear') break;
        if (act.does === 'say') await asker.ask(Buffer.concat(act.segments));
      }
      await asker.leave();
    }
  });
}
