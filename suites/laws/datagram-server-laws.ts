import type { Causes } from '../../harness/contracts/requirement-table.ts';
import type { Law } from './law.ts';

const whole = 'RFC 768: UDP delivers messages, each whole and by itself';
const decode = 'Decode the whole datagram, up to its last octet, before answering, and drop what is no message.';

/** What every server over datagrams owes its peers, in the order in which it is judged. */
export const datagramServerLaws = {
  answers: {
    level: 'MUST',
    source: 'the description',
    text: 'The plain dialogue is answered as described, one datagram a message, and no more.',
    seen: ['wire'],
    provoked:
      'A client asks what well-behaved clients ask, three times from ports of its own, once with each further sample, and twice from one port where the dialogue repeats. Then it listens for a quiet while. Where the server says nothing and shows what it is told, it says the very same twice, too.',
    right: ['described'],
    failure:
      'The server speaks another form, or answers twice, or the description is wrong: the report names the octet.',
    mend: 'Compare the octets of the evidence with the description, and mend the one that is wrong.',
  },
  'kept-apart': {
    level: 'MUST',
    source: whole,
    text: 'Questions that come back to back are answered one by one, each to whoever has asked it.',
    seen: ['wire'],
    provoked:
      'Fifty clients ask back to back, each for something else, at another length where that can be chosen; and one client asks ten questions before it looks for an answer, where the dialogue is one question and repeats; there one client asks the very same three times, too, each time behind its answer. And the same is asked twice, the second time with another number where the answer repeats one, and with 0, the largest and the smallest number of its width as a signed one, and the largest there is; and two questions are asked with one number, where the answers do not depend on it.',
    right: ['twin'],
    failure:
      'The address of the asker, or the buffer, is shared by all questions; or an answer is kept and said again with the number of an earlier question in it; or a number is read as a signed one; or a question that comes again is taken for a copy, and dropped; or one is known by its number alone, which two clients may choose.',
    mend: 'Keep the address that recvfrom has told with its question, and answer there. Of an answer keep what does not depend on who asks, and give it again to those who ask again: their answer may be lost.',
  },
  'answers-from-where-asked': {
    level: 'SHOULD',
    source: 'RFC 1122 §4.1.3.5: a response comes from the address that the request was sent to',
    text: 'An answer comes from the address and port that was asked.',
    seen: ['wire'],
    provoked:
      'A client that takes datagrams from anywhere asks at the address of the server; and at another address of its host, where the server listens on all of them.',
    right: ['from there'],
    failure: 'The server answers by a socket of its own, or lets the kernel choose the address of the answer.',
    mend: 'Answer by the socket that was asked; on a host of several addresses bind one socket to each, or take the address from IP_PKTINFO.',
  },
  short: {
    level: 'MUST',
    source: whole,
    text: 'A datagram that holds part of a message is not accepted, and does no harm.',
    seen: ['wire', 'next'],
    provoked:
      'A message cut after each of its octets (beyond 256 octets around the borders of fields, and at 32 places), each from a port of its own, and a plain client after each.',
    right: ['refusal', 'bounded', 'next'],
    failure:
      'The rest of the buffer, or of the datagram before, is taken for the rest of the message; or an error in decoding ends the server.',
    mend: decode,
  },
  surplus: {
    level: 'MUST',
    source: whole,
    text: 'A datagram that goes on behind its message is not accepted, and does no harm.',
    seen: ['wire', 'next'],
    provoked:
      'A message with one octet behind it, with a thousand, and with itself once more; and the longest one that its limit allows, with one octet behind it.',
    right: ['refusal', 'bounded', 'next'],
    failure:
      'Nobody looks whether the message ends where the datagram does. Or the buffer is as long as the longest message, and recvfrom cuts off what is behind it.',
    mend: `${decode} Give recvfrom a longer buffer than the longest message needs.`,
  },
  empty: {
    level: 'MUST',
    source: 'RFC 768: the length of a datagram is at least that of its header, 8',
    text: 'A datagram without an octet is not accepted, and does no harm.',
    seen: ['wire', 'next'],
    provoked: 'A datagram of no octets.',
    right: ['refusal', 'bounded', 'next'],
    failure: 'recv returns no octets, which is taken for the end of a connection.',
    mend: 'Take no octets for a datagram that is no message: over datagrams there is no end.',
  },
  largest: {
    level: 'MUST',
    source: `${whole}; RFC 894: an Ethernet frame carries up to 1472 octets of UDP`,
    text: 'A large datagram is answered where it is a legal message, is not accepted where it is none, and does no harm.',
    seen: ['wire', 'next'],
    provoked:
      'Messages of the limit, and of 1,472 and 65,507 octets in all where these are legal. Datagrams of one more than the limit, and of 1,472 and 65,507 octets that are no message.',
    right: ['described', 'refusal', 'bounded', 'next'],
    failure: 'The buffer is smaller than the largest message: what is behind it is lost, and nobody is told.',
    mend: 'Give recvfrom a buffer of 65,535 octets, and compare lengths with the limit.',
  },
  'wrong-numbers': {
    level: 'SHOULD',
    source: 'the description; CWE-130: a length that is not that of the data',
    text: 'A message whose lengths, counts or enumerated numbers are wrong is not accepted, and costs no memory.',
    seen: ['wire', 'next'],
    provoked:
      'Each length and count says one more, one less, 0x7F…, 0x80… and 0xFF…, the last three with nothing behind them, too. Lengths in text have a sign, are hexadecimal, too large or missing. Enumerated numbers are none of the legal ones.',
    right: ['refusal', 'bounded', 'next'],
    failure: 'The length of the datagram is looked at, and not the one in it; or the other way round.',
    mend: 'Compare each length with the octets that are left of the datagram.',
  },
  'wrong-literal': {
    level: 'SHOULD',
    source: 'the description',
    text: 'A message whose fixed octets are others is not accepted.',
    seen: ['wire', 'next'],
    provoked: 'One bit of each fixed octet is changed, one after another.',
    right: ['refusal', 'bounded', 'next'],
    failure: 'Fixed octets are skipped, not compared.',
    mend: 'Compare fixed octets, and drop the message where they differ.',
  },
  stranger: {
    level: 'SHOULD',
    source: 'the description',
    text: 'A client of another protocol is not accepted, and does no harm.',
    seen: ['wire', 'next'],
    provoked: 'A TLS ClientHello, an HTTP request, 1 KiB of zeros and 1 KiB of random octets, a datagram each.',
    right: ['refusal', 'bounded', 'next'],
    failure: 'The server answers whatever it reads, or an error in decoding ends it.',
    mend: 'Check a message before answering it, and handle errors of one datagram by itself.',
  },
  'asker-gone': {
    level: 'MUST',
    source: 'RFC 1122 §4.1.3.3: ICMP messages are passed to the application',
    text: 'A client that is gone before its answer does no harm.',
    seen: ['wire', 'next'],
    provoked:
      'Twenty clients ask and close their sockets while the launched server is held (SIGSTOP), so that each answer meets no one (ICMP port unreachable).',
    right: ['next'],
    failure: 'recv or send fails with ECONNREFUSED or ECONNRESET, which nothing handles.',
    mend: 'Catch errors of one datagram, and go on receiving.',
  },
  rests: {
    level: 'SHOULD',
    source: 'CWE-835: loop with unreachable exit condition',
    text: 'The server needs no processor time after datagrams that are no message, nor after clients that are gone.',
    seen: ['process'],
    provoked:
      'The harness launches the server anew and looks at the processor time of its process group in the second after a client that is gone, an empty datagram, half of a message, a text that is not UTF-8, a length that is another, and 1,472 other octets: less than 20 % of a core. The same second after an unharmed exchange is noted.',
    right: ['rests'],
    failure: 'An error of the socket, or a datagram that cannot be decoded, is tried again and again.',
    mend: 'Drop what cannot be decoded, and wait for the next datagram in a blocking call.',
  },
  'leaves-nothing-open': {
    level: 'SHOULD',
    source: 'CWE-772: missing release of a resource after its effective lifetime',
    text: 'Clients that are gone, and datagrams that are no message, leave nothing open: no descriptor, thread or child.',
    seen: ['process'],
    provoked:
      'The harness launches the server anew, sends fifty such datagrams (of a client that is gone, empty, half of a message, a text that is not UTF-8, a length that is another, and 1,472 other octets), and counts descriptors, threads and children of the process group until they are as many as before, or the close limit is over. Where there are more it does so twice again: a pool of threads fills up once.',
    right: ['kept', 'next'],
    failure:
      'A socket or a thread for each question is closed on the way of the answer alone, or a thread of a pool ends with the error.',
    mend: 'Close on every path: with, finally, try-with-resources; wait for children that have ended.',
  },
} as const satisfies Record<string, Law>;

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const datagramServerLawCauses: Causes<DatagramServerLaw> = {
  'kept-apart': ['answers'],
  'answers-from-where-asked': ['answers'],
  short: ['answers'],
  surplus: ['short'],
  empty: ['short'],
  largest: ['answers'],
  'wrong-numbers': ['short'],
  'wrong-literal': ['wrong-numbers'],
  stranger: ['wrong-literal', 'short'],
  'asker-gone': ['answers'],
  rests: ['asker-gone', 'short'],
  'leaves-nothing-open': ['asker-gone', 'short'],
};

/** The name of a law of servers over datagrams. */
export type DatagramServerLaw = keyof typeof datagramServerLaws;
