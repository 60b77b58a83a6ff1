import { dependencies, requirementTable } from '../../harness/contracts/requirement-table.ts';
import { receiverRows, senderRows } from '../datagram-rows.ts';

const tutorial =
  'tutorial "Basic Network Programming" (Symbian developer community, 2009-2010), broadcast: prose and programs';

/** What a broadcast receiver must do. Why the rows are as they are: suites/README.md, "Decisions about broadcast". */
export const broadcastReceiver = requirementTable('broadcast/receiver', {
  limited: {
    level: 'MUST',
    source: tutorial,
    text: 'A datagram to 255.255.255.255 is shown.',
    seen: ['output'],
    provoked: 'A datagram is sent to the limited broadcast address through the interface, in up to three rounds.',
    failure: "The receiver is bound to a unicast address, or to the subnet's broadcast address alone.",
    mend: 'Bind 0.0.0.0.',
  },
  'subnet-directed': {
    level: 'MUST',
    source: tutorial,
    text: 'A datagram to the broadcast address of the subnet is shown.',
    seen: ['output'],
    provoked: "A datagram is sent to the broadcast address of the interface's own subnet, in up to three rounds.",
    failure:
      'The receiver is bound to a unicast address, or to 255.255.255.255 alone, or throws away what does not come from where it expects.',
    mend: 'Bind 0.0.0.0.',
  },
  'net-directed': {
    level: 'MAY',
    source: tutorial,
    text: 'A datagram to the broadcast address of the whole network is shown.',
    seen: ['output'],
    provoked:
      "A datagram is sent to the broadcast address of the class's network, where the interface's subnet is a part of that.",
    failure: 'No route brings such a datagram to the receiver, or its host does not take the address for a broadcast.',
    mend: 'Nothing in the receiver: routers and hosts decide about it (RFC 2644).',
  },
  'all-subnets-directed': {
    level: 'MAY',
    source: tutorial,
    text: 'A datagram to all subnets of the network is shown.',
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
  'shows-source': {
    level: 'SHOULD',
    source: tutorial,
    text: 'Each datagram is shown with the address that it came from, and where a port is shown, with its own.',
    seen: ['output'],
    provoked:
      'Three sockets of the harness, with ports of their own and, where the interface has two, another address for the second, send five datagrams to the broadcast address of the subnet: one, two of the second, one of the third, one of the first. The address must stand on the line of its datagram, or on lines before or after it in the same way for all.',
    failure:
      'The text alone is shown, or the first sender for all, or the address of the receiver itself, or a port whose octets were not brought into order.',
    mend: 'Show the address that recvfrom returns with each datagram; a port of sockaddr_in needs ntohs.',
  },
  'keeps-datagrams-apart': {
    level: 'MUST',
    source: 'RFC 768: UDP delivers messages, each whole and by itself',
    text: 'Each datagram is shown once, whole and by itself: ten that arrive back to back as ten, whatever they hold, and however many came before.',
    seen: ['output'],
    provoked:
      'Ten datagrams of 12 to 40 octets are broadcast without a pause, a short one after a long one, and the same one twice; up to three rounds, so that of a network that loses one in a hundred all ten arrive in one of them but for one time in a thousand. Then one after the other: texts with spaces at their ends, a tab, control characters, line ends, the syntax of other programs, and characters of several octets; the same text three times (case contents); one that ends within a character, and behind it plain ones of another sender and of the same, which must have in front of them what plain ones had before (case after one that ends within a character); and 101 plain ones (case many). What cannot be printed may be shown by an escape or a mark.',
    failure:
      'Datagrams are collected in one buffer as a stream is, cut at the size of the buffer, shown with the rest of a longer one behind them, trimmed, cut at a NUL or a line end, decoded by one decoder as a stream is, so that what is left of one comes up in the next, or with characters left out, dropped because one like them came before, or lost while the receiver does something slow between two receives.',
    mend: 'Show what one recvfrom returned, as many octets as it says, as one message, decoded by itself, with a buffer of at least 1472 octets; keep nothing of it, and do slow work elsewhere.',
  },
  'receives-after-silence': {
    level: 'SHOULD',
    source: 'RFC 768: a datagram may come at any time, and nothing tells that none will come any more',
    text: 'After 3 s without a datagram the next one is shown.',
    seen: ['output'],
    provoked:
      'Two datagrams are sent to the broadcast address of the subnet, and another one 3 s after them. Not applicable where the profile declares a shorter idleMs.',
    failure: 'A timeout that was set for a trial ends the receiver, or its loop.',
    mend: 'Wait without a time limit, or take up receiving again when it is over.',
  },
  'largest-datagram': {
    level: 'SHOULD',
    source: 'RFC 894: an Ethernet frame carries up to 1500 octets of IP, hence 1472 of UDP',
    text: 'A datagram of 1472 octets, the largest of one Ethernet frame, is shown whole.',
    seen: ['output'],
    provoked: 'One datagram of 1472 printable octets is broadcast.',
    failure: 'The buffer is smaller, and the rest of the datagram is thrown away without an error.',
    mend: 'Receive with a buffer of at least 1472 octets; 65535 is always enough.',
  },
  'empty-datagram': {
    level: 'SHOULD',
    source: 'RFC 768: the length of a datagram is at least that of its header, 8',
    text: 'A datagram of no octets does no harm: the next one is shown.',
    seen: ['output'],
    provoked: 'A datagram without data is broadcast, then one of 12 octets.',
    failure: 'An empty result is taken for the end of a stream, as with TCP, or the first octet of it is looked at.',
    mend: 'Go on receiving: UDP has no end of stream.',
  },
  'several-senders': {
    level: 'MUST',
    source: 'RFC 768: a port takes datagrams from any sender',
    text: 'Datagrams of two senders in turn are all shown.',
    seen: ['output'],
    provoked:
      'Two sockets of the harness broadcast in turn, two datagrams each, from different ports and, where the interface has two, different addresses.',
    failure: 'The receiver connects its socket to the first sender, or compares each source with the first.',
    mend: 'Use recvfrom on an unconnected socket, and show the source that it returns with each datagram.',
  },
  ...receiverRows,
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
    provoked:
      'The sender is started, and the harness takes the times at which its first five datagrams arrive. A launched sender is stopped (SIGSTOP) for 3.25 intervals after its second datagram, and goes on (SIGCONT): of the next three datagrams no two come within a quarter of an interval (case after it was stopped for a while; RFC 8085 §3.1: no bursts). Of another sender each datagram is answered by one to where it came from (case as each is answered).',
    failure:
      'There is no pause, the pause is counted in another unit, the time for sending is added to it, or what was missed while the program or its machine stood still is sent all at once; or the sender waits in a receive with a time limit, which a datagram that comes back ends.',
    mend: "Sleep for 2 s after each datagram; who keeps to a beat forgets the beats that it has missed. The profile's intervalMs declares another interval.",
  },
  'every-datagram': {
    level: 'MUST',
    source: tutorial,
    text: 'Each datagram, however late, has the text, goes to a broadcast address, comes from one address and port, and follows the one before at an even gap; nothing else is sent.',
    seen: ['wire'],
    provoked:
      'The sender is started, and the harness looks at all that it sends for six intervals and, after them, for ten seconds more (five intervals): the octets, the destination and the source of each, and each gap, which may differ from the usual one by a quarter of the interval. Where this machine may capture frames, those from the same source to other addresses and ports are looked at, too. Where its first two datagrams are wrong, other rows say so, and nothing is concluded here.',
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
      'The harness listens with one socket bound to each broadcast address of the interface that can be bound, and one bound to the address of the interface: which of them is given a datagram tells where it was sent to.',
    failure: 'The datagrams are sent to the address of one host.',
    mend: "Send to the subnet's broadcast address, worked out from address and mask, or to 255.255.255.255.",
  },
  'beside-a-listener': {
    level: 'MUST',
    source: 'RFC 768: the source port is that of the sending process, and need not be the one it sends to',
    text: 'The sender sends while another program of its machine listens on the port that it sends to.',
    seen: ['wire', 'exit'],
    provoked:
      'The harness listens on the port, and the sender is started. One that sends nothing is started again while nobody listens: where it runs then, and has the port, the requirement is broken. Not applicable where the datagrams come from another machine.',
    failure:
      'The sender binds its socket to the port of the destination: the kernel refuses that where a receiver has the port (EADDRINUSE), and no receiver can be started where the sender came first.',
    mend: 'Bind port 0, or do not bind at all: the kernel chooses a free one.',
  },
  ...senderRows,
});

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const broadcastReceiverCauses = dependencies(broadcastReceiver, {
  'subnet-directed': ['limited'],
  'unicast-too': ['limited', 'subnet-directed'],
  'shows-source': ['limited', 'subnet-directed'],
  'keeps-datagrams-apart': ['limited', 'subnet-directed'],
  'receives-after-silence': ['limited', 'subnet-directed'],
  'largest-datagram': ['limited', 'subnet-directed'],
  'empty-datagram': ['limited', 'subnet-directed'],
  'several-senders': ['limited', 'subnet-directed'],
});

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const broadcastSenderCauses = dependencies(broadcastSender, {
  payload: ['sets-so-broadcast'],
  interval: ['sets-so-broadcast'],
  'every-datagram': ['sets-so-broadcast', 'payload', 'destination'],
  destination: ['sets-so-broadcast'],
});
