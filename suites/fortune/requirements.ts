import { dependencies, requirementTable } from '../../harness/contracts/requirement-table.ts';
import { clientRows } from '../client-rows.ts';
import { serverRows } from '../server-rows.ts';

const book = 'tutorial "Basic Network Programming" (Symbian developer community, 2009-2010)';
const tutorial = `${book}, fortune server: prose`;
const clientTutorial = `${book}, fortune client: prose`;

/**
 * What a fortune server owes its clients. Why the rows are as they are: suites/README.md, "Decisions about fortune".
 */
export const fortuneServer = requirementTable('fortune/server', {
  'accepts-connection': {
    level: 'MUST',
    source: tutorial,
    text: 'The server accepts a connection and does not reset it before the first octet or the end of the stream.',
    seen: ['wire'],
    provoked: 'The harness connects, and waits for the connection to be established within the connect limit.',
    failure:
      'The server listens on another address or port, listens on 127.0.0.1 only, is behind a firewall, or closes what it accepts with a reset.',
    mend: 'Bind to 0.0.0.0 (or the address that clients use) and the port asked for, call listen, and accept in a loop.',
  },
  'speaks-first': {
    level: 'MUST',
    source: tutorial,
    text: 'The server sends its phrase as soon as a client has connected, without waiting for a request.',
    seen: ['wire'],
    provoked: 'The harness connects, sends nothing and waits for octets or an orderly end of the stream.',
    failure: 'The server calls recv before it sends, as a server of a request-and-reply protocol would.',
    mend: 'Send the phrase straight after accept, and remove the read in front of it.',
  },
  'closes-after-phrase': {
    level: 'MUST',
    source: tutorial,
    text: 'The server ends the stream in an orderly way (FIN, not RST) once the phrase is sent: the end of the stream ends the phrase.',
    seen: ['wire'],
    provoked: 'The harness sends nothing, reads the phrase and waits for the end of the stream.',
    failure:
      'The server keeps the socket open (a forgotten close, or a second reference to it), or closes it with SO_LINGER set to 0, which resets the connection.',
    mend: 'Close the socket on every path (with, finally, try-with-resources), and leave SO_LINGER at its default.',
  },
  'phrase-is-whole': {
    level: 'MUST',
    source: tutorial,
    text: 'The octets sent are exactly one whole phrase of the database.',
    seen: ['wire'],
    provoked:
      'The harness reads to the end of the stream and looks the octets up in the database that --phrases names; without one the case is inconclusive. Of a database of 2 to 24 phrases it connects until each has come.',
    failure:
      'The phrase is cut at the size of a buffer, or at what a single send took; or something is added to it: a line end, a terminator, a length. Or the database is cut where other systems end lines, at U+2028.',
    mend: 'Send the encoded phrase with sendall, or loop on send until every octet is taken, and send nothing else.',
  },
  'phrase-is-text': {
    level: 'SHOULD',
    source: tutorial,
    text: 'The phrase is valid UTF-8 and holds no control characters but tab, line feed and carriage return.',
    seen: ['wire'],
    provoked: 'The harness reads a phrase and decodes it as UTF-8.',
    failure:
      'The phrase is sent in the encoding of the system (Latin-1, UTF-16), is cut within a character, or carries a terminating NUL of a C string.',
    mend: "Encode explicitly, e.g. phrase.encode('utf-8') or getBytes(UTF_8), and send strlen(phrase) octets, not one more.",
  },
  'phrase-varies': {
    level: 'SHOULD',
    source: tutorial,
    text: 'The phrase is chosen at random for each connection.',
    seen: ['wire'],
    provoked:
      'The harness connects 40 times and expects at least two different phrases. A server that chooses evenly among n phrases is accused wrongly with probability 1/n^39: less than 2 in 10^12 for two phrases. Of a known database of 2 to 24 phrases it connects until each has come, or one of them would be missed with probability 1 in 10^9.',
    failure:
      'The phrase is chosen once when the program starts, or the generator gets the same seed for every client. Or the first or the last phrase is never chosen: the range of the index is one too short.',
    mend: 'Choose within the accept loop, and seed the generator once, when the program starts.',
  },
  'serves-one-after-another': {
    level: 'MUST',
    source: tutorial,
    text: 'The server serves any number of clients, one after another.',
    seen: ['wire'],
    provoked: 'The harness connects 50 times in a row, and reads each phrase to its end.',
    failure: 'The server ends after its first client, or runs out of sockets because it closes none.',
    mend: 'Accept in an endless loop, and close each client socket before the next accept.',
  },
  'serves-queued-clients': {
    level: 'MUST',
    source: tutorial,
    text: 'Clients that connect at the same time are all served.',
    seen: ['wire'],
    provoked: 'The harness opens 5 connections at once and reads all of them to the end.',
    failure: 'The backlog given to listen is too short, or the listening socket is closed while a client is served.',
    mend: 'Keep the listening socket open all the time, and give listen a backlog of 5 or more.',
  },
  'survives-client-leaving': {
    level: 'MUST',
    source: 'RFC 9293 §3.5.2: octets sent to a connection that its peer has closed are answered by a reset',
    text: 'A client that closes before it reads the phrase does not stop the server.',
    seen: ['wire', 'next'],
    provoked: 'The harness connects and closes at once without reading; then a well-behaved client must be served.',
    failure:
      'The send to the client that has left raises an error (EPIPE, ECONNRESET) or SIGPIPE, which nothing handles, and the process ends.',
    mend: 'Handle the error of send for each client and go on accepting; in C ignore SIGPIPE or pass MSG_NOSIGNAL.',
  },
  'survives-client-reset': {
    level: 'MUST',
    source: 'RFC 9293 §3.5.3 and §3.10.7.4: a reset aborts the connection, and the user is told',
    text: 'A client that resets the connection does not stop the server.',
    seen: ['wire', 'next'],
    provoked:
      'The harness resets the connection right after it is established, again while a phrase larger than the socket buffers is being sent, and 130 times one after another when the first octet is there; then a well-behaved client must be served. Where all phrases are small, the second case is inconclusive.',
    failure:
      'An ECONNRESET from accept, send, recv, shutdown or close is not handled, and ends the program or its accept loop.',
    mend: 'Put everything that is done with one client into one error handler, and continue with the next accept.',
  },
  'survives-half-close': {
    level: 'SHOULD',
    source: 'RFC 9293 §3.6.1: a connection may be closed in one direction and go on in the other',
    text: 'A client that shuts down its sending side first still receives the whole phrase.',
    seen: ['wire'],
    provoked:
      'The harness connects, sends a FIN at once, and reads to the end of the stream; and it sends one within a phrase larger than the socket buffers, where there is one.',
    failure:
      "The server takes the end of the client's stream for the end of the connection, and closes without speaking, or within the phrase.",
    mend: 'Do not read before the phrase is sent; an end of stream says only that the client has nothing to send.',
  },
  'survives-unsolicited-data': {
    level: 'SHOULD',
    source:
      'RFC 9293 §3.6.1: a close with received data still unread sends a reset, which can destroy what is on its way',
    text: 'The whole phrase arrives even if the client sends octets that nobody asked for.',
    seen: ['wire'],
    provoked:
      'The harness sends octets right after it has connected, and reads to the end. A reset that comes after the whole phrase passes, and is said in the note. Of a database with a phrase of 256 KiB or more it reads when the server says no more, until it has met such a phrase.',
    failure:
      'The server closes its socket with input unread: the kernel answers with a reset, and the client loses what it had not read.',
    mend: 'After the last send call shutdown(SHUT_WR), then read and discard until the end of the stream, within a time limit, and only then close.',
  },
  'survives-slow-reader': {
    level: 'MUST',
    source:
      'RFC 9293 §3.8.6.1: a receiver may keep its window closed for as long as it likes, and the connection stays open',
    text: 'A client that reads slowly receives the whole phrase.',
    seen: ['wire'],
    provoked:
      'The harness reads one octet at a time, slowly, of a phrase larger than the socket buffers where the server has one; and of another such phrase the beginning, then nothing for 1.5 s, then the rest.',
    failure:
      'One send of a non-blocking socket, or of one with a timeout, took a part of the phrase, and the rest was thrown away; or a limit of a second, which TCP_USER_TIMEOUT is too, ends a connection whose window is closed for as long.',
    mend: 'Send until everything is taken: sendall in Python, or a loop that waits until the socket is writable again.',
  },
  'not-starved': {
    level: 'SHOULD',
    source: 'RFC 9293 §2.2: TCP does not by itself notice a peer that is no longer alive',
    text: 'A client that connects and does nothing does not keep the next client waiting.',
    seen: ['wire'],
    provoked:
      'One client connects and stays idle, and then eight, which do not close when they have their phrase; another connects and must be served within the recovery time.',
    failure:
      'One thread serves all clients, and waits for this one: to read its phrase, or to close its side. Or each thread of a small pool does.',
    mend: 'Serve each client in its own thread or from an event loop, and give every wait for a client a time limit.',
  },
  'reports-port-in-use': {
    level: 'SHOULD',
    source: tutorial,
    text: 'A server that cannot have its port says so and ends with a non-zero exit status.',
    seen: ['exit', 'output'],
    provoked:
      'The harness launches a second server on a port that another program has, and on the port of the first. The case needs a server that the harness launches.',
    failure:
      'The error of bind is ignored, so that the program hangs or claims to serve, or it ends without a word. Or SO_REUSEPORT gives it half of the clients of the first.',
    mend: 'Check the result of bind and listen, print one line that names the port and the reason, and exit with status 1.',
  },
  ...serverRows,
  'leaves-nothing-open': {
    ...serverRows['leaves-nothing-open'],
    provoked: `${serverRows['leaves-nothing-open'].provoked} The same of 50 clients that have said something first, which nobody asked for.`,
  },
});

