import type { AddressFacts, Network } from '../contracts/address-facts.ts';
import {
  broadcastsOf,
  classOf,
  classPrefixOf,
  isGroup,
  LIMITED_BROADCAST,
  maskOfPrefix,
  multicastMac,
} from './ipv4.ts';
import { networkOf } from './network.ts';
import type { GivenAddress } from './parse.ts';

/** Works out all that there is to know about an address (suites/README.md, "Addresses"). */
export function factsOf({ address, prefix, maskFrom }: GivenAddress): AddressFacts {
  const defaultPrefix = classPrefixOf(address);
  const group = isGroup(address);
  const network = prefix === undefined || group ? undefined : networkOf({ address, prefix });
  return {
    address,
    class: classOf(address),
    is: whatItIs(address, network),
    ...(defaultPrefix === undefined ? {} : { defaultMask: maskOfPrefix(defaultPrefix), defaultPrefix }),
    ...(prefix === undefined ? {} : { prefix }),
    maskFrom,
    ...(network === undefined ? {} : { network }),
    broadcasts: prefix === undefined ? { limited: LIMITED_BROADCAST } : broadcastsOf({ address, prefix }),
    ...(group ? { multicastMac: multicastMac(address) } : {}),
  };
}

function whatItIs(address: string, network: Network | undefined): AddressFacts['is'] {
  if (isGroup(address)) return 'group';
  if (address === LIMITED_BROADCAST || address === network?.broadcast) return 'broadcast';
  if (network === undefined) return 'reserved';
  return network.broadcast !== undefined && address === network.network ? 'network' : 'host';
}
