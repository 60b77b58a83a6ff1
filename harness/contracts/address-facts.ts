/** Class of an IPv4 address by its leading bits (RFC 791 §2.3; D: RFC 1112 §4, E: reserved there). */
export type AddressClass = 'A' | 'B' | 'C' | 'D' | 'E';

/** The kinds of broadcast address (RFC 919, 922; RFC 1122 §3.2.1.3). A kind that an address does not have is left out. */
export interface Broadcasts {
  /** 255.255.255.255: never leaves its link. */
  readonly limited: string;
  /** All host bits one. A /31 (RFC 3021) and a /32 have none, nor has a group. */
  readonly subnetDirected?: string;
  /**
   * All bits after the class's network number one. None where the mask is shorter than the class default (several networks
   * taken together), nor in classes D and E, which have no network number.
   */
  readonly netDirected?: string;
  /** The same octets as `netDirected`: what differs is who hands it on, every router of a network that has subnets (RFC 922). */
  readonly allSubnetsDirected?: string;
}

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

/**
 * All that is worked out for one IPv4 address (suites/README.md, "Addresses"). What an address does not have is left
 * out.
 */
export interface AddressFacts {
  readonly address: string;
  readonly class: AddressClass;
  /** What the address itself is. `reserved`: class E without a mask. */
  readonly is: 'host' | 'network' | 'broadcast' | 'group' | 'reserved';
  /** The mask that the class means; classes D and E mean none. */
  readonly defaultMask?: string;
  readonly defaultPrefix?: number;
  /** The prefix that the rest is worked out with, and whether it was given or is the one that the class means. */
  readonly prefix?: number;
  readonly maskFrom: 'given' | 'class';
  /** A group has no network, whatever mask is given. */
  readonly network?: Network;
  readonly broadcasts: Broadcasts;
  /** The Ethernet address of a group (RFC 1112 §6.4). */
  readonly multicastMac?: string;
}
