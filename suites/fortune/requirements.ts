import { requirementTable } from '../../harness/contracts/requirement.ts';

const tutorial = 'tutorial "Basic Network Programming" (Symbian developer community, 2009-2010), fortune server: prose';

/** What a fortune server owes its clients: SPEC section 3.1, row by row. */
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
      'The harness reads to the end of the stream and looks the octets up in the database that --phrases names; without one the case is inconclusive.',
    failure:
      'The phrase is cut at the size of a buffer, or at what a single send took; or something is added to it: a line end, a terminator, a length.',
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
      'The harness connects 40 times and expects at least two different phrases. A server that chooses evenly among n phrases is accused wrongly with probability 1/n^39: less than 2 in 10^12 for two phrases.',
    failure: 'The phrase is chosen once when the program starts, or the generator gets the same seed for every client.',
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
      'The harness resets the connection right after it is established, and again while a phrase larger than the socket buffers is being sent; then a well-behaved client must be served. Where all phrases are small, the second case is inconclusive.',
    failure:
      'An ECONNRESET from accept, send, recv, shutdown or close is not handled, and ends the program or its accept loop.',
    mend: 'Put everything that is done with one client into one error handler, and continue with the next accept.',
  },
  'survives-half-close': {
    level: 'SHOULD',
    source: 'RFC 9293 §3.6.1: a connection may be closed in one direction and go on in the other',
    text: 'A client that shuts down its sending side first still receives the whole phrase.',
    seen: ['wire'],
    provoked: 'The harness connects, sends a FIN at once, and reads to the end of the stream.',
    failure:
      "The server takes the end of the client's stream for the end of the connection, and closes without speaking.",
    mend: 'Do not read before the phrase is sent; an end of stream says only that the client has nothing to send.',
  },
  'survives-unsolicited-data': {
    level: 'SHOULD',
    source:
      'RFC 9293 §3.6.1: a close with received data still unread sends a reset, which can destroy what is on its way',
    text: 'The whole phrase arrives even if the client sends octets that nobody asked for.',
    seen: ['wire'],
    provoked:
      'The harness sends octets right after it has connected, and reads to the end. A reset that comes after the whole phrase passes, and is said in the note.',
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
      'The harness reads one octet at a time, slowly, of a phrase larger than the socket buffers where the server has one.',
    failure:
      'One send of a non-blocking socket, or of one with a timeout, took a part of the phrase, and the rest was thrown away.',
    mend: 'Send until everything is taken: sendall in Python, or a loop that waits until the socket is writable again.',
  },
  'not-starved': {
    level: 'SHOULD',
    source: 'RFC 9293 §2.2: TCP does not by itself notice a peer that is no longer alive',
    text: 'A client that connects and does nothing does not keep the next client waiting.',
    seen: ['wire'],
    provoked: 'One client connects and stays idle; a second connects and must be served within the recovery time.',
    failure: 'One thread serves all clients, and waits for this one: to read its phrase, or to close its side.',
    mend: 'Serve each client in its own thread or from an event loop, and give every wait for a client a time limit.',
  },
  'reports-port-in-use': {
    level: 'SHOULD',
    source: tutorial,
    text: 'A server that cannot have its port says so and ends with a non-zero exit status.',
    seen: ['exit', 'output'],
    provoked:
      'The harness launches a second server on a port that is taken. The case needs a server that the harness launches.',
    failure: 'The error of bind is ignored, so that the program hangs or claims to serve, or it ends without a word.',
    mend: 'Check the result of bind and listen, print one line that names the port and the reason, and exit with status 1.',
  },
});
