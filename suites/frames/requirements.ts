import { dependencies, requirementTable } from '../../harness/contracts/requirement-table.ts';

const provoked =
  'Nothing is provoked: every frame of a capture (a file, or an interface that is listened to) is looked at.';

/** What frames on the wire must show. Why the rows are as they are: suites/README.md, "Decisions about frames". */
export const frameFacts = requirementTable('frames', {
  'multicast-mac': {
    level: 'MUST',
    source: 'RFC 1112 §6.4',
    text: 'An IPv4 datagram to a group goes to the MAC 01:00:5E followed by the low 23 bits of the group.',
    seen: ['frames'],
    provoked,
    failure:
      'A driver or an access point maps the group wrongly, or turns multicast into unicast. A match is no proof of the group: 32 groups share one MAC.',
    mend: 'Send through the socket interface of the system, which maps the group itself, and look at the switches between.',
  },
  'broadcast-mac': {
    level: 'MUST',
    source: 'RFC 922 §7, RFC 894',
    text: 'A datagram to 255.255.255.255, or to the broadcast address of an attached prefix, goes to FF:FF:FF:FF:FF:FF.',
    seen: ['frames'],
    provoked,
    failure:
      'The sender takes the address for a host, because its own prefix is another one, and asks for its MAC. Other addresses that end in .255 may be hosts: name the prefixes with --net.',
    mend: 'Give the sender the mask of the network, or let it send to 255.255.255.255.',
  },
  'no-unicast-mac-for-group': {
    level: 'MUST',
    source: 'RFC 1112 §6.4, RFC 1122 §3.3.6',
    text: 'A group never goes to a unicast MAC, and a MAC of a group never carries a unicast IPv4 destination.',
    seen: ['frames'],
    provoked,
    failure:
      'An access point sends multicast to each station by itself, a static ARP entry names the MAC of a group, or a cluster answers for one address on many hosts.',
    mend: 'Remove the entry, or the option of the access point that turns multicast into unicast.',
  },
  'source-is-unicast': {
    level: 'MUST',
    source: 'RFC 1122 §3.2.1.3',
    text: 'The source MAC and the source address of a frame are no group and no broadcast.',
    seen: ['frames'],
    provoked,
    failure: 'A program that makes its own headers has swapped source and destination, or forges them.',
    mend: 'Let the system fill in the source, or bind to an address of the interface.',
  },
  'multicast-ttl': {
    level: 'SHOULD',
    source: 'RFC 1112 §6.1',
    text: 'A datagram to a declared group has TTL 1, unless another is declared.',
    seen: ['frames'],
    provoked,
    failure: 'The sender sets IP_MULTICAST_TTL, so that its datagrams may leave the network.',
    mend: 'Leave IP_MULTICAST_TTL alone, or declare the TTL: --group 224.202.20.30=5.',
  },
  'igmp-join': {
    level: 'MUST',
    source: 'RFC 2236 §2 and §9, RFC 3376 §4 and §4.2.14, RFC 1112 appendix I',
    text: 'A membership report goes where its version says, with TTL 1, a right checksum and, in versions 2 and 3, Router Alert.',
    seen: ['frames'],
    provoked,
    failure: 'The report was made by a program instead of the system, and a field of it was forgotten.',
    mend: 'Join with IP_ADD_MEMBERSHIP: the system sends the reports.',
  },
  'igmp-leave': {
    level: 'MUST',
    source: 'RFC 2236 §2 and §9, RFC 3376 §4 and §4.2.14',
    text: 'A leave goes to 224.0.0.2 (version 2) or, as a report, to 224.0.0.22 (version 3), with TTL 1, a right checksum and Router Alert.',
    seen: ['frames'],
    provoked,
    failure: 'The leave was made by a program instead of the system, or is sent to the group itself.',
    mend: 'Leave with IP_DROP_MEMBERSHIP, or by closing the socket: the system sends the leave.',
  },
  'arp-for-unicast-only': {
    level: 'MUST',
    source: 'RFC 1122 §2.3.2.1, RFC 826',
    text: 'An ARP request asks for a unicast address, and goes to FF:FF:FF:FF:FF:FF or, as a refresh, to a unicast MAC.',
    seen: ['frames'],
    provoked,
    failure:
      'The sender takes a group or the broadcast address of its network for a host, often for want of the right mask.',
    mend: 'Give the sender the mask of the network; groups and broadcasts have MACs that nobody needs to ask for.',
  },
  checksums: {
    level: 'SHOULD',
    source: 'RFC 791 §3.1, RFC 768, RFC 9293 §3.1, RFC 2236 §2.3, RFC 8200 §8.1',
    text: 'The checksums of IPv4 headers, UDP, TCP and IGMP, over IPv6 too, are right, or left to the hardware of the sender, and a UDP length fits its datagram.',
    seen: ['frames'],
    provoked,
    failure: 'Octets were damaged or changed on their way, or a program that makes its own headers adds up wrongly.',
    mend: 'Look for the hop after which they are wrong. At the sender itself, capture behind the hardware.',
  },
  'not-fragmented': {
    level: 'SHOULD',
    source: 'RFC 791 §3.2, RFC 9293 §3.7.1',
    text: 'TCP segments, IGMP messages and the small datagrams to declared groups and broadcast addresses are no IP fragments.',
    seen: ['frames'],
    provoked,
    failure: 'The datagram is longer than the frames of the network, or the network between has shorter ones.',
    mend: 'Send at most 1472 octets in a datagram, and look at the MTU of every hop.',
  },
});

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const frameFactsCauses = dependencies(frameFacts, {
  'multicast-mac': ['no-unicast-mac-for-group'],
  'igmp-leave': ['igmp-join'],
  checksums: ['igmp-join', 'igmp-leave'],
});