/**
 * What a fortune client owes its server and its user. Why the rows are as they are: suites/README.md, "Decisions about
 * fortune".
 */
export const fortuneClient = requirementTable('fortune/client', {
  'sends-nothing': {
    level: 'MUST',
    source: clientTutorial,
    text: 'The client sends no octet: to connect is all that it asks.',
    seen: ['wire'],
    provoked:
      'The harness accepts the client, sends a phrase, at once or after 1.5 s, closes, and keeps every octet that comes from the client.',
    failure:
      'The client sends a request, a greeting or a newline, as a client of another protocol would, or to wake a server that is late.',
    mend: 'Remove the send; go straight from connect to the loop of recv.',
  },
  'reads-until-close': {
    level: 'MUST',
    source: clientTutorial,
    text: 'The client shows the whole phrase, however it is grouped into segments: the end of the stream ends it.',
    seen: ['output'],
    provoked:
      'The harness sends a phrase one octet a segment, and a phrase of 40 octets in two segments, once for every place where it can be cut; then phrases of data of all families, and two of several lines, an empty one among them: the lines of one end in LF, those of the other in CR LF; and a phrase in two halves, while it waits for each of which a launched client is stopped (SIGSTOP) and goes on (SIGCONT), as with Ctrl-Z and fg.',
    failure:
      'The client calls recv once and takes what it returns for the phrase, or takes a recv that was interrupted (EINTR) for an error.',
    mend: 'Call recv in a loop, keep what it returns, call it again where it was interrupted, and stop only when it returns no octets.',
  },
  'reads-past-one-buffer': {
    level: 'MUST',
    source: clientTutorial,
    text: 'The client shows the whole phrase, however long it is.',
    seen: ['output'],
    provoked: 'The harness sends phrases of 1023, 1024, 1025, 4096 and 70,000 octets.',
    failure: 'The client reads as much as one buffer holds (recv(1024) in most examples) and no more.',
    mend: 'Call recv until it returns no octets; the size of the buffer is no limit of the phrase.',
  },
  'joins-split-characters': {
    level: 'MUST',
    source: 'RFC 3629 §3: a character of UTF-8 is a sequence of one to four octets',
    text: 'A character whose octets arrive in different segments is shown intact.',
    seen: ['output'],
    provoked:
      'The harness cuts a phrase within its characters of two, three and four octets, at every inner octet. It also sends one of 201,040 octets, nearly all in characters of three octets: borders of buffers are within them.',
    failure:
      'Each piece is decoded by itself: half a character is replaced or dropped, or raises an error that ends the client.',
    mend: 'Join the octets first and decode them once, or use an incremental decoder (codecs.getincrementaldecoder, TextDecoder with stream).',
  },
  'waits-for-late-phrase': {
    level: 'MUST',
    source: 'RFC 9293 §3.8: the time until octets arrive is that of the network and of the peer, and has no bound',
    text: 'The client waits for a phrase that comes late.',
    seen: ['output'],
    provoked: 'The harness accepts the connection, and sends the first octet after 1.5 s.',
    failure: 'The client reads from a non-blocking socket, or with a timeout that is too short, and gives up at once.',
    mend: 'Use a blocking recv, or a timeout of several seconds.',
  },
  'ends-on-empty-phrase': {
    level: 'SHOULD',
    source: 'RFC 9293 §3.10.4: once all octets are delivered, RECEIVE tells that the connection is closing',
    text: 'The client ends when the server closes without a word.',
    seen: ['exit'],
    provoked: 'The harness accepts the connection and closes it at once.',
    failure: 'The client reads until it has something to show, and spins on recv, which returns no octets for ever.',
    mend: 'Treat a recv that returns no octets as the end of the phrase, even if it is the first.',
  },
  'closes-its-side': {
    level: 'MUST',
    source: clientTutorial,
    text: 'The client closes its side after the end of the stream.',
    seen: ['wire'],
    provoked: "The harness sends a phrase and closes, then waits for the client's end within the close limit.",
    failure: 'The socket is not closed, and the program goes on, e.g. in a menu, with the connection half open.',
    mend: 'Close the socket on every path: with, finally, try-with-resources.',
  },
  'reports-reset': {
    level: 'MUST',
    source: clientTutorial,
    text: 'A reset in the middle of the phrase is reported as an error.',
    seen: ['exit', 'output'],
    provoked: 'The harness sends a part of a phrase and resets the connection.',
    failure: 'The error of recv is caught and passed over, as if it were the end of the stream.',
    mend: 'Print one line that says that the connection was reset, and exit with status 1.',
  },
  'partial-not-shown-as-whole': {
    level: 'SHOULD',
    source: 'RFC 9293 §3.5.3: a reset aborts the connection, and what was on its way is lost',
    text: 'What arrived before a reset, or before the client gave up, is not presented as a whole phrase.',
    seen: ['output'],
    provoked:
      'The harness sends a part of a phrase, and resets the connection; and sends a part and then nothing, until the client gives up after the time that the profile declares, which is not applicable without.',
    failure:
      'The client prints each piece as it comes, or prints what it has in a finally block, without an error; or a time-out of recv passes for the end of the stream.',
    mend: 'Print the phrase only after recv has returned no octets; or say beside it that it is incomplete.',
  },
  'gives-up-on-stall': {
    level: 'SHOULD',
    source: clientTutorial,
    text: 'The client ends, within the time that the profile declares, when the server stops sending.',
    seen: ['exit'],
    provoked:
      'The harness sends half of a phrase, and then nothing, and keeps the connection open. It also sends a phrase for longer than that time, with pauses of a tenth of it: a server that goes on sending has not stalled. Not applicable where the profile declares no such time.',
    failure:
      'The client waits in recv for ever: TCP does not notice by itself that its peer is gone. Or its time limit is one for the whole phrase, so that it leaves a slow server.',
    mend: 'Set a timeout on the socket (settimeout, SO_RCVTIMEO) that begins anew with each octet, and report that the server does not answer.',
  },
  ...clientRows,
});

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const fortuneServerCauses = dependencies(fortuneServer, {
  'speaks-first': ['accepts-connection'],
  'closes-after-phrase': ['speaks-first'],
  'phrase-is-whole': ['closes-after-phrase'],
  'phrase-is-text': ['phrase-is-whole'],
  'phrase-varies': ['phrase-is-whole'],
  'serves-one-after-another': ['closes-after-phrase'],
  'serves-queued-clients': ['serves-one-after-another', 'closes-after-phrase'],
  'survives-client-leaving': ['serves-one-after-another'],
  'survives-client-reset': ['survives-client-leaving', 'serves-one-after-another'],
  'survives-half-close': ['phrase-is-whole', 'survives-slow-reader'],
  'survives-unsolicited-data': ['phrase-is-whole', 'survives-slow-reader'],
  'survives-slow-reader': ['phrase-is-whole'],
  'not-starved': ['serves-one-after-another', 'survives-client-reset'],
  rests: ['survives-client-leaving'],
  'leaves-nothing-open': ['survives-client-leaving', 'closes-after-phrase'],
});

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const fortuneClientCauses = dependencies(fortuneClient, {
  'reads-past-one-buffer': ['reads-until-close'],
  'joins-split-characters': ['reads-past-one-buffer'],
  'waits-for-late-phrase': ['reads-until-close'],
  'ends-on-empty-phrase': ['closes-its-side'],
  'reports-reset': ['reads-until-close'],
  'partial-not-shown-as-whole': ['reports-reset'],
  rests: ['closes-its-side'],
});
