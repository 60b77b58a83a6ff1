import { fourInTurn } from '../../harness/engine/datagrams/receiver-checks.ts';
import {
  boundElsewhere,
  delivered,
  deliveredFact,
  type ReceiverContext,
  receiverClient,
  textFor,
} from '../../harness/engine/datagrams/receiver-facts.ts';
import { inconclusive } from '../../harness/engine/finding.ts';

/** The kinds of broadcast address (RFC 919, RFC 922; RFC 1122 §3.3.6). */
export type Kind = 'limited' | 'subnet-directed' | 'net-directed' | 'all-subnets-directed';

/** The address of a kind on the interface in use; what it does not have, or not apart from another, is not judged. */
export function addressOf({ datagrams }: ReceiverContext, kind: Kind): string {
  const { limited, subnetDirected, netDirected } = datagrams.broadcasts;
  const where = `${datagrams.on.name} (${datagrams.on.address}/${datagrams.on.prefix})`;
  if (kind === 'limited') return limited;
  if (kind === 'subnet-directed')
    return subnetDirected ?? inconclusive(`${where} has no subnet-directed address: needs a prefix shorter than 31`);
  if (netDirected === undefined)
    return inconclusive(`${where} has no ${kind} address: its prefix is shorter than that of its class`);
  if (netDirected !== subnetDirected) return netDirected;
  return inconclusive(
    `the ${kind} address of ${where} is its subnet-directed one: needs a subnet longer than its class`,
  );
}

/** The address that this receiver's plain datagrams go to. */
export function plainOf(context: ReceiverContext): string {
  return addressOf(context, context.plain === 'limited' ? 'limited' : 'subnet-directed');
}

/** The well-behaved sender: one datagram that this receiver is to be reached by, which must be shown. */
export function plainSender(context: ReceiverContext): Promise<string> {
  return receiverClient(context, plainOf(context));
}

/** Whether one datagram to an address is shown. */
export async function shownAt(context: ReceiverContext, destination: string, octets?: number): Promise<string> {
  const fact = await deliveredFact(context, { destination, texts: () => [textFor(context, octets)] });
  const bound = fact === delivered ? undefined : boundElsewhere(context, destination);
  return bound === undefined ? fact : `${fact}; it is bound to ${bound}, and is given what is sent there alone`;
}

/** Whether the datagrams of two senders in turn are shown. */
export async function severalFact(context: ReceiverContext): Promise<string> {
  const { datagrams } = context;
  const inTurn = fourInTurn(context);
  const sources = [await datagrams.source(), await datagrams.anotherSource()];
  const sent: string[] = [];
  const texts = (): readonly string[] => {
    const round = inTurn.texts();
    sent.push(...round);
    return round;
  };
  const fact = await deliveredFact(context, { destination: plainOf(context), texts, sources });
  if (fact === delivered || !context.observed) return fact;
  const printed = context.printed();
  const isShown = (sender: number) => sent.some((text, index) => index % 2 === sender && printed.includes(text));
  return isShown(0) && !isShown(1) ? `nothing of the second sender: ${fact}` : fact;
}
