import type { RequirementRows } from '../../harness/contracts/requirement-table.ts';
import { clientRows } from '../client-rows.ts';

const tutorial = 'tutorial "Basic Network Programming" (Symbian developer community, 2009-2010), upload client: prose';

/**
 * What an upload client owes its server and its user. Why the rows are as they are: suites/README.md, "Decisions about
 * upload".
 */
export const uploadClientRows = {
  'header-is-well-formed': {
    level: 'MUST',
    source: tutorial,
    text: 'The client begins with the name, 0x0A, four octets of size and 0x0A.',
    seen: ['wire'],
    provoked: 'The harness has the client send a file, and reads what comes by the wire format.',
    failure:
      'The size is sent as decimal text, a separator is missing or is 0x0D 0x0A, or the fields come in another order.',
    mend: "Send name.encode('utf-8') + b'\\n' + struct.pack('>I', size) + b'\\n' before the contents.",
  },
  'refuses-4-gib': {
    level: 'MUST',
    source: `${tutorial} (a size of four octets cannot announce it)`,
    text: 'A file of 4 GiB or more is refused with an error, and no header is sent.',
    seen: ['wire', 'exit'],
    provoked: 'The harness has the client send a sparse file of 4 GiB.',
    failure: 'The size is cut to its lower 32 bits, so that 0 octets are announced, or packing it fails half-way.',
    mend: 'Compare the size with 0xFFFFFFFF before connecting, print one line that names the limit, and exit with status 1.',
  },
  'size-is-big-endian': {
    level: 'MUST',
    source: tutorial,
    text: 'The size is sent with its most significant octet first.',
    seen: ['wire'],
    provoked: 'The harness has the client send files of 1, 10, 258, 2560 and 65,537 octets.',
    failure: "The number is sent in the host's own order, which is little endian on PCs and phones.",
    mend: "Convert explicitly: struct.pack('>I', size), htonl, ByteBuffer's default order.",
  },
  'size-matches-contents': {
    level: 'MUST',
    source: tutorial,
    text: 'As many octets follow the header as the size says.',
    seen: ['wire'],
    provoked:
      'The harness has the client send files, and counts the octets after the header; once one of 16 MiB, to which more is written while it is sent.',
    failure:
      'The size counts characters instead of octets, or the header too; or the client sends on to the end of a file that has grown; or the file is read in text mode, which changes its length.',
    mend: "Open the file in binary mode ('rb'), and take the size with os.fstat(file.fileno()).st_size.",
  },
  'contents-exact': {
    level: 'MUST',
    source: tutorial,
    text: 'The contents are those of the file, bit for bit.',
    seen: ['wire'],
    provoked: 'The harness has the client send a file of all 256 octet values, and files of 0 and of 1,000,003 octets.',
    failure: 'The file is read in text mode, or what a single send did not take is lost.',
    mend: "Open the file in binary mode ('rb') and send with sendall, or loop on send until every octet is taken.",
  },
  'name-is-base-name': {
    level: 'MUST',
    source: tutorial,
    text: 'The name that is sent is that of the file, without any folder.',
    seen: ['wire'],
    provoked: 'The harness has the client send a file in a deep folder, given by its whole path.',
    failure: 'The path is sent as the user gave it.',
    mend: 'Send os.path.basename(path), or what the path function of the platform calls the last component.',
  },
  'name-within-limit': {
    level: 'MUST',
    source: tutorial,
    text: 'A name of more than 32 characters is refused with an error, or shortened as the profile declares, and never sent whole.',
    seen: ['wire', 'exit'],
    provoked: 'The harness has the client send a file with a name of 40 characters.',
    failure: 'The length of the name is never checked.',
    mend: 'Count the characters (code points) before connecting, print one line that names the limit of 32, and exit with status 1.',
  },
  'closes-after-contents': {
    level: 'MUST',
    source: tutorial,
    text: "The client's FIN follows the last octet of the contents.",
    seen: ['wire'],
    provoked: 'The harness reads the upload, answers nothing, and waits for the end of the stream.',
    failure:
      'The client waits for an acknowledgement that never comes, leaves the socket open, or sends something after the contents.',
    mend: 'Close the socket, or shut down its sending side, straight after the last octet.',
  },
  'slow-receiver': {
    level: 'MUST',
    source:
      'RFC 9293 §3.8.6.1: a receiver may keep its window closed for as long as it likes, and the connection stays open',
    text: 'All octets arrive at a receiver that reads slowly.',
    seen: ['wire'],
    provoked:
      'The harness reads nothing for 1 s, then reads slowly. Of a file that fits into the buffers it reads nothing for 6.5 s, then all of it: the client ends as ever.',
    failure:
      'One send of a non-blocking socket, or of one with a timeout, took a part of the contents, and the rest was thrown away; or the client gives up too soon. Or it closes with SO_LINGER and a time of 0, which throws away what the receiver has not taken; or it takes a late farewell for an error.',
    mend: 'Send until everything is taken: sendall in Python, or a loop that waits until the socket is writable again.',
  },
  'reset-during-upload': {
    level: 'MUST',
    source: tutorial,
    text: 'A reset during the upload is reported as an error, and ends the client.',
    seen: ['exit', 'output'],
    provoked:
      'The client sends a file of 32 MiB or more, of which the harness reads 64 KiB before it resets the connection.',
    failure:
      'The error of send is caught and passed over, or the client tries for ever; in C, SIGPIPE ends it silently.',
    mend: 'Print one line that says that the connection was reset, and exit with status 1; in C ignore SIGPIPE and check send.',
  },
  'close-during-upload': {
    level: 'MUST',
    source: 'RFC 9293 §3.5.2: octets sent to a connection that its peer has closed are answered by a reset',
    text: 'A receiver that closes during the upload makes the client report an error and end.',
    seen: ['exit', 'output'],
    provoked: 'As reset-during-upload, with a close in place of the reset.',
    failure:
      'The error of send (EPIPE, ECONNRESET) is caught and passed over, so that the upload looks like a success.',
    mend: 'Treat every error of send as a failed upload: one line that says so, and exit status 1.',
  },
  'missing-file': {
    level: 'SHOULD',
    source: tutorial,
    text: 'A file that does not exist is reported as an error, and no header is sent.',
    seen: ['exit', 'output'],
    provoked: 'The harness has the client send a file that is not there.',
    failure: 'The client connects and sends the header before it opens the file, or says nothing.',
    mend: 'Open the file first, print one line that names it and the reason, and exit with status 1.',
  },
  'name-at-limit': {
    level: 'MUST',
    source: tutorial,
    text: 'A file whose name has up to 32 characters is sent, whatever number of octets these take.',
    seen: ['wire'],
    provoked:
      'The harness has the client send files with names of 31 and 32 characters, of one, two and four octets each (128 octets at most).',
    failure: 'The limit is compared with the number of octets or of UTF-16 units, or is one too small.',
    mend: 'Count code points: len(name) in Python 3, [...name].length in JavaScript, codePointCount in Java.',
  },
  'name-exact': {
    level: 'MUST',
    source: tutorial,
    text: 'The octets of the name that is sent are those of the name of the file.',
    seen: ['wire'],
    provoked:
      'The harness has the client send files with names that hold capitals, spaces within and at both ends, several dots, a dot at the end, signs that shells and patterns know (quotes, percent, dollar, brackets), and characters that Unicode can compose or decompose.',
    failure:
      'The client changes the case of the name, trims it, cuts its extension off, brings it into a normal form, or takes it for a pattern.',
    mend: 'Send the base name of the path as it is: os.fsencode(os.path.basename(path)).',
  },
  'gives-up-on-stall': {
    level: 'SHOULD',
    source: tutorial,
    text: 'The client ends, within the time that the profile declares, when the server takes nothing any more.',
    seen: ['exit'],
    provoked:
      'The harness reads the beginning of a file of 32 MiB, and then nothing, and keeps the connection open. It also takes a file for longer than that time, 524,288 octets in each tenth of it: a server that goes on taking has not stalled. Not applicable where the profile declares no such time.',
    failure:
      'The client waits in send for ever: TCP keeps a connection whose peer takes nothing. Or its time limit is one for the whole file, or for all octets of a sendall, so that it leaves a slow server.',
    mend: 'Set a timeout on the socket (settimeout, SO_SNDTIMEO) that begins anew with each octet that is taken, send what send has not taken yet, and report that the server takes nothing.',
  },
  ...clientRows,
} as const satisfies RequirementRows;
