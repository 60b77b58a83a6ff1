import { dependencies, requirementTable } from '../../harness/contracts/requirement-table.ts';
import { clientRows } from '../client-rows.ts';
import { listenerRows, portInUse } from '../server-rows.ts';

const book = 'tutorial "Basic Network Programming" (Symbian developer community, 2009-2010)';
const serverTutorial = `${book}, line server: prose`;
const clientTutorial = `${book}, line client: prose`;

/**
 * What a lines server owes its clients and its user. Why the rows are as they are: suites/README.md, "Decisions about
 * lines".
 */
export const linesServer = requirementTable('lines/server', {
  'shows-each-line': {
    level: 'MUST',
    source: serverTutorial,
    text: 'Each line is shown once, in order, as soon as it is complete.',
    seen: ['output'],
    provoked:
      'The harness sends 5 lines, and sends the next only when the one before was shown; three in one segment, all of which must be shown before the client ends; and a line and half of the next in one segment, the first of which must be shown before the other half comes; the end of a line of which the longer part came before, and a shorter line, in one segment, both of which must be shown before the client ends; then lines of all families of data: spaces, syntax of other programs, Unicode, lines that repeat each other, controls and line ends of others.',
    failure:
      'The server collects everything and prints at the end of the stream, or what it prints stays in the buffer of its standard output, or the end of a short line is sought behind where it is; or it works on the text of a line (strips, formats, expands, normalizes), where it should show it.',
    mend: 'Print a line as soon as its 0x0A has come, and flush: print(line, flush=True), fflush(stdout). Print it as it is: no strip, no format string, no split at other line ends.',
  },
  'line-in-pieces': {
    level: 'MUST',
    source: serverTutorial,
    text: 'A line that arrives in several segments is shown as one line.',
    seen: ['output'],
    provoked:
      'The harness sends a line one octet a segment, and in two segments, once for every place where it can be cut.',
    failure: 'What one recv returns is taken for a line.',
    mend: 'Keep what recv returns in a buffer, and take lines out of it at each 0x0A; or use makefile and readline.',
  },
  'random-segmentation': {
    level: 'MUST',
    source: 'RFC 9293 §3.7: segment boundaries have nothing to do with the boundaries of what was written or is read',
    text: 'Lines are shown however their octets are grouped into segments.',
    seen: ['output'],
    provoked:
      'The harness cuts several lines at random places, drawn from the seed of the run: a segment ends one line and begins the next. A failing list of cuts is shrunk to the smallest that still fails.',
    failure: 'What a read holds behind a line end is lost, or what it holds before one is taken for a line.',
    mend: 'Collect octets, take every whole line out of them, and keep the rest for the next read.',
  },
  'lines-in-one-segment': {
    level: 'MUST',
    source: serverTutorial,
    text: 'Lines that arrive in one segment are shown as so many lines.',
    seen: ['output'],
    provoked: 'The harness sends 20 lines in one segment.',
    failure:
      'What one recv returns is taken for a line, or what follows the first 0x0A is kept until more octets come, or thrown away.',
    mend: 'After each recv take lines out of the buffer until it holds no 0x0A.',
  },
  'last-line-unterminated': {
    level: 'SHOULD',
    source: serverTutorial,
    text: 'Octets after the last 0x0A are shown as a last line when the client closes.',
    seen: ['output'],
    provoked: 'The harness sends a line, then octets without a 0x0A, and closes.',
    failure: 'The server forgets its buffer when the stream ends.',
    mend: 'When recv returns no octets, show what is left in the buffer, unless it is empty.',
  },
  'empty-lines': {
    level: 'MUST',
    source: serverTutorial,
    text: 'An empty line is shown as an empty line, and is neither dropped nor taken for the end.',
    seen: ['output'],
    provoked:
      'The harness sends lines with empty ones between, at the beginning and at the end. Whether the empty lines themselves are shown is judged only with a `show` pattern, or with a prefix that the output makes certain.',
    failure: 'The server skips lines that are false in its language, or ends its loop at the first of them.',
    mend: "Take the end of the stream, and nothing else, for the end: in Python readline returns b'' there, and b'\\n' for an empty line.",
  },
  'carriage-return-is-data': {
    level: 'SHOULD',
    source: serverTutorial,
    text: 'A carriage return is an octet of its line like any other.',
    seen: ['output'],
    provoked: 'The harness sends lines with 0x0D in the middle and at the end.',
    failure: 'The server splits with a function that knows many line ends (splitlines), or strips white space.',
    mend: "Split at 0x0A alone, on octets: buffer.partition(b'\\n').",
  },
  'long-line': {
    level: 'MUST',
    source: serverTutorial,
    text: 'A long line is shown as one line.',
    seen: ['output'],
    provoked:
      'The harness sends lines of 1023, 1024, 1025, 8192 and 65,536 octets, and lines of all lengths about those of buffers, up to 100,001 octets, on one connection.',
    failure: 'The line is broken or cut at the size of a buffer.',
    mend: 'Let the buffer of a line grow, up to a limit well above 65,536 octets.',
  },
  'serves-a-burst': {
    level: 'MUST',
    source: serverTutorial,
    text: 'All lines of a large burst are shown, in order.',
    seen: ['output'],
    provoked:
      'The harness sends 2,300 lines of 500 octets at once. Another client sends 20,000 lines and ends its side before the first is read (a launched server is held meanwhile).',
    failure:
      'The server counts the lines of a client, or its octets, keeps them in a list or a queue of fixed size, or leaves when the client has, with lines still unread.',
    mend: 'Show each line, and forget it; let no number of lines matter.',
  },
  'waits-for-slow': {
    level: 'MUST',
    source: 'RFC 9293 §3.8: the time until octets arrive is that of the network and of the peer, and has no bound',
    text: 'A client that pauses for a second, before its line or within it, is not given up on.',
    seen: ['output'],
    provoked:
      'The harness connects, is silent for 1 s, sends half a line, is silent for 1 s and sends the rest. Not applicable where the profile declares a shorter idle time.',
    failure: 'A time limit in the wrong unit, or a recv without octets that is taken for the end.',
    mend: 'Give a client at least some seconds, and start the time anew with each octet.',
  },
  'answers-nothing': {
    level: 'SHOULD',
    source: serverTutorial,
    text: 'The server sends no octet.',
    seen: ['wire'],
    provoked: 'The harness sends lines, and looks for octets that come back.',
    failure: 'The server sends an acknowledgement that no client reads.',
    mend: 'Send nothing: a client that closes with octets unread resets the connection.',
  },
  'endless-line': {
    level: 'SHOULD',
    source: 'CWE-770: allocation of resources without limits or throttling',
    text: 'A line that never ends costs the server neither memory nor its other clients.',
    seen: ['memory', 'next'],
    provoked:
      'The harness sends 16 MiB without a 0x0A, then closes: the peak memory of a launched server grows by less than 8 MiB, and the next client is served in time.',
    failure: 'The server collects octets until a 0x0A comes, without a limit, so that one client can fill its memory.',
    mend: 'Give a line a limit (1 MiB is ample), and close the connection of a client that exceeds it.',
  },
  'closes-at-end': {
    level: 'SHOULD',
    source: 'RFC 9293 §3.6, case 2: a program that is told of the end of the stream closes its own side',
    text: 'The server closes its side after the client has closed its own.',
    seen: ['wire'],
    provoked: "The harness sends lines and a FIN, and waits for the server's end within the close limit.",
    failure: 'The socket is never closed, and the server runs out of descriptors after some hundreds of clients.',
    mend: 'Close the client socket on every path: with, finally, try-with-resources.',
  },
  'split-characters': {
    level: 'MUST',
    source: serverTutorial,
    text: 'A character whose octets arrive in different segments is shown intact.',
    seen: ['output'],
    provoked:
      'The harness cuts a line within its characters of two, three and four octets, at every inner octet, once with a line of another client between the two octets, and sends lines of 84,000 octets of such characters: borders of buffers are within them.',
    failure:
      'Each piece is decoded by itself: half a character is replaced or dropped, or raises an error that ends the server.',
    mend: 'Decode whole lines, never what one recv returns.',
  },
  'survives-other-octets': {
    level: 'SHOULD',
    source: 'RFC 3629 §3: what decodes UTF-8 must protect itself against sequences that are none',
    text: 'A line that is not UTF-8 does not end the connection, nor hide the lines behind it.',
    seen: ['output', 'next'],
    provoked:
      'The harness sends lines in Latin-1, of octets that no text has, of half a character and of an overlong one, a line of letters behind each: those of letters must be shown, the others in any way or not at all. Then 20 clients send such a line each, and a well-behaved client must be served.',
    failure:
      'The error of a strict decoder is taken for one of the connection, or nothing catches it: the loop of the client ends, or its thread, or the program.',
    mend: "Decode each line by itself, with a replacement for what is no UTF-8: line.decode('utf-8', 'replace').",
  },
  'disconnect-mid-line': {
    level: 'MUST',
    source: serverTutorial,
    text: 'A client that leaves in the middle of a line does not stop the server.',
    seen: ['wire', 'next'],
    provoked:
      'The harness closes the connection (FIN) within a line, and within a character, and resets it (RST); after each a well-behaved client must be served, and behind 20 that leave in each place by FIN, and 130 that reset behind a line, one after another.',
    failure: 'An ECONNRESET of recv is not handled and ends the program; or the loop of recv never ends.',
    mend: 'Catch socket errors for each client, treat a recv that returns no octets as the end, and go on accepting.',
  },
  'serves-one-after-another': {
    level: 'MUST',
    source: serverTutorial,
    text: 'The server serves any number of clients, one after another, and keeps their lines apart.',
    seen: ['output'],
    provoked:
      'Several clients in a row send lines and close; all lines must be shown. A client leaves within a line. Then two of five that are each within one end theirs and leave, and the others go on: all lines, and that of one that comes later, must be shown whole.',
    failure:
      'The server ends after its first client; or the buffer outlives the client, so that the rest of one client is put before the first line of the next; or buffers are kept by the places of clients in a list, which move when one leaves.',
    mend: 'Accept in an endless loop, and begin each client with a buffer of its own.',
  },
  'idle-client': {
    level: 'SHOULD',
    source: 'RFC 9293 §2.2: TCP does not by itself notice a peer that is no longer alive',
    text: 'A client that stays silent does not keep the next client waiting beyond the idle time.',
    seen: ['wire', 'next'],
    provoked:
      'One client connects and sends nothing, or part of a line, and stays, and then eight that send nothing; another must be served within the idle time of the profile, of eight within eight times as much.',
    failure:
      'One thread serves all clients, and waits in recv for one that will never speak; or each thread of a small pool does.',
    mend: 'Serve each client in its own thread, or set a timeout (settimeout, SO_RCVTIMEO) on each client socket.',
  },
  ...portInUse,
  ...listenerRows,
});

