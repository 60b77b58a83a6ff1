import type { RequirementRows } from '../harness/contracts/requirement-table.ts';

/** Of each table of servers that its tutorial has no word on. */
export const portInUse = {
  'reports-port-in-use': {
    level: 'SHOULD',
    source: 'CWE-391: unchecked error condition; bind(2): EADDRINUSE',
    text: 'A server that finds its port taken says so, and ends with another status than 0.',
    seen: ['exit', 'output'],
    provoked:
      'The harness launches a second server on a port that another program has, and on the port of the first. The case needs a server that the harness launches.',
    failure:
      'An error of bind or listen is ignored, so that the program hangs or claims to serve; or it ends without a word; or SO_REUSEPORT gives it half of the clients of the first.',
    mend: 'Check the result of bind and listen, print one line that names the port and the reason, and exit with status 1.',
  },
} as const satisfies RequirementRows;

/** What every TCP server owes its machine, whatever its protocol: rows of each table of servers. */
export const serverRows = {
  rests: {
    level: 'SHOULD',
    source: 'CWE-835: loop with unreachable exit condition',
    text: 'The server needs no processor time for clients that are gone, and none beside idle ones.',
    seen: ['process'],
    provoked:
      'The harness launches the server anew and looks at the processor time of its process group (utime and stime) in the second after clients that leave by FIN and by RST, before a message, within one and before its last octet, and beside clients that stay there and say no more: less than 20 % of a core. The same second after an unharmed exchange is noted.',
    failure:
      'The loop that reads goes on at the end of the stream: recv returns no octets again and again, at once. Or sockets do not block, and the program asks each of them without a pause.',
    mend: 'Leave the loop when recv returns no octets or an error, and wait for events in a blocking call: recv, select, poll.',
  },
  'leaves-nothing-open': {
    level: 'SHOULD',
    source: 'CWE-772: missing release of a resource after its effective lifetime; RFC 9293 §3.6',
    text: 'Clients that break off leave nothing open: no descriptor, socket, thread or child.',
    seen: ['process'],
    provoked:
      'The harness launches the server anew, breaks off 50 connections by FIN and by RST, before a message, within one and before its last octet, and counts descriptors, sockets in CLOSE-WAIT, threads and children of the process group until they are as many as before, or the close limit is over. Where there are more it does so twice again: a pool of threads fills up once.',
    failure:
      'The path of an error does not close the socket, the file or the thread, and the server stops after some hundreds of clients.',
    mend: 'Close on every path: with, finally, try-with-resources; wait for children that have ended.',
  },
  'restarts-on-its-port': {
    level: 'SHOULD',
    source: 'RFC 9293 §3.6.1: who closes first keeps the connection in TIME-WAIT, for minutes',
    text: 'A server that was ended beside a client can be launched again on its port at once.',
    seen: ['process'],
    provoked:
      "The harness ends the launched server beside a client, so that the server's end of the connection is closed first and lingers, and launches it again on the same port: it listens.",
    failure: 'bind fails with EADDRINUSE for a minute or longer: SO_REUSEADDR is not set.',
    mend: 'Set SO_REUSEADDR on the listening socket before bind.',
  },
  'ends-when-asked': {
    level: 'SHOULD',
    source:
      'CWE-404: improper resource shutdown; signal(7): SIGTERM asks a program to end, and service managers kill it else',
    text: 'A server that is asked to end does so, also beside a client, and takes no client meanwhile.',
    seen: ['process'],
    provoked:
      'SIGTERM to the process group of the server, while a client is connected that has been answered, or is within its message; and SIGINT, as Ctrl-C sends it, where no client is connected (case SIGINT): it ends within the close limit.',
    failure:
      'The signal is caught and what waits for clients goes on waiting; or it is ignored; or `except:` of Python around accept catches KeyboardInterrupt, too.',
    mend: 'Close the listener first, then end what clients are doing, within a limit of time, and the program.',
  },
} as const satisfies RequirementRows;

/** The same of servers whose clients send the message. */
export const listenerRows = {
  'closes-after-disconnect': {
    level: 'MUST',
    source: 'RFC 9293 §3.6, case 2: a program that is told of the end of the stream closes its own side',
    text: 'The server ends the connection of a client that ends its side within a message, and serves the next.',
    seen: ['wire', 'next'],
    provoked:
      'One client after another sends a message up to a border of its fields, or up to an octet within one, and a FIN: the server ends the connection within the close limit.',
    failure: 'The end of the stream within a message is not noticed, or its socket is never closed.',
    mend: 'Take a recv of no octets for the end wherever the program reads, and close the socket there.',
  },
  ...serverRows,
  'ends-idle-client': {
    level: 'SHOULD',
    source: 'CWE-400: uncontrolled resource consumption',
    text: 'A silent client is ended within the idle time that the profile declares, and not before half of it; one that goes on speaking stays.',
    seen: ['wire'],
    provoked:
      'A client connects and says nothing. The harness waits for the end of its connection for limits.idleMs and the close limit. Another speaks for longer than limits.idleMs, and is silent for a quarter of it at a time. Without limits.idleMs the row is not applicable.',
    failure:
      'No limit is set for reading, or it is set on another socket; or it is that of single calls in a loop. Or a deadline is set when the client connects (SetDeadline of Go, alarm), and never again.',
    mend: 'Set a time limit on the connection (settimeout, SO_RCVTIMEO, a timer), and close the connection when it is over. Begin it anew whenever something has come.',
  },
} as const satisfies RequirementRows;
