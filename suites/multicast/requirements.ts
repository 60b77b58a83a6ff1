import { dependencies, requirementTable } from '../../harness/contracts/requirement-table.ts';
import { receiverRows, senderRows } from '../datagram-rows.ts';

const tutorial =
  'tutorial "Basic Network Programming" (Symbian developer community, 2009-2010), multicast: prose and programs';

/** What a multicast receiver must do. Why the rows are as they are: suites/README.md, "Decisions about multicast". */
export const multicastReceiver = requirementTable('multicast/receiver', {
  'receives-after-join': {
    level: 'MUST',
    source: tutorial,
    text: 'Each datagram to the group is shown, because the receiver itself has joined the group.',
    seen: ['output'],
    provoked:
      "Three datagrams of different lengths are sent to the group, each when the one before was shown, in up to three rounds, since datagrams can be lost; for a launched program on Linux its own join must be in the kernel's membership list, so that a join of another socket of the host does not count.",
    failure:
      'The receiver never joins, joins another group, leaves after the first datagram, or is bound to the unicast address of its interface: such a socket is given multicast by some systems and by Linux never.',
    mend: 'Bind 0.0.0.0 or the group, and join with IP_ADD_MEMBERSHIP before the first receive.',
  },
  'shows-source': {
    level: 'SHOULD',
    source: tutorial,
    text: 'Each datagram is shown with the address that it came from, and where a port is shown, with its own.',
    seen: ['output'],
    provoked:
      'Three sockets of the harness, with ports of their own and, where the interface has two, another address for the second, send five datagrams to the group: one, two of the second, one of the third, one of the first. The address must stand on the line of its datagram, or on lines before or after it in the same way for all.',
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
      'Ten datagrams of 12 to 40 octets are sent without a pause, a short one after a long one, and the same one twice; up to three rounds, so that of a network that loses one in a hundred all ten arrive in one of them but for one time in a thousand. Then one after the other: texts with spaces at their ends, a tab, control characters, line ends, the syntax of other programs, and characters of several octets; the same text three times (case contents); four of two senders in turn (case of two senders); one that ends within a character, and behind it plain ones of another sender and of the same, which must have in front of them what plain ones had before (case after one that ends within a character); and 101 plain ones (case many). What cannot be printed may be shown by an escape or a mark.',
    failure:
      'Datagrams are collected in one buffer as a stream is, cut at the size of the buffer, shown with the rest of a longer one behind them, trimmed, cut at a NUL or a line end, decoded by one decoder as a stream is, so that what is left of one comes up in the next, or with characters left out, dropped because one like them came before or because another sender was first, or lost while the receiver does something slow between two receives.',
    mend: 'Show what one recvfrom returned, as many octets as it says, as one message, decoded by itself, with a buffer of at least 1472 octets; keep nothing of it, and do slow work elsewhere.',
  },
  'receives-after-silence': {
    level: 'SHOULD',
    source: 'RFC 768: a datagram may come at any time, and nothing tells that none will come any more',
    text: 'After 3 s without a datagram the next one is shown.',
    seen: ['output'],
    provoked:
      'Two datagrams are sent to the group, and another one 3 s after them. Not applicable where the profile declares a shorter idleMs.',
    failure: 'A timeout that was set for a trial ends the receiver, or its loop.',
    mend: 'Wait without a time limit, or take up receiving again when it is over.',
  },
  'other-group-ignored': {
    level: 'MAY',
    source:
      'RFC 3376 §2: a socket asks for the groups that it wants; ip(7), IP_MULTICAST_ALL: Linux delivers all by default',
    text: 'A datagram on the same port to another group, which some other socket of the host has joined, is not shown.',
    seen: ['output'],
    provoked:
      'A socket of the harness joins a second group on the same interface, and a datagram is sent to that group and the port of the receiver, then one to its own.',
    failure:
      'A socket bound to 0.0.0.0 is given every group that any socket of a Linux host has joined, unless IP_MULTICAST_ALL is switched off.',
    mend: 'Bind the group itself where the system allows that (not on Windows), or switch IP_MULTICAST_ALL off.',
  },
  'largest-datagram': {
    level: 'SHOULD',
    source: 'RFC 894: an Ethernet frame carries up to 1500 octets of IP, hence 1472 of UDP',
    text: 'A datagram of 1472 octets, the largest of one Ethernet frame, is shown whole.',
    seen: ['output'],
    provoked: 'One datagram of 1472 printable octets is sent to the group.',
    failure: 'The buffer is smaller, and the rest of the datagram is thrown away without an error.',
    mend: 'Receive with a buffer of at least 1472 octets; 65535 is always enough.',
  },
  'empty-datagram': {
    level: 'SHOULD',
    source: 'RFC 768: the length of a datagram is at least that of its header, 8',
    text: 'A datagram of no octets does no harm: the next one is shown.',
    seen: ['output'],
    provoked: 'A datagram without data is sent to the group, then one of 12 octets.',
    failure: 'An empty result is taken for the end of a stream, as with TCP, or the first octet of it is looked at.',
    mend: 'Go on after an empty datagram: UDP has no end of stream.',
  },
  leaves: {
    level: 'MUST',
    source: tutorial,
    text: 'The receiver leaves the group before it ends, or when it is asked to end.',
    seen: ['frames', 'output'],
    provoked:
      "A launched receiver is sent SIGINT, or the number of datagrams after which its profile says that it ends (endsAfterMessages); then the kernel's membership list of its host is looked at until it is no member, up to the close limit. That the kernel drops a membership when the process ends counts as leaving.",
    failure:
      'The receiver catches the interrupt, says goodbye and goes on in another thread, or waits for one more datagram.',
    mend: 'Leave with IP_DROP_MEMBERSHIP, close the socket, and end.',
  },
  'joins-on-interface': {
    level: 'MUST',
    source: tutorial,
    text: 'The group is joined on the interface that was named, and on no other.',
    seen: ['frames', 'output'],
    provoked:
      "A launched receiver is told the interface as {interface} or {address}; the kernel's membership list says where it has joined.",
    failure:
      'The join names no interface (INADDR_ANY), and the system takes the one of its default route; or every interface is joined.',
    mend: 'Give the address of the interface as the second half of struct ip_mreq.',
  },
  rejoins: {
    level: 'SHOULD',
    source: 'RFC 1112 §7.1: JoinHostGroup and LeaveHostGroup may follow each other any number of times',
    text: 'After it has left, the receiver joins again and receives again.',
    seen: ['output'],
    provoked: 'The receiver is asked to end, started again on the same kind of port and group, and sent a datagram.',
    failure: 'Something of the first start is left behind, a lock or a socket, which the second one stumbles over.',
    mend: 'Close the socket and free what belongs to it on the way out.',
  },
  'shares-the-port': {
    level: 'SHOULD',
    source: 'RFC 1112 §6.1: the datagrams of a group go to every member, more than one on a host included',
    text: 'Two receivers on one host both show a datagram to their group.',
    seen: ['output'],
    provoked:
      'A second receiver is launched with the port and the group of the first, and a datagram is sent to the group.',
    failure: 'The port is bound without SO_REUSEADDR, and the second receiver ends with "address already in use".',
    mend: 'Set SO_REUSEADDR (and SO_REUSEPORT on BSD and macOS) before the bind.',
  },
  ...receiverRows,
});

