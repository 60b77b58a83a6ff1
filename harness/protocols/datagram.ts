/** What a sender sends, and what a receiver is to show (suites/README.md, "Wire formats"): 11 octets, no terminator. */
export const HELLO = 'hello world';

/** The multicast group of the specification. Its Ethernet address is 01:00:5E:4A:14:1E. */
export const DEFAULT_GROUP = '224.202.20.30';

/** Time between two datagrams of a sender, in milliseconds. */
export const INTERVAL_MS = 2000;

/** The largest datagram that fits into one Ethernet frame, in octets: 1500 less an IPv4 header of 20 and a UDP header of 8. */
export const LARGEST_DATAGRAM = 1472;
