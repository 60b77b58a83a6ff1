import { requirementTable } from '../../harness/contracts/requirement-table.ts';

const tutorial =
  'tutorial "Basic Network Programming" (Symbian developer community, 2009-2010), broadcast: prose and programs';

/** What a broadcast receiver must do. Why the rows are as they are: suites/README.md, "Decisions about broadcast". */
export const broadcastReceiver = requirementTable('broadcast/receiver', {
  limited: {
    level: 'MUST',
    source: tutorial,
    text: 'A datagram to 255.255.255.255 is shown with its source.',
    seen: ['output'],
    provoked: 'A datagram is sent to the limited broadcast address through the interface, in up to three rounds.',
    failure: "The receiver is bound to a unicast address, or to the subnet's broadcast address alone.",
    mend: 'Bind 0.0.0.0.',
  },
  'subnet-directed': {
    level: 'MUST',
    source: tutorial,
    text: 'A datagram to the broadcast address of the subnet is shown with its source.',
    seen: ['output'],
    provoked: "A datagram is sent to the broadcast address of the interface's own subnet, in up to three rounds.",
    failure:
      'The receiver is bound to a unicast address, or to 255.255.255.255 alone, or throws away what does not come from where it expects.',
    mend: 'Bind 0.0.0.0.',
  },
  'net-directed': {
    level: 'MAY',
    source: tutorial,
    text: 'A datagram to the broadcast address of the whole network is shown with its source.',
    seen: ['output'],
    provoked:
      "A datagram is sent to the broadcast address of the class's network, where the interface's subnet is a part of that.",
    failure: 'No route brings such a datagram to the receiver, or its host does not take the address for a broadcast.',
    mend: 'Nothing in the receiver: routers and hosts decide about it (RFC 2644).',
  },
  'all-subnets-directed': {
    level: 'MAY',
    source: tutorial,
    text: 'A datagram to all subnets of the network is shown with its source.',
    seen: ['output'],
    provoked: 'A datagram is sent to the address of all subnets, which is that of the whole network.',
    failure:
      'No route brings such a datagram to the receiver: all-subnets broadcasts are obsolete (RFC 1812 §5.3.5.3).',
    mend: 'Nothing in the receiver: routers and hosts decide about it.',
  },
  'unicast-too': {
    level: 'SHOULD',
    source: 'RFC 1122 §4.1.3.5: a socket bound to no address is given what was sent to each address of the host',
    text: "A datagram to the host's own address is shown too.",
    seen: ['output'],
    provoked: 'A datagram is sent to the unicast address of the receiver.',
    failure: 'The receiver is bound to a broadcast address.',
    mend: 'Bind 0.0.0.0.',
  },
  'keeps-datagrams-apart': {
    level: 'MUST',
    source: 'RFC 768: UDP delivers messages, each whole and by itself',
    text: 'Ten datagrams that arrive back to back are shown as ten, each whole.',
    seen: ['output'],
    provoked: 'Ten datagrams of 12 octets are broadcast without a pause, in up to three rounds.',
    failure: 'Datagrams are collected in one buffer as a stream is, or cut at the size of the buffer.',
    mend: 'Show what one recvfrom returned as one message, with a buffer of at least 1472 octets.',
  },
  'several-senders': {
    level: 'MUST',
    source: 'RFC 768: a port takes datagrams from any sender',
    text: 'Datagrams of two senders in turn are all shown, each with its source.',
    seen: ['output'],
    provoked: 'Two sockets of the harness broadcast in turn.',
    failure: 'The receiver connects its socket to the first sender, or compares each source with the first.',
    mend: 'Use recvfrom on an unconnected socket, and show the source that it returns with each datagram.',
  },
});

/** What a broadcast sender must do. Why the rows are as they are: suites/README.md, "Decisions about broadcast". */
export const broadcastSender = requirementTable('broadcast/sender', {
  'sets-so-broadcast': {
    level: 'MUST',
    source: tutorial,
    text: 'The datagram leaves: SO_BROADCAST is set, without which the kernel refuses to send it.',
    seen: ['wire', 'exit'],
    provoked: 'The sender is started with a broadcast address of the interface, on which the harness listens.',
    failure:
      'SO_BROADCAST is not set: sendto fails with EACCES (permission denied), which some programs do not even notice.',
    mend: 'Set SO_BROADCAST before the first sendto, and report its errors.',
  },
  payload: {
    level: 'MUST',
    source: tutorial,
    text: 'Each datagram carries exactly the 11 octets `hello world`.',
    seen: ['wire'],
    provoked: 'The sender is started, and the harness looks at its first two datagrams.',
    failure: 'A line end or a NUL is sent with the text, a number is added, or the text is sent letter by letter.',
    mend: 'Send the 11 octets of the text in one sendto, and nothing else.',
  },
  interval: {
    level: 'SHOULD',
    source: tutorial,
    text: 'Datagrams follow each other every 2 s, to 10 % in the mean of five.',
    seen: ['wire'],
    provoked: 'The sender is started, and the harness takes the times at which its first five datagrams arrive.',
    failure: 'There is no pause, the pause is counted in another unit, or the time for sending is added to it.',
    mend: "Sleep for 2 s after each datagram; the profile's intervalMs declares another interval.",
  },
  'every-datagram': {
    level: 'MUST',
    source: tutorial,
    text: 'Each datagram, however late, has the text, goes to a broadcast address, comes from one address and port, and follows the one before at an even gap.',
    seen: ['wire'],
    provoked:
      'The sender is started, and the harness looks at all that it sends for six intervals and, after them, for ten seconds more (five intervals): the octets, the destination and the source of each, and each gap, which may differ from the usual one by a quarter of the interval. Where its first two datagrams are wrong, other rows say so, and nothing is concluded here.',
    failure:
      'The sender ends after a few datagrams, changes its text or its destination, sends in bursts, or makes a new socket, and so gets a new port, for each.',
    mend: 'Make one socket, and send the same octets to the same address in a loop that sleeps once a datagram and has no end.',
  },
  destination: {
    level: 'MUST',
    source: tutorial,
    text: 'The destination of the datagrams is a broadcast address of the subnet, or the limited one.',
    seen: ['frames', 'wire'],
    provoked:
      'The harness listens with one socket bound to each broadcast address and one bound to the address of the interface: which of them is given a datagram tells where it was sent to.',
    failure: 'The datagrams are sent to the address of one host.',
    mend: "Send to the subnet's broadcast address, worked out from address and mask, or to 255.255.255.255.",
  },
});
