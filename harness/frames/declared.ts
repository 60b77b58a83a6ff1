import { LIMITED_BROADCAST_NUMBER, type Prefix } from '../addresses/numbers.ts';

/** What the user knows of the network and a capture cannot tell. */
export interface Declared {
  /** The groups whose datagrams are judged, each with the TTL that it may have. */
  readonly groups: readonly DeclaredGroup[];
  /** The prefixes attached to the link: their directed broadcast addresses are known. */
  readonly nets: readonly Prefix[];
}

export interface DeclaredGroup {
  readonly address: number;
  readonly ttl: number;
}

/** Whether an address is 255.255.255.255 or the directed broadcast of a declared prefix (RFC 922 §7). */
export function isBroadcast(address: number, { nets }: Declared): boolean {
  if (address === LIMITED_BROADCAST_NUMBER) return true;
  for (let index = 0; index < nets.length; index++) if (nets[index]?.broadcast === address) return true;
  return false;
}

/** Whether an undeclared prefix could make this a directed broadcast: the host part, two bits or more, is all ones. */
export function mayBeBroadcast(address: number, { nets }: Declared): boolean {
  if ((address & 3) !== 3) return false;
  for (const { network, mask } of nets) if ((address & mask) === network) return false;
  return true;
}

/** The declared group of that address. */
export function groupOf(address: number, { groups }: Declared): DeclaredGroup | undefined {
  for (let index = 0; index < groups.length; index++) {
    const group = groups[index];
    if (group?.address === address) return group;
  }
  return undefined;
}
