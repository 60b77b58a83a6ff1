import type { Network } from '../contracts/address-facts.ts';
import { type AddressPrefix, maskOfPrefix, numberOf } from './ipv4.ts';
import { ipv4Text, prefixAt } from './numbers.ts';

/** Works out the network of an address. */
export function networkOf({ address, prefix }: AddressPrefix): Network {
  const { network, mask, broadcast } = prefixAt(numberOf(address), prefix);
  const ends = { mask: maskOfPrefix(prefix), network: ipv4Text(network) };
  const size = 2 ** (32 - prefix);
  if (broadcast === undefined) {
    // All addresses of a /31 or /32 are hosts (RFC 3021).
    return { ...ends, firstHost: ipv4Text(network), lastHost: ipv4Text(network | ~mask), hosts: size };
  }
  return {
    ...ends,
    broadcast: ipv4Text(broadcast),
    firstHost: ipv4Text(network + 1),
    lastHost: ipv4Text(broadcast - 1),
    hosts: size - 2,
  };
}
