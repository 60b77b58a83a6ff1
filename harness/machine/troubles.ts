import type { Trouble } from '../contracts/machine.ts';

/**
 * The usual reasons why datagrams do not arrive on a Wi-Fi between a phone and a PC (suites/README.md, "Addresses"). No
 * probe of one machine sees them.
 */
export const usualTroubles: readonly Trouble[] = [
  {
    name: 'a firewall on the PC',
    sign: 'the phone receives, the PC does not; a TCP connect to the PC times out and is not refused',
    mend: 'allow incoming TCP and UDP on the ports used (54321) for this network, or call the network a private one',
  },
  {
    name: 'an access point that filters MACs or isolates its clients',
    sign: 'each device reaches the Internet, none reaches another, not even by ping',
    mend: 'turn off client isolation ("AP isolation", "guest network"), put both MACs on the list, or use a hotspot of the PC',
  },
  {
    name: 'a Wi-Fi that drops multicast',
    sign: 'unicast arrives, multicast does not, or only in part: it is sent unacknowledged, at the lowest rate, and IGMP snooping cuts off who is not known to listen',
    mend: 'turn off IGMP snooping or turn on "multicast to unicast" on the access point; on Android hold a MulticastLock; compare with a cable',
  },
  {
    name: 'a capture tool without promiscuous mode',
    sign: 'the capture shows what this PC sends and what is sent to it, and nothing between two other devices',
    mend: 'let the tool set promiscuous mode (dumpcap does unless -p is given); on Wi-Fi it needs monitor mode, or capture on one of the two ends',
  },
  {
    name: 'a socket API that lacks the options',
    sign: 'IP_ADD_MEMBERSHIP, IP_MULTICAST_IF, IP_MULTICAST_TTL or SO_BROADCAST is missing or ignored; a join says nothing and receives nothing',
    mend: 'set the option through the lower layer (setsockopt with the numbers of the system), or declare the capability as missing in the profile: its rows are then not applicable',
  },
];
