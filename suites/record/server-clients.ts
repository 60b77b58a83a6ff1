import { clock } from '../../harness/engine/clock.ts';
import { applicableIf, conclusiveIf } from '../../harness/engine/finding.ts';
import { factWithin } from '../../harness/engine/output/showing.ts';
import { shown } from '../../harness/engine/output/shown.ts';
import { asOthersLeave } from '../../harness/engine/server/leaving-others.ts';
import { cutAt } from '../../harness/engine/tester/segments.ts';
import { RECORD_HEADER_OCTETS } from '../../harness/protocols/record.ts';
import { type Context, DISTINCTIVE, freshRecord, octetsOf, shownAfter } from './server-facts.ts';
import { recordFact, type SentRecord } from './shown-record.ts';

/** What servers show of clients that are there at the same time. */

/** Octets of each of two records that come before the other client's: within the data, or within the header. */
export const FIRST_PARTS = { data: RECORD_HEADER_OCTETS + 100, header: RECORD_HEADER_OCTETS - 3 } as const;

/** Whether each of some records is shown, behind so many characters; what became of the first that is not. */
function allShown(context: Context, records: readonly SentRecord[], before: number): Promise<string> {
  return factWithin(context, (printed) => {
    const facts = records.map((sent) => recordFact(printed.slice(before), sent, context.show));
    return facts.find((fact) => fact !== shown) ?? shown;
  });
}

/** Two records that are sent in turns: whether both are shown. Their data say which is which. */
export async function twoAtOnce(context: Context, firstPart: number): Promise<string> {
  // What is kept for all clients in one place shows by the numbers, where the IUT understands others than the plain ones.
  const other = context.plain.version === DISTINCTIVE.version ? { version: 287_454_020, size: 1021 } : {};
  const records = [freshRecord(context), freshRecord(context, other)];
  const before = context.observed ? context.printed().length : 0;
  const senders = records.map((sent) => ({ octets: octetsOf(sent), peer: context.connect() }));
  for (const { octets, peer } of senders) {
    await peer.send(octets.subarray(0, firstPart));
    await peer.taken();
  }
  for (const { octets, peer } of senders) await peer.send(octets.subarray(firstPart));
  for (const { peer } of senders) await peer.endWriting();
  return allShown(context, records, before);
}

/** Clients whose long records end at the same time, and the octets of each record: many times what a pipe takes at once. */
const [LONG_CLIENTS, LONG_OCTETS] = [4, 200_000];

/** Clients send long records at the same time: whether each is shown by itself. Inconclusive where none is that comes alone. */
export async function longAtOnce(context: Context): Promise<string> {
  const before = context.printed().length;
  const clients = Array.from({ length: LONG_CLIENTS }, () => {
    const sent = freshRecord(context, { size: LONG_OCTETS });
    return { sent, octets: octetsOf(sent), peer: context.connect() };
  });
  for (const { octets, peer } of clients) {
    await peer.send(octets.subarray(0, -1));
    await peer.arrived();
  }
  await Promise.all(clients.map(({ octets, peer }) => peer.send(octets.subarray(-1))));
  for (const { peer } of clients) await peer.endWriting();
  const fact = await allShown(
    context,
    clients.map(({ sent }) => sent),
    before,
  );
  if (fact === shown) return shown;
  conclusiveIf(
    !context.isUnbuffered(),
    'long records were mixed, as those of any threads of Python are with PYTHONUNBUFFERED, which the harness sets: needs env: { PYTHONUNBUFFERED: "" } in the profile',
  );
  await context.ready();
  const alone = freshRecord(context, { size: LONG_OCTETS });
  const isShown = (await shownAfter(context, [octetsOf(alone)], alone, context.connect())) === shown;
  conclusiveIf(
    isShown,
    `a record of ${LONG_OCTETS.toLocaleString('en')} octets is not shown alone either: judged by sizes`,
  );
  return fact;
}

/** Clients are each within the data of a record when others leave: whether every record is shown. */
export async function wholeAsOthersLeave(context: Context): Promise<string> {
  const before = context.printed().length;
  const said = await asOthersLeave(context, () => {
    const sent = freshRecord(context);
    return { sent, octets: octetsOf(sent), cut: FIRST_PARTS.data };
  });
  return allShown(
    context,
    said.map(({ sent }) => sent),
    before,
  );
}

/** Ends the case where a header of one client alone may not be cut: another row tells of that. */
export async function needsCutHeaders(context: Context): Promise<void> {
  const sent = freshRecord(context);
  const fact = await shownAfter(context, cutAt(octetsOf(sent), [FIRST_PARTS.header]), sent);
  conclusiveIf(fact === shown, 'a header in two segments is not read: judged by header-split-anywhere');
}

/** Ends the case as not applicable where the profile declares a single-client server; to be asked once it was tried. */
export function needsConcurrency({ capabilities }: Context): void {
  applicableIf(capabilities.concurrentClients !== false, 'the profile declares one client at a time');
}

/** More clients than most pools have threads, and the records behind them. */
const [SLOW, QUICK] = [6, 3];

/** How long slow clients may take to be connected, in milliseconds: of a short queue some come later. */
const QUEUED_MS = 1000;

/** Clients that are silent, and others behind them: whether all records are shown once the first have sent theirs. */
export async function behindSlowFact(context: Context): Promise<string> {
  const clients = (count: number) =>
    Array.from({ length: count }, () => ({ sent: freshRecord(context), peer: context.connect() }));
  const sends = async ({ sent, peer }: ReturnType<typeof clients>[number]): Promise<void> => {
    await peer.send(octetsOf(sent));
    await peer.endWriting();
  };
  const slow = clients(SLOW);
  await clock.within(QUEUED_MS, Promise.all(slow.map(({ peer }) => peer.opened())));
  const quick = clients(QUICK);
  const inTurn = async (): Promise<void> => {
    for (const one of slow) await sends(one);
  };
  await Promise.all([...quick.map(sends), inTurn()]);
  const missing = (): number => [...slow, ...quick].findIndex(({ sent }) => !context.printed().includes(sent.data));
  const look = async (): Promise<boolean> => missing() === -1;
  const isShown = await clock.lookUntil(context.limits.replyMs, look, (all) => all || context.printsNoMore());
  return isShown ? shown : `the record of client ${missing() + 1} of ${SLOW + QUICK} is not shown`;
}
