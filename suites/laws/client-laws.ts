import type { Causes } from '../../harness/contracts/requirement-table.ts';
import { clientRows } from '../client-rows.ts';
import type { Law } from './law.ts';

const segments =
  'RFC 9293 §3.7: segment boundaries have nothing to do with the boundaries of what was written or is read';
const loop = 'Read with one helper that goes on until a reply is whole, and keeps what came of the next one.';
const broken = 'RFC 9293 §3.6; CWE-393: return of a wrong status code';

/** What every client over a stream owes its user and its server, in the order in which it is judged. */
export const clientLaws = {
  asks: {
    level: 'MUST',
    source: 'the description',
    text: 'What the client sends is as described, within the limits.',
    seen: ['wire'],
    provoked: 'The harness holds the plain dialogue as the server, three times.',
    right: ['described'],
    failure: 'The client speaks another form, or the description is wrong: the report names the octet.',
    mend: 'Compare the octets of the evidence with the description, and mend the one that is wrong.',
  },
  'plain-replies': {
    level: 'SHOULD',
    source: 'the description',
    text: 'Every plain reply of the description is taken for one, and so is one whose text is empty where it may be.',
    seen: ['wire', 'exit'],
    provoked:
      'Each sample of a message of the server behind its first stands in place of that. Where none is empty, one whose text has no octet does, too: of a client that takes one letter in its place.',
    right: ['as after the first'],
    failure: 'What a reply holds decides whether it is whole: an empty text, or another number, is taken for an error.',
    mend: 'Tell a reply that is broken by its form alone, and an error by what the protocol says one is.',
  },
  'cut-anywhere': {
    level: 'MUST',
    source: segments,
    text: 'A reply is understood wherever it is cut into two segments.',
    seen: ['wire', 'exit', 'output'],
    provoked:
      'A reply is cut after each of its octets (beyond 64 octets around the borders of fields, and at 16 places); the client has read the first part before the second leaves. A further sample is cut within its characters of several octets, where the first has none; and so is the first sample of each further form of a switch.',
    right: ['twin'],
    failure: 'One recv is taken for one reply.',
    mend: loop,
  },
  'octet-by-octet': {
    level: 'MUST',
    source: segments,
    text: 'A reply is understood when every octet comes in a segment of its own.',
    seen: ['wire', 'exit', 'output'],
    provoked: 'A reply is sent one octet a segment (the first 256 of them).',
    right: ['twin'],
    failure: 'The client calls recv a fixed number of times.',
    mend: loop,
  },
  'random-cuts': {
    level: 'MUST',
    source: segments,
    text: 'Replies are understood however their octets are grouped into segments.',
    seen: ['wire', 'exit', 'output'],
    provoked: 'Replies are cut at up to six random places, drawn from the seed of the run, eight times.',
    right: ['twin'],
    failure: 'Some read rests on where segments begin and end.',
    mend: loop,
  },
  coalesced: {
    level: 'MUST',
    source: segments,
    text: 'Messages of the server that come in one segment are understood one by one.',
    seen: ['wire', 'exit', 'output'],
    provoked: 'Two messages that the server says in a row leave in one segment.',
    right: ['twin'],
    failure: 'What follows the first message in a read is thrown away.',
    mend: 'Keep what is left of a read, and look for the next message in it before reading again.',
  },
  late: {
    level: 'MUST',
    source: 'RFC 9293 §3.8.6: a sender may take its time',
    text: 'A reply that comes late, or in two halves with a pause, is understood.',
    seen: ['wire', 'exit', 'output'],
    provoked:
      'The first octet of a reply comes after 1.5 s; a reply comes in two halves with 1.5 s between them; a launched client is stopped (SIGSTOP) and goes on (SIGCONT) while it waits for the first reply, as with Ctrl-Z and fg.',
    right: ['twin'],
    failure:
      'A read without octets is taken for the end, one that was interrupted (EINTR) for an error, or a time limit is far shorter than people wait.',
    mend: 'Wait for the reply for as long as the user would, and go on reading until it is whole.',
  },
  'short-reply': {
    level: 'MUST',
    source: broken,
    text: 'A reply that the server breaks off is not taken for a whole one: the client says so.',
    seen: ['exit', 'output'],
    provoked: 'A FIN after each octet of a reply (places as for cut-anywhere).',
    right: ['broken'],
    failure: 'What came before the end of the stream is taken for the reply.',
    mend: 'Treat a recv of no octets within a reply as an error: say so, and end with another status than 0.',
  },
  'reset-reply': {
    level: 'MUST',
    source: broken,
    text: 'A reply within which the connection is reset is not taken for a whole one: the client says so.',
    seen: ['exit', 'output'],
    provoked: 'An RST in place of each reply, and within it.',
    right: ['broken'],
    failure: 'The error of recv is swallowed, or the program dies of it without a word.',
    mend: 'Catch the error, say what happened to which server, and end with another status than 0.',
  },
  stalled: {
    level: 'SHOULD',
    source: 'CWE-1088: synchronous access of a remote resource without timeout',
    text: 'A client whose server falls silent ends within the time that the profile declares, and not before half of it.',
    seen: ['exit', 'output'],
    provoked: 'The server says nothing, and half of a reply. Without limits.stallMs the row is not applicable.',
    right: ['broken', 'ended'],
    failure: 'No time limit is set for reading.',
    mend: 'Set a time limit on the connection, say that the server does not answer, and end.',
  },
  'length-borders': {
    level: 'MUST',
    source: 'the description',
    text: 'A reply of every length that the description allows is understood.',
    seen: ['wire', 'exit', 'output'],
    provoked:
      'The text of a reply that has {fill} is as short as it may be, of lengths at the borders of numbers (127, 128, 255, 256, 32,767, 32,768, 65,535 and 65,536 octets), and at its limit. Without a limit, lengths go to 65,536, and to 256 where no field says them.',
    right: ['twin'],
    failure: 'A buffer of fixed size cuts the reply, or its length does not fit into the number that keeps it.',
    mend: 'Read as many octets as the reply says, into a buffer that grows up to the limit.',
  },
  'huge-length': {
    level: 'MUST',
    source: 'CWE-789: memory allocation with excessive size value',
    text: 'A length that a server announces and does not send costs no memory, and is not taken for a reply.',
    seen: ['exit', 'output'],
    provoked: 'Each length and count of a reply as 0x7F…, 0x80… and 0xFF…, and nothing behind it; then a FIN.',
    right: ['broken', 'bounded'],
    failure: 'A buffer of that size is made at once, or the length becomes negative.',
    mend: 'Read lengths unsigned, and let the buffer grow with what comes.',
  },
  'wrong-reply': {
    level: 'SHOULD',
    source: 'the description',
    text: 'A reply that is none is not taken for one: the client says so.',
    seen: ['exit', 'output'],
    provoked:
      'A field that repeats one of the request has another value; one bit of fixed octets is changed; lengths have the other order of octets, a letter behind their digits, or a plus sign in front of them; then a FIN.',
    right: ['broken'],
    failure: 'What the client does not need is not looked at.',
    mend: 'Compare what the reply must repeat and what is always the same, and refuse the reply where they differ.',
  },
  surplus: {
    level: 'SHOULD',
    source: segments,
    text: 'Octets behind the last reply do no harm.',
    seen: ['wire', 'exit', 'output'],
    provoked: 'One letter, and a thousand, behind the last message of the server in the same segment.',
    right: ['twin'],
    failure: 'The client takes everything that it reads for the reply.',
    mend: 'Take as many octets as the reply has, and no more.',
  },
  'closes-at-end': {
    level: 'MUST',
    source: 'RFC 9293 §3.6',
    text: 'The client ends its connection when the dialogue is over.',
    seen: ['wire'],
    provoked: 'The harness holds the plain dialogue, and waits for the end of the connection for the close limit.',
    right: ['ended'],
    failure: 'The socket is never closed, or the client waits for the server to close.',
    mend: 'Close the connection as soon as the last reply was read.',
  },
  'ends-well': {
    ...clientRows['ends-well'],
    seen: ['exit', 'output'],
    provoked:
      'The harness holds the plain dialogue, sees the connection to its end, and waits for the client to end. What the server has said is no word of the client.',
    right: ['ends well'],
  },
  'one-connection': {
    ...clientRows['one-connection'],
    seen: ['wire'],
    provoked:
      'The harness holds the plain dialogue, and then resets another connection as soon as it is there; it listens on until the client has ended, or the close limit is over. A client that says that it was reset may try again.',
    right: ['one connection'],
  },
  rests: { ...clientRows.rests, seen: ['process'], right: ['rests'] },
} as const satisfies Record<string, Law>;

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const clientLawCauses: Causes<ClientLaw> = {
  'plain-replies': ['asks'],
  'cut-anywhere': ['asks'],
  'octet-by-octet': ['cut-anywhere'],
  'random-cuts': ['octet-by-octet'],
  coalesced: ['cut-anywhere'],
  late: ['cut-anywhere'],
  'short-reply': ['asks'],
  'reset-reply': ['short-reply'],
  stalled: ['late'],
  'length-borders': ['cut-anywhere'],
  'huge-length': ['short-reply'],
  'wrong-reply': ['short-reply'],
  surplus: ['asks'],
  'closes-at-end': ['asks'],
  'ends-well': ['asks'],
  'one-connection': ['asks'],
  rests: ['closes-at-end'],
};

/** The name of a law of clients over a stream. */
export type ClientLaw = keyof typeof clientLaws;
