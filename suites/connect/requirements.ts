import { dependencies, requirementTable } from '../../harness/contracts/requirement-table.ts';
import { clientRows } from '../client-rows.ts';

const tutorial =
  'tutorial "Basic Network Programming" (Symbian developer community, 2009-2010), connection errors: prose';

/**
 * What every TCP client owes its user when no connection comes about. Why the rows are as they are: suites/README.md,
 * "Decisions about connect".
 */
export const connectClient = requirementTable('connect/client', {
  'reports-refused': {
    level: 'MUST',
    source: tutorial,
    text: 'A refused connection is reported as an error, within the limit.',
    seen: ['exit', 'output'],
    provoked: 'The client is told to connect to a port on which nobody listens.',
    failure: 'The error of connect is caught and passed over, or the client tries again for ever.',
    mend: 'Print one line that names the address and says that the connection was refused, and exit with status 1.',
  },
  'reports-timeout': {
    level: 'MUST',
    source: tutorial,
    text: 'A connection that is never established is reported as an error within the connect timeout of the profile.',
    seen: ['exit', 'output'],
    provoked:
      'The client is told to connect to a listener whose queue is full, so that no handshake completes; the wait must be a real one, not a refused connection.',
    failure: 'The client has no timeout of its own, and the system tries for two minutes or more.',
    mend: 'Set a timeout before connect (settimeout, create_connection with timeout), and report that there was no answer.',
  },
  'reports-address-error': {
    level: 'MUST',
    source: tutorial,
    text: 'A name that does not resolve is reported with an error text, within the resolve limit of the profile.',
    seen: ['exit', 'output'],
    provoked:
      'The client is told to connect to a name under `.invalid` (RFC 6761), which never exists; that the resolver gave up for the time being (EAI_AGAIN) counts as an address error too.',
    failure:
      'Only the errors of connect are caught, and the error of getaddrinfo is not; or it is passed over, or tried again for ever.',
    mend: 'Catch the error of getaddrinfo (socket.gaierror, UnknownHostException), name the host, and exit with status 1.',
  },
  'tells-errors-apart': {
    level: 'SHOULD',
    source: tutorial,
    text: 'Refused, timed out and address error are three different reports.',
    seen: ['output'],
    provoked: 'What the client says in the three cases is compared, without the address and the port.',
    failure: 'One handler prints one text ("cannot connect") for every error.',
    mend: 'Print the text of the error itself, most specific error first: gaierror, timeout and refused before OSError.',
  },
  'no-false-success': {
    level: 'MUST',
    source: tutorial,
    text: 'A client that could not connect does not end with exit status 0 and nothing said.',
    seen: ['exit'],
    provoked:
      'The client is told to connect where it is refused, where nobody answers, and to a name that does not resolve.',
    failure: 'An empty handler (except: pass) lets the program come to its ordinary end.',
    mend: 'Exit with a non-zero status in every error handler: sys.exit(text) in Python does both.',
  },
  'tries-every-address': {
    level: 'MAY',
    source:
      'RFC 1123 §2.3: of a host with several addresses, an application should try one after another until it succeeds',
    text: 'A name that resolves to several addresses is tried address by address until a connection is established.',
    seen: ['wire'],
    provoked:
      'The client is told to connect to a name with two addresses (`localhost` where it has two, else one of a hosts file of a lab), of which only the second accepts.',
    failure: 'The client takes the first address that getaddrinfo or gethostbyname returns, and gives up with it.',
    mend: 'Loop over all results of getaddrinfo, or use a function that does: socket.create_connection, happy eyeballs.',
  },
  'fails-with-status': {
    level: 'SHOULD',
    source: 'CWE-393: return of a wrong status code (scripts go by the exit status of a command)',
    text: 'A client that reports an error ends with an exit status other than 0.',
    seen: ['exit'],
    provoked:
      'The client is told to connect where it is refused, where nobody answers, and to a name that does not resolve. What it says counts for no status.',
    failure: 'The error is printed, and the program comes to its ordinary end.',
    mend: 'Exit with a status of 1 or more in every error handler: sys.exit(text) in Python does both.',
  },
  ...clientRows,
});

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const connectClientCauses = dependencies(connectClient, {
  'reports-timeout': ['reports-refused'],
  'reports-address-error': ['reports-refused'],
  'tells-errors-apart': ['reports-refused', 'reports-timeout', 'reports-address-error'],
  'no-false-success': ['reports-refused', 'reports-timeout', 'reports-address-error'],
  'fails-with-status': ['reports-refused', 'reports-timeout', 'reports-address-error'],
  'one-connection': ['reports-refused'],
});
