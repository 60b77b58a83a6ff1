import type { Causes } from '../../harness/contracts/requirement-table.ts';
import { listenerRows, portInUse } from '../server-rows.ts';
import type { Law } from './law.ts';

const segments =
  'RFC 9293 §3.7: segment boundaries have nothing to do with the boundaries of what was written or is read';
const loop = 'Read with one helper that goes on until a message is whole, and keeps what came of the next one.';

/** What every server over a stream owes its peers, in the order in which it is judged. */
export const serverLaws = {
  answers: {
    level: 'MUST',
    source: 'the description',
    text: 'The plain dialogue is answered as described.',
    seen: ['wire'],
    provoked:
      'A client says what well-behaved clients say, three times on connections of its own, once with each further sample, and twice on one connection where the dialogue repeats. Where the server says nothing and shows what it is told, it says the very same twice, too.',
    right: ['described'],
    failure:
      'The server speaks another form, or the description is wrong: the report names the octet. Or what is said again is taken for a copy, and dropped.',
    mend: 'Compare the octets of the evidence with the description, and mend the one that is wrong. Over a stream there are no copies: show what comes, as often as it comes.',
  },
  'cut-anywhere': {
    level: 'MUST',
    source: segments,
    text: 'A message is understood wherever it is cut into two segments.',
    seen: ['wire'],
    provoked:
      'A message is cut after each of its octets (beyond 256 octets around the borders of fields, and at 32 places), on a connection of its own each time; the server has read the first part before the second leaves. A message of 300 octets more is cut within its lengths that have more octets then; a further sample within its characters of several octets, where the first has none; and the first sample of each further form of a switch.',
    right: ['twin'],
    failure: 'One recv is taken for one message, or one octet of a length for the whole of it.',
    mend: loop,
  },
  'octet-by-octet': {
    level: 'MUST',
    source: segments,
    text: 'A message is understood when every octet comes in a segment of its own.',
    seen: ['wire'],
    provoked: 'A message is sent one octet a segment (the first 256 of them).',
    right: ['twin'],
    failure: 'The server calls recv a fixed number of times.',
    mend: loop,
  },
  'random-cuts': {
    level: 'MUST',
    source: segments,
    text: 'A session is understood however its octets are grouped into segments.',
    seen: ['wire'],
    provoked:
      'Sessions of three rounds (of one, where the dialogue does not repeat) are cut at random places, drawn from the seed of the run: each message by itself, and all of them without waiting for replies, so that a segment ends one message and begins the next. Cuts that fail are shrunk to the fewest that still do.',
    right: ['twin'],
    failure: 'Some read rests on where segments begin and end.',
    mend: loop,
  },
  coalesced: {
    level: 'MUST',
    source: segments,
    text: 'Messages that come in one segment are answered one by one, in order.',
    seen: ['wire'],
    provoked:
      'A client sends 2, 3 and 20 rounds in one segment, and a new one with one that was answered before behind it; the twin sends them one after another.',
    right: ['twin'],
    failure:
      'What follows the first message in a read is thrown away; or an answer that is at hand overtakes one that is looked up.',
    mend: 'Keep what is left of a read, and look for the next message in it before reading again. Answer in the order of the questions.',
  },
  pairing: {
    level: 'MUST',
    source: 'RFC 9293 §2.2: a connection is told from others by its pair of sockets',
    text: 'Each of several clients gets the answer to what it has asked itself.',
    seen: ['wire'],
    provoked:
      'Eight clients send half of a message each, then the other half each; each asks for something else, at another length where that can be chosen. They do so with each further message that holds letters, too, when all have come so far. Of five such clients two leave when they are answered, before the others go on. And the same is asked twice, the second time with another number where the reply repeats one, and with 0, the largest and the smallest number of its width as a signed one, and the largest there is; and two things are asked with one number, where what is answered does not depend on it.',
    right: ['twin'],
    failure:
      'The buffer, or the socket that is answered, is shared by all connections, or found by the place of a client in a list, which moves when another leaves; or a reply is kept and said again with the number of an earlier request in it; or a number is read as a signed one; or a request is known by its number alone, which two clients may choose.',
    mend: 'Keep buffer and state with the connection that they belong to. Of a reply keep what does not depend on who asks.',
  },
  'one-after-another': {
    level: 'MUST',
    source: 'the description',
    text: 'Fifty clients in a row are served.',
    seen: ['wire'],
    provoked: 'A client holds the plain dialogue and leaves, fifty times.',
    right: ['twin'],
    failure: 'The server ends, or forgets to accept, after its first clients.',
    mend: 'Accept in an endless loop, with one handler of errors around all that is done with one client.',
  },
  queued: {
    level: 'SHOULD',
    source: 'RFC 9293 §3.9.1.1; listen(2): connections wait in the backlog',
    text: 'Clients that connect at the same time are all served.',
    seen: ['wire'],
    provoked: 'Fifty clients connect at once and hold the plain dialogue; each leaves when it is answered.',
    right: ['twin'],
    failure: 'The backlog is short, or a client is turned away while another is served.',
    mend: 'Call listen with a larger backlog, and serve each client by itself.',
  },
  'half-close': {
    level: 'SHOULD',
    source: 'RFC 9293 §3.6: a side that has ended may still receive',
    text: 'A client that ends its side after its last message still gets the answer, whole.',
    seen: ['wire'],
    provoked:
      'The client ends its side (FIN) right after the last message of the plain dialogue; where it says all of that before it hears anything, once more while the launched server is held (SIGSTOP), so that it finds both at once. And where the dialogue repeats it asks 128 times, ends its side, and reads the answers a quarter of a second later.',
    right: ['twin'],
    failure:
      'The end of the stream is taken for the end of the connection, which is closed before the answer was sent. Or the socket is closed with SO_LINGER and a time of 0, which throws away what is not on its way yet.',
    mend: 'Answer what was read whole before closing on the end of the stream, and close without SO_LINGER.',
  },
  'slow-reader': {
    level: 'MUST',
    source: 'RFC 9293 §3.8.6: the receiver says how much it takes',
    text: 'Answers that are not read for a while all arrive, in order.',
    seen: ['wire'],
    provoked:
      'A client asks a thousand times without reading (as often as one connection is good for, where that is less, and no error says why), reads nothing for 1.5 s, and then all. Where questions can be large it asks for 8 MiB.',
    right: ['twin'],
    failure:
      'send returns fewer octets than it was given, or would block, and the rest is forgotten; or a limit of a second, which TCP_USER_TIMEOUT is too, ends a connection whose window is closed for as long; or each request is answered by a call within the one before, until the stack is full.',
    mend: 'Go on sending until all octets are gone; stop reading from a client that does not read. Answer requests in a loop.',
  },
  'disconnect-anywhere': {
    level: 'MUST',
    source: 'RFC 9293 §3.6',
    text: 'A client may end its side after any octet of a message: the server ends the connection, takes nothing for whole, and serves the next.',
    seen: ['wire', 'next'],
    provoked: 'A FIN after each octet of a message (places as for cut-anywhere), on connections of their own.',
    right: ['ended', 'refusal', 'next'],
    failure: 'recv returns no octets again and again, or what came is taken for the whole message.',
    mend: 'Treat a recv of no octets as the end wherever the program reads, and close the connection there.',
  },
  'reset-anywhere': {
    level: 'MUST',
    source: 'RFC 9293 §3.5.2',
    text: 'A client may reset the connection after any octet, in the queue, before its reply and within it, and the next client is served.',
    seen: ['wire', 'next'],
    provoked:
      'An RST after each octet of a message, from 130 clients within one (or, where clients say nothing, within what the server says), one after another, from 20 clients that nobody has accepted yet, behind a message that the server has not read yet, and within a reply. And a client closes behind three rounds that the server has not read yet: an RST answers the first reply.',
    right: ['next'],
    failure:
      'recv, send or accept fails with ECONNRESET, EPIPE or ECONNABORTED, which nothing handles; or the place of such a client is not given back.',
    mend: 'Catch errors of sockets for each client, close, give its place back (finally), and go on accepting. Ignore SIGPIPE.',
  },
  rests: { ...listenerRows.rests, seen: ['process'], right: ['rests'] },
  'leaves-nothing-open': {
    ...listenerRows['leaves-nothing-open'],
    seen: ['process'],
    provoked:
      'The harness launches the server anew, breaks off 50 connections by FIN and by RST, before a message, within one, and behind one whose text is not UTF-8, and counts descriptors, sockets in CLOSE-WAIT, threads and children of the process group until they are as many as before, or the close limit is over. Where there are more it does so twice again: a pool of threads fills up once.',
    right: ['kept'],
  },
  'idle-client': {
    level: 'SHOULD',
    source: 'CWE-400: uncontrolled resource consumption',
    text: 'A client that says nothing, or half of a message, does not keep others waiting.',
    seen: ['wire', 'next'],
    provoked:
      'A client connects and stays silent, before a message and within one, and then eight before theirs; meanwhile another holds the plain dialogue.',
    right: ['next'],
    failure: 'One client is served after another.',
    mend: 'Serve each connection by a thread or task of its own, or by an event loop.',
  },
  'ends-idle-client': { ...listenerRows['ends-idle-client'], seen: ['wire'], right: ['ended', 'described'] },
  drip: {
    level: 'SHOULD',
    source: 'CWE-400: uncontrolled resource consumption',
    text: 'A client whose octets drip in does not keep others waiting, and is ended within the time that the profile declares for a message, and not before.',
    seen: ['wire', 'next'],
    provoked:
      'A client sends four octets of a message, one every 500 ms; after each another client holds the plain dialogue. Where the profile declares limits.messageMs, a client goes on so for that time and the close limit; and another says nothing for a while, before its message drips in within that time (case that begins late; of a dialogue that repeats the second round).',
    right: ['next', 'ended', 'described'],
    failure:
      'The rest of a message is waited for in the loop that serves everybody; or each octet begins the time anew after which a client is silent for too long; or the time of a message is taken from when its client connected, or from the message before.',
    mend: 'Serve each connection by itself, keep what came until the message is whole, and take the time from its first octet.',
  },
  'length-borders': {
    level: 'MUST',
    source: 'the description',
    text: 'Messages of every legal length are accepted.',
    seen: ['wire'],
    provoked:
      'Lengths at the borders of numbers, 127, 128, 255, 256, 32,767, 32,768, 65,535 and 65,536, as far as they are legal, and the limit itself.',
    right: ['described'],
    failure: 'A length is kept in too small or a signed number, or a buffer is smaller than the limit.',
    mend: 'Read lengths unsigned, into a number that holds them, and let buffers grow up to the limit.',
  },
  'over-limit': {
    level: 'MUST',
    source: 'the description; CWE-770',
    text: 'What is longer than the limit is not accepted.',
    seen: ['wire', 'next'],
    provoked:
      'The limit and one more, twice the limit, and 16 MiB, as far as the length can say it; and one more of octets that are plain messages, none of which is answered.',
    right: ['refusal', 'next'],
    failure: 'Nobody compares the length with the limit.',
    mend: 'Compare a length with the limit as soon as it was read, and refuse there.',
  },
  'announced-not-sent': {
    level: 'MUST',
    source: 'CWE-789: memory allocation with excessive size value',
    text: 'A length that is announced and not sent costs no memory and no other client, and is not answered as if it had come.',
    seen: ['wire', 'next'],
    provoked: 'Each length and count as 0x7F…, 0x80… and 0xFF…, and nothing behind it; then a FIN.',
    right: ['refusal', 'bounded', 'next'],
    failure: 'A buffer of that size is made at once, or the length becomes negative.',
    mend: 'Read lengths unsigned, refuse those over the limit, and let the buffer grow with what comes.',
  },
  'lying-length': {
    level: 'MUST',
    source: 'CWE-130, CWE-444: a length that is not that of the data',
    text: 'A message whose length is one more or one less than what was sent is not taken for the whole one.',
    seen: ['wire', 'next'],
    provoked:
      'Each length says one more than is sent before the FIN; and one less, where the reply tells what was taken: not applicable where it is the same whatever is said.',
    right: ['refusal', 'next'],
    failure: 'The server looks at what one read returned, not at the length.',
    mend: 'Read exactly as many octets as the length says.',
  },
  'swapped-numbers': {
    level: 'MUST',
    source: 'the description: the order of octets',
    text: 'A length whose octets were swapped by mistake is not accepted, and costs no memory and no other client.',
    seen: ['wire', 'next'],
    provoked:
      'Every length of the message in the other order of octets, once where that makes it larger and once where it makes it smaller; then a FIN.',
    right: ['refusal', 'bounded', 'next'],
    failure: 'The huge number is taken for granted, or the length is not looked at.',
    mend: 'Compare lengths with the limit, and treat the end of the stream within a message as its end.',
  },
  'endless-field': {
    level: 'MUST',
    source: 'CWE-770: allocation of resources without limits',
    text: 'A field whose end does not come does not fill the memory.',
    seen: ['wire', 'next'],
    provoked: '16 MiB without the terminator.',
    right: ['bounded', 'next'],
    failure: 'Octets are collected until the terminator comes, however many there are.',
    mend: 'Close the connection when a field is longer than any legal one.',
  },
  'wrong-literal': {
    level: 'SHOULD',
    source: 'the description',
    text: 'A message whose fixed octets are others is not accepted.',
    seen: ['wire', 'next'],
    provoked: 'One bit of each fixed octet is changed, one after another; then a FIN.',
    right: ['refusal', 'next'],
    failure: 'Fixed octets are skipped, not compared.',
    mend: 'Compare fixed octets, and refuse the message where they differ.',
  },
  'numbers-in-text': {
    level: 'MUST',
    source: 'CWE-1284: improper validation of specified quantity in input',
    text: 'A length in text is nothing but decimal digits.',
    seen: ['wire', 'next'],
    provoked:
      'The right length with a sign, in hexadecimal, with a letter behind it, plus 2^32 and 2^64; nothing at all, and 40 digits; then a FIN. With a blank before or behind it may be taken.',
    right: ['refusal', 'next'],
    failure: 'A lenient function (atoi, strtol, parseInt, int) reads the number.',
    mend: 'Match the text against digits alone, refuse too many of them, and convert then.',
  },
  stranger: {
    level: 'SHOULD',
    source: 'the description',
    text: 'A client of another protocol is not accepted, and does no harm.',
    seen: ['wire', 'next'],
    provoked:
      'A TLS ClientHello, an HTTP request, 1 KiB of zeros and 1 KiB of random octets in place of the first message; then a FIN.',
    right: ['refusal', 'next'],
    failure: 'The server answers whatever it reads, or an error in reading ends it.',
    mend: 'Check a message before answering it, and handle errors of one client by itself.',
  },
  surplus: {
    level: 'SHOULD',
    source: 'RFC 2525 §2.17: a connection closed with unread octets is reset, and the reset may overtake the answer',
    text: 'Octets behind the last message do not cost its answer.',
    seen: ['wire'],
    provoked: 'A thousand letters follow the last message of the plain dialogue in the same segment.',
    right: ['twin'],
    failure: 'The server closes while octets are unread: the kernel resets the connection.',
    mend: 'End the own side first (shutdown), read what is left, and close then.',
  },
  'restarts-on-its-port': { ...listenerRows['restarts-on-its-port'], seen: ['process'], right: ['listens'] },
  'reports-port-in-use': { ...portInUse['reports-port-in-use'], right: ['told'] },
  'full-table': {
    level: 'SHOULD',
    source: 'CWE-770: allocation of resources without limits; accept(2): EMFILE',
    text: 'A server that has no descriptor left for a client rests, and serves again when clients have left.',
    seen: ['process', 'next'],
    provoked:
      'The server is launched with room for 64 descriptors; 80 clients connect and stay for a second, and leave.',
    right: ['rests', 'next'],
    failure:
      'accept fails with EMFILE, which ends the server, or is tried again at once: the client that waits keeps the listener ready.',
    mend: 'Where accept fails, wait a little, or stop listening until a client has left; keep as few clients as there is room for.',
  },
  'ends-when-asked': {
    ...listenerRows['ends-when-asked'],
    provoked:
      'SIGTERM to the process group of the server, while a client is connected that has been answered, or is within its message: it ends within the close limit.',
    right: ['gone'],
  },
} as const satisfies Record<string, Law>;

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const serverLawCauses: Causes<ServerLaw> = {
  'cut-anywhere': ['answers'],
  'octet-by-octet': ['cut-anywhere'],
  'random-cuts': ['octet-by-octet', 'coalesced'],
  coalesced: ['cut-anywhere'],
  pairing: ['cut-anywhere', 'one-after-another'],
  'one-after-another': ['answers'],
  queued: ['one-after-another', 'pairing'],
  'half-close': ['answers'],
  'slow-reader': ['coalesced', 'one-after-another'],
  'disconnect-anywhere': ['one-after-another', 'pairing'],
  'reset-anywhere': ['disconnect-anywhere'],
  rests: ['disconnect-anywhere'],
  'leaves-nothing-open': ['disconnect-anywhere'],
  'idle-client': ['pairing'],
  'ends-idle-client': ['disconnect-anywhere'],
  drip: ['idle-client'],
  'length-borders': ['cut-anywhere'],
  'over-limit': ['disconnect-anywhere', 'reset-anywhere'],
  'announced-not-sent': ['disconnect-anywhere'],
  'lying-length': ['announced-not-sent'],
  'swapped-numbers': ['lying-length'],
  'endless-field': ['disconnect-anywhere', 'reset-anywhere'],
  'wrong-literal': ['lying-length'],
  'numbers-in-text': ['announced-not-sent', 'lying-length'],
  stranger: ['wrong-literal', 'lying-length'],
  surplus: ['coalesced', 'reset-anywhere'],
  'full-table': ['one-after-another', 'leaves-nothing-open'],
  'ends-when-asked': ['answers'],
};

/** The name of a law of servers over a stream. */
export type ServerLaw = keyof typeof serverLaws;