/** What a multicast sender must do. Why the rows are as they are: suites/README.md, "Decisions about multicast". */
export const multicastSender = requirementTable('multicast/sender', {
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
    text: 'Each datagram, however late, has the text, goes to the group, comes from one address and port, and follows the one before at an even gap; nothing else is sent.',
    seen: ['wire'],
    provoked:
      'The sender is started, and the harness looks at all that it sends for six intervals and, after them, for ten seconds more (five intervals): the octets, the destination and the source of each, and each gap, which may differ from the usual one by a quarter of the interval. Where this machine may capture frames, those from the same source to other addresses and ports are looked at, too. Where its first two datagrams are wrong, other rows say so, and nothing is concluded here.',
    failure:
      'The sender ends after a few datagrams, changes its text or its destination, sends in bursts, or makes a new socket, and so gets a new port, for each.',
    mend: 'Make one socket, and send the same octets to the same address in a loop that sleeps once a datagram and has no end.',
  },
  'reaches-group': {
    level: 'MUST',
    source: tutorial,
    text: 'The destination of the datagrams is the group, and no unicast address.',
    seen: ['wire'],
    provoked:
      'The harness joins the group, and listens with one socket bound to the group and one bound to the address of the interface: which of them is given a datagram tells where it was sent to.',
    failure:
      'The datagrams are sent to the address of one host, or to another group, or they leave by the interface of the default route instead of the one named.',
    mend: "Send to the group's address, and name the interface with IP_MULTICAST_IF.",
  },
  ttl: {
    level: 'SHOULD',
    source: 'RFC 1112 §6.1: without other instructions the time to live of multicast is 1',
    text: 'The time to live is 1, unless the profile declares another.',
    seen: ['frames'],
    provoked: 'The frames of the sender are captured.',
    failure: 'IP_MULTICAST_TTL is set to a value copied from elsewhere (64, 255), and the datagrams leave the site.',
    mend: 'Leave IP_MULTICAST_TTL at 1, or declare the ttl that is meant in the profile.',
  },
  'survives-nobody-listening': {
    level: 'MUST',
    source: 'RFC 1112 §4: a sender need not be a member, and is not told whether a group has members',
    text: 'The sender goes on when nobody listens.',
    seen: ['wire'],
    provoked: 'The harness joins the group only when two intervals have gone by since the sender was started.',
    failure: 'The sender waits for an answer, or ends after a first datagram that nobody has answered.',
    mend: 'Send without waiting for anybody: UDP has no acknowledgement.',
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
export const multicastReceiverCauses = dependencies(multicastReceiver, {
  'shows-source': ['receives-after-join'],
  'keeps-datagrams-apart': ['receives-after-join'],
  'receives-after-silence': ['receives-after-join'],
  'largest-datagram': ['receives-after-join'],
  'empty-datagram': ['receives-after-join'],
  leaves: ['receives-after-join'],
  'joins-on-interface': ['receives-after-join'],
  rejoins: ['receives-after-join'],
  'shares-the-port': ['receives-after-join'],
});

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const multicastSenderCauses = dependencies(multicastSender, {
  interval: ['survives-nobody-listening'],
  'every-datagram': ['payload', 'reaches-group', 'survives-nobody-listening'],
  ttl: ['reaches-group'],
});
