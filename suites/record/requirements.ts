import { dependencies, requirementTable } from '../../harness/contracts/requirement-table.ts';
import { clientRows } from '../client-rows.ts';
import { listenerRows, portInUse } from '../server-rows.ts';

const book = 'tutorial "Basic Network Programming" (Symbian developer community, 2009-2010)';
const serverTutorial = `${book}, binary data, server: prose`;
const clientTutorial = `${book}, binary data, client: prose`;

/**
 * What a record server owes its clients and its user. Why the rows are as they are: suites/README.md, "Decisions about
 * record".
 */
export const recordServer = requirementTable('record/server', {
  'shows-record': {
    level: 'MUST',
    source: serverTutorial,
    text: 'The server shows version, size and data of the record.',
    seen: ['output'],
    provoked:
      'The harness sends a record of version 305,419,896 with 1,023 octets, numbers that no address or port contains, and looks for them as whole decimal numbers. Versions 0, 1 and 5 and sizes 0, 1 and 10 are judged with a `show` pattern, or once the prefix was learnt from the distinctive record. Records of the same size hold data of all families: spaces, also at both ends, syntax of other programs, Unicode, controls, line ends. A record must be shown, too, when the server has closed and the client has not.',
    failure:
      'A field is not shown, is shown in another base, or what is shown stays in the buffer of the standard output; or the record is shown only after its client has left.',
    mend: 'Print the three fields as soon as the record is complete, the numbers in decimal, and flush the output.',
  },
  'header-split-anywhere': {
    level: 'MUST',
    source: serverTutorial,
    text: 'The record is understood wherever it is cut into two segments.',
    seen: ['output'],
    provoked: 'The harness cuts the record at each of the 8 octets of its header, and within its data.',
    failure: 'The server expects that recv(8), or recv(4) twice, returns as many octets as it was asked for.',
    mend: 'Read each field with one helper that calls recv until all of its octets are there.',
  },
  'octet-by-octet': {
    level: 'MUST',
    source: serverTutorial,
    text: 'The record is understood when every octet comes in a segment of its own.',
    seen: ['output'],
    provoked: 'The harness sends a record one octet a segment.',
    failure: 'The server calls recv a fixed number of times.',
    mend: 'Read each field with one helper that calls recv until all of its octets are there.',
  },
  'random-segmentation': {
    level: 'MUST',
    source: 'RFC 9293 §3.7: segment boundaries have nothing to do with the boundaries of what was written or is read',
    text: 'The record is understood however its octets are grouped into segments.',
    seen: ['output'],
    provoked:
      'The harness cuts records at random places, drawn from the seed of the run; a failing list of cuts is shrunk to the smallest that still fails.',
    failure: 'Some read in the server rests on where segments begin and end.',
    mend: 'Read every field with one helper that loops until the field is complete, and use no other read.',
  },
  'fields-are-big-endian': {
    level: 'MUST',
    source: serverTutorial,
    text: 'Version and size are read with their most significant octet first.',
    seen: ['output'],
    provoked: 'The harness sends records whose fields differ when their octets are swapped: 1 is not 16,777,216.',
    failure: "The numbers are read in the host's own order, which is little endian on PCs and phones.",
    mend: "Convert explicitly: struct.unpack('>II', header), ntohl, ByteBuffer's default order.",
  },
  sizes: {
    level: 'MUST',
    source: serverTutorial,
    text: 'Data of any size are shown whole.',
    seen: ['output'],
    provoked:
      'The harness sends records of 1023, 1024, 1025 and 65,536 octets of letters, and one of 201,024 octets, nearly all in characters of three octets: borders of buffers are within them.',
    failure:
      'The data are what one recv returned, or are cut at the size of a buffer, or are decoded one buffer at a time.',
    mend: 'Call recv until as many octets are there as the size says, and decode them at once or with an incremental decoder (codecs.getincrementaldecoder, TextDecoder with stream).',
  },
  'size-is-unsigned': {
    level: 'MUST',
    source: 'CWE-789: memory allocation with excessive size value',
    text: 'A size of 2 GiB or more, announced and not sent, is no negative number, and costs the server neither its memory nor its other clients.',
    seen: ['wire', 'output', 'next'],
    provoked:
      'The harness announces 0x80000000 and 0xFFFFFFFF octets, and closes; then a well-behaved client must be served. Whether memory of that size was taken is judged where the memory of the server can be seen. Where the output can be seen, the size is not printed as a negative number.',
    failure:
      'The size becomes negative, and a read of "all" or an error follows; or a buffer of that size is made before an octet has come.',
    mend: 'Read the size as unsigned, collect the data piece by piece as they come, and refuse sizes beyond what you can keep.',
  },
  'swapped-header-survived': {
    level: 'MUST',
    source: serverTutorial,
    text: 'A header whose octets were swapped by mistake does not stop the server.',
    seen: ['wire', 'next'],
    provoked:
      'The harness sends a record with a little-endian header, and closes; then a well-behaved client must be served. So it must behind 20 clients that do the same, and 20 that announce 4 GiB and leave.',
    failure:
      'The server takes the huge number for granted: it makes a buffer of that size and fails, or waits for ever for octets that never come.',
    mend: 'Treat a recv that returns no octets as the end, everywhere, and go on to the next client.',
  },
  'short-data': {
    level: 'MUST',
    source: serverTutorial,
    text: 'A client that sends fewer octets than it announced does not stop the server.',
    seen: ['wire', 'next'],
    provoked:
      'The harness sends fewer octets than it announced, and closes; then a well-behaved client must be served.',
    failure: 'The server loops for ever on recv, which returns nothing at the end of the stream.',
    mend: 'Treat a recv that returns no octets as the end, say that the record is incomplete, and go on.',
  },
  'disconnect-anywhere': {
    level: 'MUST',
    source: serverTutorial,
    text: 'A client may leave after any octet, and the next client is served.',
    seen: ['wire', 'next'],
    provoked:
      'The harness closes (FIN) after every octet of the header and within the data; after each a well-behaved client must be served. So it must behind 20 that leave within their headers, and behind 112 clients that announce up to 16 MiB each and leave.',
    failure:
      'The server ends after its one client; or it loops for ever on recv; or unpacking half a header raises an error that ends it.',
    mend: 'Accept in an endless loop, and put everything that is done with one client into one error handler.',
  },
  'reset-anywhere': {
    level: 'MUST',
    source: serverTutorial,
    text: 'A client may reset the connection after any octet, and the next client is served.',
    seen: ['wire', 'next'],
    provoked:
      'As disconnect-anywhere, with a reset (RST) in place of the orderly close; and 130 clients that reset one after another, behind which a well-behaved client must be served.',
    failure: 'recv raises ECONNRESET, which nothing handles, and the program or its accept loop ends.',
    mend: 'Catch socket errors for each client, log one line, close, and go on accepting.',
  },
  'partial-not-shown-as-whole': {
    level: 'SHOULD',
    source: serverTutorial,
    text: 'A record that did not arrive whole is not shown as a whole one.',
    seen: ['output'],
    provoked:
      'As short-data, disconnect-anywhere and reset-anywhere: the data, if they are shown, come with an error text, or match the `incomplete` pattern of the profile.',
    failure: 'The server shows whatever it has when the stream ends.',
    mend: 'Compare the number of octets with the size, and say beside the data that they are incomplete.',
  },
  'surplus-ignored': {
    level: 'SHOULD',
    source: serverTutorial,
    text: 'Octets after the data are not shown as part of the record.',
    seen: ['output'],
    provoked: 'The harness sends more octets than it announced; the record shown must be the announced one.',
    failure: 'The server reads until the end of the stream, and does not look at the size.',
    mend: 'Take as many octets as the size says, and no more.',
  },
  'closes-after-record': {
    level: 'MUST',
    source: serverTutorial,
    text: 'The server closes the connection after the record: its size tells where it ends.',
    seen: ['wire'],
    provoked: "The harness sends a record and no FIN, and waits for the server's.",
    failure: 'The socket is never closed, and the server runs out of descriptors after some hundreds of clients.',
    mend: 'Close the client socket on every path: with, finally, try-with-resources.',
  },
  'waits-for-slow': {
    level: 'MUST',
    source: 'RFC 9293 §3.8: the time until octets arrive is that of the network and of the peer, and has no bound',
    text: 'A client that pauses for a second, before its record or within it, is not given up on.',
    seen: ['output'],
    provoked:
      'The harness connects, is silent for 1 s, sends version and size, is silent for 1 s and sends the data. Not applicable where the profile declares a shorter idle time.',
    failure: 'A time limit in the wrong unit, or one for the whole record that is as short as one for a read.',
    mend: 'Give a client at least some seconds, and start the time anew with each octet.',
  },
  'takes-one': {
    level: 'SHOULD',
    source: `${serverTutorial}: one record a connection`,
    text: 'A second record on the same connection is not taken.',
    seen: ['output', 'next'],
    provoked: 'The harness sends two whole records on one connection: the second is not shown.',
    failure: 'The server reads records in a loop until the end of the stream.',
    mend: 'Show one record, and close the connection.',
  },
  'answers-nothing': {
    level: 'SHOULD',
    source: serverTutorial,
    text: 'The server sends no octet.',
    seen: ['wire'],
    provoked: 'The harness sends a record, and looks for octets that come back.',
    failure: 'The server sends an acknowledgement that no client reads.',
    mend: 'Send nothing: a client that closes with octets unread resets the connection.',
  },
  'serves-a-burst': {
    level: 'MUST',
    source: serverTutorial,
    text: 'All records of many clients in a row are shown.',
    seen: ['output'],
    provoked: 'The harness sends 200 records, each of a client of its own, the next when the one before was shown.',
    failure: 'The server counts its clients, or keeps records in a list or a queue of fixed size.',
    mend: 'Show each record, and forget it; close every socket.',
  },
  'two-at-once': {
    level: 'SHOULD',
    source: 'RFC 9293 §2.2: port numbers keep distinct flows apart',
    text: 'Two records at the same time are both shown, each as its own client has sent it.',
    seen: ['output'],
    provoked:
      'The harness sends two records in turns, piece by piece; and two whose headers are cut. A server that the profile declares to serve one client at a time must show the second after the first. Then six clients connect and are silent, and three send records behind them: once the first have sent theirs, all nine must be shown. And of five clients that are each within their data two end their records and leave: those of the others, and of one that comes later, must be shown, too. And four send records of 200,000 octets, whose ends come at the same time.',
    failure:
      'The second client waits for the first to end, or both share a buffer or a global variable; or what is kept of clients by their places in a list stays where it was when one leaves; or each process has a lock of its own, and long records are mixed where they are printed.',
    mend: 'Keep everything about a client in local variables of its own thread or task.',
  },
  ...portInUse,
  ...listenerRows,
});

