import { type AddressPrefix, addressAfter, edgesOf, maskOfPrefix } from './arithmetic.ts';

/** The addresses that share a prefix. */
export interface Network {
  readonly mask: string;
  /** All host bits zero. */
  readonly network: string;
  /** All host bits one; a /31 (RFC 3021 §2.1) and a /32 have none. */
  readonly broadcast?: string;
  readonly firstHost: string;
  readonly lastHost: string;
  /** How many addresses hosts can have: all but the network's own and the broadcast; 2 in a /31, 1 in a /32. */
  readonly hosts: number;
}

/** Works out the network of an address. */
export function networkOf({ address, prefix }: AddressPrefix): Network {
  const { first, last } = edgesOf({ address, prefix });
  const mask = maskOfPrefix(prefix);
  const size = 2 ** (32 - prefix);
  if (size <= 2) return { mask, network: first, firstHost: first, lastHost: last, hosts: size };
  const hosts = { firstHost: addressAfter(first, 1), lastHost: addressAfter(last, -1), hosts: size - 2 };
  return { mask, network: first, broadcast: last, ...hosts };
}
