import type { RequirementRows } from '../../harness/contracts/requirement-table.ts';
import { listenerRows } from '../server-rows.ts';

const tutorial = 'tutorial "Basic Network Programming" (Symbian developer community, 2009-2010), upload server: prose';

/**
 * What an upload server, or the receive-file server, owes its clients. Why the rows are as they are: suites/README.md,
 * "Decisions about upload".
 */
export const uploadServerRows = {
  'stores-contents-exactly': {
    level: 'MUST',
    source: tutorial,
    text: 'The contents are stored bit for bit.',
    seen: ['storage'],
    provoked:
      'The harness uploads a file of all 256 octet values, one of every pair of octets, one of all families of data, some with a BOM, spaces, NULs or line ends at their ends, and files of 0, 1, 1023, 1024, 1025, 65,536 and 1,000,003 octets.',
    failure:
      'The file is opened in text mode, so that line ends are converted or octets fail to decode; or it is cut at the size of one buffer.',
    mend: "Open the file in binary mode ('wb') and write every octet that recv returns, until the announced number is reached.",
  },
  'stores-under-its-name': {
    level: 'MUST',
    source: tutorial,
    text: 'An upload makes exactly one new file, named as the client sent it.',
    seen: ['storage'],
    provoked:
      'The harness uploads one file, and compares the list of the folder before and after; then a file for each of many names, in which are spaces, dots, hyphens, and what shells, URLs and formats take for syntax.',
    failure: 'The name keeps its 0x0A or a space, is replaced by a fixed name, or temporary files stay behind.',
    mend: 'Take the octets before the first 0x0A, decode them as UTF-8, and store under exactly that name.',
  },
  'header-split-anywhere': {
    level: 'MUST',
    source: tutorial,
    text: 'The header is understood wherever it is cut into two segments.',
    seen: ['storage'],
    provoked:
      'The harness sends the upload in two segments, once for every position in the header and the first octets of the contents.',
    failure: 'The server expects that one recv returns the whole header, or all four octets of the size.',
    mend: 'Collect octets in a buffer until the header is complete: recv may return fewer octets than were asked for.',
  },
  'header-octet-by-octet': {
    level: 'MUST',
    source: tutorial,
    text: 'The header is understood when every octet comes in a segment of its own.',
    seen: ['storage'],
    provoked: 'The harness sends an upload one octet a segment.',
    failure: 'The server expects that one recv returns a whole field, or calls recv only twice for the header.',
    mend: 'Read in a loop until the field is complete, however many calls of recv it takes.',
  },
  'header-with-contents': {
    level: 'MUST',
    source: tutorial,
    text: 'Contents that arrive together with the header are stored with the rest.',
    seen: ['storage'],
    provoked: 'The harness sends header and contents in one segment.',
    failure: 'What recv returned beyond the header is thrown away, or is taken for a part of the name.',
    mend: 'Keep the octets that follow the header, and begin the file with them.',
  },
  'random-segmentation': {
    level: 'MUST',
    source: 'RFC 9293 §3.7: segment boundaries have nothing to do with the boundaries of what was written or is read',
    text: 'The file is stored exactly, however the octets are grouped into segments.',
    seen: ['storage'],
    provoked:
      'The harness cuts uploads at random places, drawn from the seed of the run; a failing list of cuts is shrunk to the smallest that still fails.',
    failure: 'Some read in the server rests on where segments begin and end.',
    mend: 'Read every field with one helper that loops until the field is complete, and use no other read.',
  },
  'size-is-four-octets': {
    level: 'MUST',
    source: `${tutorial} (a big-endian number; the tutorial's program searches for a 0x0A here, and fails)`,
    text: 'The size is exactly four octets, whatever their values: an octet 0x0A among them does not end it.',
    seen: ['storage'],
    provoked:
      'The harness uploads files of 10, 2,560 and 655,360 octets, whose sizes hold 0x0A in the last, third and second octet; and announces 0x0A000000 octets without sending them, where the server must not close first and the next client must be served.',
    failure:
      'The server reads the size up to a newline, as it reads the name, and stops at the first 0x0A within the number.',
    mend: 'After the name read exactly four octets and then the separator; search for 0x0A in the name only.',
  },
  'size-is-big-endian': {
    level: 'MUST',
    source: tutorial,
    text: 'The size is read with its most significant octet first.',
    seen: ['storage', 'output'],
    provoked: 'The harness uploads files whose sizes differ when the four octets are swapped, e.g. 258 octets.',
    failure: "The server reads the number in the host's own order, which is little endian on PCs and phones.",
    mend: "Convert explicitly: int.from_bytes(size, 'big') or struct.unpack('>I', size) in Python, ntohl in C, DataInputStream.readInt in Java (masked to an unsigned long).",
  },
  'size-is-unsigned': {
    level: 'MUST',
    source: 'CWE-789: memory allocation with excessive size value',
    text: 'A size of 2 GiB or more, announced and not sent, costs the server neither its memory nor its other clients.',
    seen: ['wire', 'next'],
    provoked:
      'The harness announces 0x7FFFFFFF, 0x80000000 and 0xFFFFFFFF octets, sends a few of them, and closes; then a well-behaved client must be served. Whether memory of that size was taken is judged where the memory of the server can be seen. What is stored is judged by disconnect-anywhere and short-contents.',
    failure:
      'The size becomes negative, and a read of "all" or an error follows; or a buffer of that size is made before an octet has come.',
    mend: 'Read the size as unsigned, write the contents to the file piece by piece as they come, and refuse sizes beyond what you can keep.',
  },
  'swapped-size-survived': {
    level: 'MUST',
    source: tutorial,
    text: 'A client that sends its size little endian by mistake does not stop the server.',
    seen: ['wire', 'next'],
    provoked:
      'The harness sends a swapped size, which announces far more than it sends, and closes: the connection must end and the next client must be served. Memory set aside for the announced size counts against the server where it can be observed.',
    failure:
      'The server allocates the announced size at once and runs out of memory, or waits for ever for octets that cannot come after the end of the stream.',
    mend: 'Write to the file piece by piece, and stop reading when recv returns nothing: that is the end of the stream.',
  },
  'name-at-limit': {
    level: 'MUST',
    source: tutorial,
    text: 'Names of 1 and of 32 characters are accepted.',
    seen: ['storage'],
    provoked: 'The harness uploads a file with a name of 1 character and one with a name of 32 characters.',
    failure: 'The comparison is off by one, or the buffer for 32 characters has no room for the octet after them.',
    mend: 'Refuse only if the number of characters is greater than 32 (or 0), and count the terminator apart.',
  },
  'name-over-limit': {
    level: 'MUST',
    source: tutorial,
    text: 'A name of more than 32 characters is refused: nothing is stored under it, nor under a shortened one unless the profile declares that.',
    seen: ['wire', 'storage', 'next'],
    provoked:
      'The harness uploads files with names of 33, 255 and 4,096 characters, and again 20 times each; then a well-behaved client must be served.',
    failure:
      'The length is never checked; or the name is cut to fit, so that two different files become one; or the error of a name that the file system refuses ends the server.',
    mend: 'Count the characters (code points) before the file is opened, and close the connection if there are more than 32.',
  },
  'name-without-end': {
    level: 'MUST',
    source: 'CWE-770: allocation of resources without limits or throttling',
    text: 'A name that never ends costs the server neither memory nor its other clients.',
    seen: ['memory', 'storage', 'next'],
    provoked:
      'The harness sends 16 MiB without a 0x0A, then closes: the peak memory of a launched server grows by less than 8 MiB, nothing is stored, and the next client is served in time.',
    failure:
      'The server collects octets until a newline comes, without a limit, so that one client can fill its memory.',
    mend: 'Stop collecting after 128 octets (32 characters of at most four) without a 0x0A, and close the connection.',
  },
  'endless-name-cut-short': {
    level: 'SHOULD',
    source: 'CWE-770: allocation of resources without limits or throttling',
    text: 'The server closes the connection of a client whose name is too long, rather than read it all.',
    seen: ['wire'],
    provoked:
      'The harness sends 16 MiB without a 0x0A, and watches whether the server closes before it has sent everything.',
    failure: 'The server reads and throws away for as long as the client likes to send.',
    mend: 'Close as soon as 128 octets have come without a 0x0A.',
  },
  'name-empty': {
    level: 'MUST',
    source: tutorial,
    text: 'An upload with an empty name is refused: nothing is stored.',
    seen: ['storage', 'next'],
    provoked:
      'The harness sends a header whose first octet is 0x0A, and contents, and the same 20 times; then a well-behaved client must be served.',
    failure:
      'The server opens the folder itself as a file, whose error ends the program, or makes up a name for the file.',
    mend: 'Refuse a name of no characters before anything is opened.',
  },
  'name-not-ascii': {
    level: 'SHOULD',
    source: tutorial,
    text: 'A name of up to 32 characters beyond ASCII, in UTF-8, is stored under that name.',
    seen: ['storage'],
    provoked:
      'The harness uploads files whose names hold characters of two, three and four octets, a BOM, ligatures, full-width and combining characters, each stored under exactly its octets: no other normal form.',
    failure:
      'The limit is applied to octets or UTF-16 units instead of characters, or the name is decoded with the encoding of the system.',
    mend: 'Decode the name as UTF-8, and count code points: len(name) in Python 3, codePointCount in Java.',
  },
  'name-stays-inside': {
    level: 'MUST',
    source: 'CWE-22: path traversal; CWE-67 for the names of devices',
    text: 'No name makes the server write outside its folder.',
    seen: ['storage', 'next'],
    provoked:
      'The harness sends names such as ../x, /tmp/x, ..\\x, e:\\x, ., .., one with a NUL inside and the name of a device, and compares the tree around the folder; then a well-behaved client must be served. One of each kind once more, 20 times. A refusal always passes, and so does a file of that literal name inside the folder.',
    failure:
      'The name is joined to the folder unchecked (os.path.join even drops the folder if the name is absolute); or the error of a name that cannot be opened ends the server, or one worker of its pool each time.',
    mend: "Refuse names that hold '/', '\\', a colon or a NUL, that are '.' or '..', or that name a device (CON, NUL, COM1 and so on), before anything is opened.",
  },
  'name-as-sent': {
    level: 'SHOULD',
    source: `${tutorial}; a SHOULD, since the systems of others lack such names`,
    text: 'A name that other systems lack is stored as it was sent or refused, and never changed.',
    seen: ['storage', 'next'],
    provoked:
      'The harness uploads files whose names hold spaces and dots at their ends, controls, line ends of others, characters that Windows refuses, and names that differ by case only. A refusal passes. Names that are not UTF-8 are sent 20 times each, without their contents; then a well-behaved client must be served.',
    failure:
      'The name is stripped, cut at a NUL, folded or replaced by a similar one, so that the file is not found, or takes the place of another.',
    mend: 'Use the name as it came, or refuse the upload; compare names as octets.',
  },
  'separator-required': {
    level: 'SHOULD',
    source: `${tutorial}; a SHOULD, since a server that reads five octets may overlook it`,
    text: 'An upload whose size is not followed by 0x0A is refused.',
    seen: ['storage', 'next'],
    provoked:
      'The harness sends 0x20 in place of the 0x0A after the size, with complete contents, and the same 20 times; then a well-behaved client must be served.',
    failure: 'The server skips the fifth octet without looking at it.',
    mend: 'Compare the octet after the size with 0x0A, and close the connection if it is another.',
  },
  'answers-nothing': {
    level: 'MUST',
    source: tutorial,
    text: 'The server sends no octet.',
    seen: ['wire'],
    provoked: 'The harness uploads a file, and reads until the server closes.',
    failure: 'The server sends an acknowledgement ("OK") or an error text, which no client of this protocol reads.',
    mend: 'Remove the send; that the connection was closed in order is all that a client learns.',
  },
  'refuses-silently': {
    level: 'SHOULD',
    source: tutorial,
    text: 'A refused upload draws no octet either.',
    seen: ['wire', 'next'],
    provoked: 'The harness uploads under a name over the limit, and under one that leads elsewhere.',
    failure: 'The reason of the refusal is sent to the client, which reads nothing.',
    mend: 'Log the reason, and close the connection.',
  },
  'waits-for-slow': {
    level: 'MUST',
    source: 'RFC 9293 §3.8: the time until octets arrive is that of the network and of the peer, and has no bound',
    text: 'A client that pauses for a second, before its header or within its contents, is not given up on.',
    seen: ['storage'],
    provoked:
      'The harness connects, is silent for 1 s, sends the header, is silent for 1 s and sends the contents. Not applicable where the profile declares a shorter idle time.',
    failure: 'A time limit in the wrong unit, or one for the whole upload that is as short as one for a read.',
    mend: 'Give a client at least some seconds, and start the time anew with each octet.',
  },
  'takes-one': {
    level: 'SHOULD',
    source: `${tutorial}: one upload a connection`,
    text: 'A second upload on the same connection is not taken.',
    seen: ['storage', 'next'],
    provoked: 'The harness sends two whole uploads on one connection: nothing is stored under the second name.',
    failure: 'The server reads headers in a loop, so that octets after a file can become a file of their own.',
    mend: 'Store one file, then close the connection; refuse what follows the announced octets.',
  },
  'resumes-nothing': {
    level: 'MUST',
    source: tutorial,
    text: 'What a broken upload has left is no part of the next one of its name, and does not keep that out.',
    seen: ['storage'],
    provoked: 'The harness breaks an upload off (FIN, RST), and uploads another file under the same name.',
    failure:
      'The octets that came are kept by name, and the next upload is put behind them; or a lock of the name is kept for ever.',
    mend: 'Begin each upload with an empty temporary file; remove it, and release what is locked, on every way out.',
  },
  'parts-apart': {
    level: 'MUST',
    source: 'RFC 9293 §2.2: port numbers keep distinct flows apart',
    text: 'Two unfinished uploads of one name do not mix: the file is one of them.',
    seen: ['storage'],
    provoked:
      'Two clients begin to upload different files under one name; the shorter upload ends first, then the longer one.',
    failure: 'The temporary file is named after the upload (name.part), so that both write into it.',
    mend: 'Give each upload a temporary file of its own: mkstemp, CreateTempFile.',
  },
  'appears-whole': {
    level: 'SHOULD',
    source: 'CWE-367: what others see of a file while it is written',
    text: 'A file appears under its name when it is whole; until then nothing, or what was there before, is seen.',
    seen: ['storage'],
    provoked: 'The harness sends half of an upload and waits, once under a new name and once under one that is taken.',
    failure: 'The contents are written straight into the file of that name.',
    mend: 'Write a temporary file in the same folder, and rename it when all octets have come.',
  },
  'closes-after-upload': {
    level: 'SHOULD',
    source: 'RFC 9293 §3.6, case 2: a program that is told of the end of the stream closes its own side',
    text: 'The server closes its side after the client has closed its own.',
    seen: ['wire'],
    provoked: "The harness uploads a file, sends a FIN, and waits for the server's end within the close limit.",
    failure: 'The socket is never closed, and the server runs out of descriptors after some hundreds of uploads.',
    mend: 'Close the client socket on every path: with, finally, try-with-resources.',
  },
  'leaves-no-debris': {
    level: 'SHOULD',
    source: 'CWE-459: incomplete cleanup',
    text: 'No temporary file remains of an upload that was refused, cut short or reset.',
    seen: ['storage'],
    provoked:
      'The harness sends uploads that are refused, too short and reset, some of them after 200,000 octets, waits for the settle time, and lists the folder.',
    failure: 'The server leaves what it has written so far, under the name of the file or that of a temporary one.',
    mend: 'Write to a temporary file, and remove it in a finally block unless it was renamed.',
  },
  'short-contents': {
    level: 'SHOULD',
    source: tutorial,
    text: 'A file that came with fewer octets than announced is not presented as complete.',
    seen: ['storage', 'next'],
    provoked:
      'The harness sends fewer octets than it announced, then closes; then a well-behaved client must be served. Once the name is that of a file that is stored: that file must be as it was.',
    failure:
      'The server writes straight to the final name, and keeps what came; or it removes the file of that name, which may be an earlier one; or it never notices the end of the stream.',
    mend: 'Write to a temporary file, and rename it (os.replace) only when the announced number of octets is there.',
  },
  'long-contents': {
    level: 'SHOULD',
    source: tutorial,
    text: 'Octets beyond the announced size are not stored.',
    seen: ['storage', 'next'],
    provoked: 'The harness sends more octets than it announced; then a well-behaved client must be served.',
    failure: 'The server writes everything until the end of the stream, and does not look at the size.',
    mend: 'Ask recv for no more than what is missing, and write no more than was announced, or refuse the upload.',
  },
  'disconnect-anywhere': {
    level: 'MUST',
    source: tutorial,
    text: 'A client may leave after any octet: no file comes of a header alone, and the next client is served.',
    seen: ['storage', 'next'],
    provoked:
      'The harness closes (FIN) after every octet of the header, the whole header included, and within the contents; after each a well-behaved client must be served, and behind 112 clients that announce up to 16 MiB each and leave. What is stored of partial contents is judged by short-contents alone.',
    failure:
      "The server loops for ever on recv, which returns nothing at the end of the stream (as the tutorial's does); or a half header raises an error that ends it; or the file is made before its first octet is there.",
    mend: 'Treat a recv that returns no octets as the end, everywhere; leave all loops, close, and accept the next client.',
  },
  'reset-anywhere': {
    level: 'MUST',
    source: tutorial,
    text: 'A client may reset the connection after any octet: no file comes of a header alone, and the next client is served.',
    seen: ['storage', 'next'],
    provoked:
      'As disconnect-anywhere, with a reset (RST) in place of the orderly close; and 130 clients that reset one after another, behind which a well-behaved client must be served.',
    failure: 'recv raises ECONNRESET, which nothing handles, and the program or its accept loop ends.',
    mend: 'Catch socket errors for each client, log one line, close, and go on accepting.',
  },
  'idle-client': {
    level: 'SHOULD',
    source: 'RFC 9293 §2.2: TCP does not by itself notice a peer that is no longer alive',
    text: 'A client that stays silent does not keep the next client waiting beyond the idle time.',
    seen: ['wire', 'next'],
    provoked:
      'One client connects and sends nothing, or half a header, or a whole upload without a FIN, and stays, and then eight that send nothing; another must be served within the idle time of the profile, of eight within eight times as much.',
    failure:
      'One thread serves all clients, and waits in recv for one that will never speak; or a thread holds a lock while it waits.',
    mend: 'Serve each client in its own thread, or set a timeout (settimeout, SO_RCVTIMEO) on each client socket; hold no lock while you wait for a client.',
  },
  'same-name-twice': {
    level: 'MUST',
    source: tutorial,
    text: 'A second upload of the same name decides the contents or is refused whole; the file is never a mixture.',
    seen: ['storage'],
    provoked:
      'The harness uploads two different files under one name, the longer one first and also the shorter one first, and looks for files of other names. Where the second decides the contents, a third of as many octets is uploaded under that name, which must decide them too.',
    failure:
      'The file is opened for appending, or without truncating it, so that the rest of the longer file shows through; or a file of the same name and size is taken for the same file, and the upload is dropped.',
    mend: "Open with truncation ('wb'), or better: write a new temporary file and rename it over the old one. Compare contents where a file is to be left alone.",
  },
  'two-at-once': {
    level: 'SHOULD',
    source: 'RFC 9293 §2.2: port numbers keep distinct flows apart',
    text: 'Two uploads at the same time are both stored exactly.',
    seen: ['storage'],
    provoked:
      'The harness sends two uploads in turns, piece by piece. A server that the profile declares to serve one client at a time must store the second after the first. Of five clients that are each within their contents two end their uploads and leave: the files of the others, and of one that comes later, must be stored, too.',
    failure:
      'The second client waits for the first to end, or both share a buffer, a global variable or a temporary file; or what is kept of clients by their places in a list stays where it was when one leaves.',
    mend: 'Keep everything about a client in local variables of its own thread or task, with its own temporary file.',
  },
  'large-file': {
    level: 'MUST',
    source: tutorial,
    text: 'A file of 64 MiB, or of the size that the profile declares, is stored exactly.',
    seen: ['storage'],
    provoked: 'The harness uploads the file from a generator, and compares it with the same generator.',
    failure:
      'The server gathers the file in memory by adding strings, which takes ever longer; or keeps the size in a signed or short number; or gives up by a timeout that runs for the whole upload.',
    mend: 'Write each piece to the file as it comes, count with an unsigned 32-bit or wider number, and time out on silence only.',
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
  ...listenerRows,
} as const satisfies RequirementRows;