/**
 * What a record client owes its server and its user. Why the rows are as they are: suites/README.md, "Decisions about
 * record".
 */
export const recordClient = requirementTable('record/client', {
  'header-is-big-endian': {
    level: 'MUST',
    source: clientTutorial,
    text: 'Version and size are sent with their most significant octet first.',
    seen: ['wire'],
    provoked:
      'The harness reads the record until the client closes. One whose version and size are both 0 says nothing: the client is launched again, up to 5 times.',
    failure: "The numbers are sent in the host's own order, which is little endian on PCs and phones.",
    mend: "Convert explicitly: struct.pack('>II', version, size), htonl, ByteBuffer's default order.",
  },
  'size-matches-data': {
    level: 'MUST',
    source: clientTutorial,
    text: 'As many octets follow the header as the size says; of a file that the client is given, all, and no record of one that is not there.',
    seen: ['wire'],
    provoked:
      'The harness reads the record until the client closes, and counts the octets after the header. A client that takes a file ({file} in its command), or typed text, is given characters of two, three and four octets; the file has 70,001 octets. Another file is empty, one has a MiB, the record of one of 8 MiB is not read until the client is held up for a while, one that the buffers take is read 6.5 s later, after which the client ends as ever, and one is not there.',
    failure:
      'The size counts the header too, a terminating NUL, or characters instead of octets; or a file is read by one read of a fixed size, or sent in more pieces than one call takes (IOV_MAX). Or no data are taken for none given, and others are sent; or the header is sent before the file is opened; or what a slow server does not take at once is lost or sent again, or thrown away by a close with SO_LINGER and a time of 0.',
    mend: 'Encode the data first, and send the number of the encoded octets. Open a file before you connect, and read it to its end; send until everything is taken.',
  },
  'closes-at-end': {
    level: 'MUST',
    source: clientTutorial,
    text: 'The client closes after its record.',
    seen: ['wire'],
    provoked: "The harness reads until the client's FIN, and answers nothing.",
    failure: 'The client waits for an answer, or never closes its socket.',
    mend: 'Close the socket, or shut down its sending side, after the last octet.',
  },
  'reports-reset': {
    level: 'SHOULD',
    source: clientTutorial,
    text: 'A reset while there are octets left to send is reported as an error.',
    seen: ['exit', 'output'],
    provoked:
      'The harness resets the connection while the client is sending. A client that had handed over its whole record before is not wrong to end with 0: nothing can be concluded.',
    failure: 'The error of send is caught and passed over; in C, SIGPIPE ends the client silently.',
    mend: 'Print one line that says that the connection was reset, and exit with status 1.',
  },
  ...clientRows,
});

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const recordServerCauses = dependencies(recordServer, {
  'shows-record': ['fields-are-big-endian'],
  'header-split-anywhere': ['shows-record'],
  'octet-by-octet': ['header-split-anywhere'],
  'random-segmentation': ['octet-by-octet'],
  sizes: ['shows-record', 'header-split-anywhere'],
  'size-is-unsigned': ['short-data'],
  'swapped-header-survived': ['size-is-unsigned'],
  'disconnect-anywhere': ['short-data', 'size-is-unsigned'],
  'reset-anywhere': ['disconnect-anywhere'],
  'partial-not-shown-as-whole': ['header-split-anywhere'],
  'surplus-ignored': ['closes-after-record'],
  'takes-one': ['closes-after-record'],
  'serves-a-burst': ['shows-record'],
  'two-at-once': ['header-split-anywhere'],
  'closes-after-disconnect': ['disconnect-anywhere'],
  rests: ['closes-after-disconnect'],
  'leaves-nothing-open': ['closes-after-disconnect'],
  'ends-idle-client': ['waits-for-slow', 'closes-after-record'],
});

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const recordClientCauses = dependencies(recordClient, {
  'size-matches-data': ['header-is-big-endian'],
  rests: ['closes-at-end'],
});