/**
 * What a lines client owes its server and its user. Why the rows are as they are: suites/README.md, "Decisions about
 * lines".
 */
export const linesClient = requirementTable('lines/client', {
  'lines-are-terminated': {
    level: 'MUST',
    source: clientTutorial,
    text: 'Every line ends in 0x0A, the last included.',
    seen: ['wire'],
    provoked:
      'The harness reads until the client closes; where it writes the lines to the standard input of the client, it compares the text too. It writes lines in two pieces each, and lines of 70,000 octets, of one octet a character and of three, as well. It writes lines the last of which has no line end. It also writes lines, the first of each MiB one of 700,000 octets, until the client is held up, since the harness does not read, and reads them all a while later. Lines that the buffers take it begins to read 6.5 s after they were sent: the client ends as ever.',
    failure:
      'The line end is put between the lines only, or the client sends 0x0D alone or no line end at all; or each read of the input is taken for a line, or decoded by itself; or a line that a slow server does not take at once is lost, cut or sent again; or a close with SO_LINGER and a time of 0 throws away what the server has not read.',
    mend: "Read whole lines of the input, and send line + b'\\n' for every line, once: a write that says that its buffer is full has taken it (Node), or says how much it has taken.",
  },
  'carriage-return-is-data': {
    level: 'SHOULD',
    source: clientTutorial,
    text: 'A carriage return is an octet of its line like any other, and so is every other control character.',
    seen: ['wire'],
    provoked:
      'The harness writes lines to the standard input of the client, through a pipe, with 0x0D in the middle and at the end, and with other control characters, and compares what is sent. Not applicable where the client takes no lines from its standard input, or is on a terminal.',
    failure:
      'The input is read as text by a stream that takes CR, and CR LF, for line ends too (readline of Node, readLine of Java, a file of Python that open has made), or by C functions that end a text at its first NUL.',
    mend: 'Read octets, and split at 0x0A alone: sys.stdin.buffer in Python, the chunks of process.stdin in Node, the octets of System.in in Java; in C take the length that getline returns.',
  },
  'flushes-each-line': {
    level: 'MUST',
    source: clientTutorial,
    text: 'A line is sent when the client has it, and does not wait for the next one.',
    seen: ['wire', 'output'],
    provoked:
      'The harness watches when the lines arrive, or writes each to the standard input of the client once the one before has arrived. Where no two lines arrive at distinct times, nothing can be concluded, unless the client has printed them at distinct times before.',
    failure: 'The client writes to a buffered stream (makefile, fdopen, BufferedWriter), which is flushed at its end.',
    mend: 'Flush the stream after each line, or send with sendall on the socket itself.',
  },
  'closes-at-end': {
    level: 'MUST',
    source: clientTutorial,
    text: 'The client closes after its last line.',
    seen: ['wire'],
    provoked: "The harness reads until the client's FIN, and answers nothing.",
    failure: 'The client waits for an answer, or never closes its socket.',
    mend: 'Close the socket, or shut down its sending side, after the last line.',
  },
  'reports-reset': {
    level: 'SHOULD',
    source: clientTutorial,
    text: 'A reset while there are lines left to send is reported as an error.',
    seen: ['exit', 'output'],
    provoked:
      'The harness resets the connection after the first line. Where the client had no lines left to send, nothing can be concluded.',
    failure: 'The error of send is caught and passed over; in C, SIGPIPE ends the client silently.',
    mend: 'Print one line that says that the connection was reset, and exit with status 1.',
  },
  ...clientRows,
});

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const linesServerCauses = dependencies(linesServer, {
  'line-in-pieces': ['serves-one-after-another', 'lines-in-one-segment'],
  'random-segmentation': ['line-in-pieces', 'lines-in-one-segment'],
  'lines-in-one-segment': ['serves-one-after-another'],
  'last-line-unterminated': ['disconnect-mid-line'],
  'empty-lines': ['serves-one-after-another', 'lines-in-one-segment'],
  'carriage-return-is-data': ['serves-one-after-another', 'lines-in-one-segment'],
  'long-line': ['line-in-pieces'],
  'serves-a-burst': ['lines-in-one-segment', 'line-in-pieces'],
  'endless-line': ['disconnect-mid-line'],
  'closes-at-end': ['closes-after-disconnect'],
  'split-characters': ['line-in-pieces'],
  'survives-other-octets': ['lines-in-one-segment'],
  'disconnect-mid-line': ['serves-one-after-another'],
  'serves-one-after-another': ['shows-each-line'],
  'idle-client': ['serves-one-after-another'],
  'closes-after-disconnect': ['disconnect-mid-line'],
  rests: ['closes-after-disconnect'],
  'leaves-nothing-open': ['closes-after-disconnect'],
  'ends-idle-client': ['waits-for-slow', 'idle-client'],
});

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const linesClientCauses = dependencies(linesClient, {
  'lines-are-terminated': ['closes-at-end'],
  'carriage-return-is-data': ['lines-are-terminated'],
  'flushes-each-line': ['lines-are-terminated'],
  rests: ['closes-at-end'],
});
