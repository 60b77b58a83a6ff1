import type { RequirementRows } from '../harness/contracts/requirement-table.ts';

const source = 'CWE-393: return of a wrong status code (scripts go by the exit status of a command)';

/** What every TCP client owes its user and its server, whatever its protocol: rows of each table of clients. */
export const clientRows = {
  'ends-well': {
    level: 'MUST',
    source,
    text: 'After an exchange in which nothing went wrong the client ends with exit status 0, by no signal, and says no error.',
    seen: ['exit', 'output'],
    provoked:
      'The harness has the plain exchange of the suite with the client, sees the connection to its end, and waits for the client to end; of a client that uploads, with an empty file, too. Where the suite does not know the protocol of the client, a status or a word may answer to what the harness did not say: only a signal and a hang are judged.',
    failure:
      'The program ends by falling off an error path, crashes while it cleans up, or prints an error that nobody looks at.',
    mend: 'End with exit(0) or a return of main once the exchange is over, and keep words of errors for errors.',
  },
  'one-connection': {
    level: 'SHOULD',
    source: 'RFC 9293 §3.5.3: a reset aborts the connection, and the user is told',
    text: 'The client makes one connection a run, and does not hide a reset by another one.',
    seen: ['wire'],
    provoked:
      'The harness has the plain exchange with the client, and then resets another one as soon as it has connected; it listens on until the client has ended, or the close limit is over. A client that says that it was reset may try again.',
    failure:
      'The client probes the port before it connects, or tries again without a word when a connection is lost, so that a server gets the same data twice.',
    mend: 'Connect once, use that connection, and report its loss; where a retry is wanted, say so.',
  },
  rests: {
    level: 'SHOULD',
    source: 'CWE-835: loop with unreachable exit condition',
    text: 'The client needs no processor time while it waits, and none after the end of the stream.',
    seen: ['process'],
    provoked:
      'The harness looks at the processor time of the launched process group (utime and stime) in the second in which it says nothing to a client that has connected, and in the second after its FIN: less than 20 % of a core. The same second after an unharmed exchange is noted.',
    failure:
      'The loop that reads goes on at the end of the stream, where recv returns no octets at once, or the socket does not block.',
    mend: 'Leave the loop when recv returns no octets, and wait in a blocking call.',
  },
} as const satisfies RequirementRows;
