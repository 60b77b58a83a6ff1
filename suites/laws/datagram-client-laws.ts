import type { Causes } from '../../harness/contracts/requirement-table.ts';
import { clientLaws } from './client-laws.ts';
import type { Law } from './law.ts';

const lost = 'RFC 8085 §3.1.1: UDP does not tell that a datagram is lost';
const wait = 'Set a time limit on the socket, ask again a few times, say that the server does not answer, and end.';

/** What every client over datagrams owes its user and its server, in the order in which it is judged. */
export const datagramClientLaws = {
  asks: {
    level: 'MUST',
    source: 'the description',
    text: 'What the client sends is as described, one datagram a message.',
    seen: ['wire'],
    provoked: 'The harness holds the plain dialogue as the server, three times.',
    right: ['described'],
    failure: 'The client speaks another form, or the description is wrong: the report names the octet.',
    mend: 'Compare the octets of the evidence with the description, and mend the one that is wrong.',
  },
  'plain-replies': clientLaws['plain-replies'],
  'asks-again': {
    level: 'SHOULD',
    source: lost,
    text: 'A client whose answer is lost asks again, or says so within the time that the profile declares.',
    seen: ['wire', 'exit', 'output'],
    provoked:
      'The first question is not answered, and every later one is. Without limits.stallMs the row is not applicable.',
    right: ['asked again', 'ended'],
    failure: 'recvfrom waits for ever: one lost datagram hangs the client.',
    mend: wait,
  },
  'reports-silence': {
    level: 'MUST',
    source: lost,
    text: 'A client that nobody answers says so, within the time that the profile declares.',
    seen: ['exit', 'output'],
    provoked: 'No question is answered. Without limits.stallMs the row is not applicable.',
    right: ['broken', 'ended'],
    failure: 'No time limit is set, or the client ends as if it had been answered.',
    mend: wait,
  },
  'reports-refused': {
    level: 'MUST',
    source: 'RFC 1122 §4.1.3.3: ICMP messages are passed to the application',
    text: 'A client that asks where nobody listens says so, within the time that the profile declares.',
    seen: ['exit', 'output'],
    provoked:
      'The client is told a port on which nobody listens (ICMP port unreachable). Without limits.stallMs the row is not applicable.',
    right: ['broken', 'ended'],
    failure: 'The error of recv is swallowed, or the program dies of it without a word.',
    mend: 'Connect the socket, so that errors come to it; catch them, say what happened, and end with another status than 0.',
  },
  'ignores-strangers': {
    level: 'SHOULD',
    source: 'CWE-346: origin validation error',
    text: 'An answer that is not to what was asked, or from somebody else, is not taken.',
    seen: ['exit', 'output'],
    provoked:
      'Before the right answer come five others: from another port, from another address (of 127.0.0.0/8), and such as repeat another field.',
    right: ['twin'],
    failure:
      'The first datagram that comes is taken for the answer, or each that comes is counted as one of a few tries.',
    mend: 'Connect the socket to the server, or compare the address that recvfrom tells; compare what the answer must repeat.',
  },
  short: {
    level: 'MUST',
    source: 'RFC 768: UDP delivers messages, each whole and by itself',
    text: 'A datagram that holds part of an answer is not taken for all of it.',
    seen: ['exit', 'output'],
    provoked:
      'Only the first octets of an answer come, each time that the client asks: none, one, half, and all but one.',
    right: ['not taken'],
    failure: 'What is missing is taken from the buffer, or left out, and the client ends as if all were well.',
    mend: 'Decode the whole datagram, up to its last octet, before using any of it.',
  },
  twice: {
    level: 'MUST',
    source: 'RFC 8085 §3.3: a datagram may be delivered more than once',
    text: 'The same answer twice is taken once.',
    seen: ['exit', 'output'],
    provoked: 'Each answer is sent twice.',
    right: ['twin'],
    failure: 'Every datagram that comes is shown, or the second copy is taken for the next answer.',
    mend: 'Take one answer to each question, and drop what repeats another field than the question at hand.',
  },
  largest: {
    level: 'MUST',
    source: 'the description; RFC 768: a datagram has up to 65,507 octets over IPv4',
    text: 'An answer as large as the description allows is understood.',
    seen: ['wire', 'exit', 'output'],
    provoked: 'Answers of the limit, and of 1,472 and 65,507 octets in all where these are legal.',
    right: ['twin'],
    failure:
      'The buffer of recvfrom is smaller than the largest answer: what is behind it is lost, and nobody is told.',
    mend: 'Give recvfrom a buffer of 65,535 octets.',
  },
  late: {
    level: 'MUST',
    source: 'RFC 8085 §3.3: a datagram may be delayed',
    text: 'An answer that comes after 1.5 s is taken.',
    seen: ['exit', 'output'],
    provoked: 'The first answer comes after 1.5 s.',
    right: ['twin'],
    failure: 'The time limit is far shorter than people wait, or a second question makes the first answer a stranger.',
    mend: 'Wait for as long as the user would; ask again with the same fields, so that either answer fits.',
  },
  'ends-well': {
    ...clientLaws['ends-well'],
    provoked:
      'The harness holds the plain dialogue, and waits for the client to end. What the server has said is no word of the client.',
  },
} as const satisfies Record<string, Law>;

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const datagramClientLawCauses: Causes<DatagramClientLaw> = {
  'plain-replies': ['asks'],
  'asks-again': ['asks'],
  'reports-silence': ['asks-again'],
  'reports-refused': ['reports-silence'],
  'ignores-strangers': ['asks'],
  short: ['asks'],
  twice: ['asks'],
  largest: ['asks'],
  late: ['asks'],
  'ends-well': ['asks'],
};

/** The name of a law of clients over datagrams. */
export type DatagramClientLaw = keyof typeof datagramClientLaws;
