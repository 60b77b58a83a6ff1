import { inconclusive } from '../../harness/engine/finding.ts';
import { deliveredFact, type ReceiverContext, textFor } from '../../harness/engine/receiving.ts';

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

/** Whether one datagram to an address is shown with its source. */
export function shownFrom(context: ReceiverContext, destination: string): Promise<string> {
  return deliveredFact(context, { destination, texts: () => [textFor(context)] });
}
