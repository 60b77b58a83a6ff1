import type { Network } from '../contracts/address-facts.ts';
import { type AddressPrefix, addressAfter, edgesOf, maskOfPrefix } from './arithmetic.ts';

/** Works out the network of an address. */
export function networkOf({ address, prefix }: AddressPrefix): Network {
  const { first, last } = edgesOf({ address, prefix });
  const mask = maskOfPrefix(prefix);
  const size = 2 ** (32 - prefix);
  if (size <= 2) return { mask, network: first, firstHost: first, lastHost: last, hosts: size };
  const hosts = { firstHost: addressAfter(first, 1), lastHost: addressAfter(last, -1), hosts: size - 2 };
  return { mask, network: first, broadcast: last, ...hosts };
}
