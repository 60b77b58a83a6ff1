import type { RequirementRows } from '../harness/contracts/requirement-table.ts';

const asked =
  'CWE-404: improper resource shutdown; signal(7): SIGINT is what Ctrl-C sends, SIGTERM what a service manager sends';

/** What every receiver of datagrams owes its machine: rows of each table of receivers. */
export const receiverRows = {
  'ends-when-asked': {
    level: 'SHOULD',
    source: asked,
    text: 'A receiver that is asked to end does so.',
    seen: ['process'],
    provoked:
      'SIGINT, and to another launch SIGTERM, to the process group of a receiver that has shown a datagram, unless that is its last: it ends within the close limit.',
    failure:
      'The signal is caught, and the loop that waits for datagrams goes on: `except:` of Python catches KeyboardInterrupt, too. Or a handler says goodbye, and a socket, a timer or a thread that is still there keeps the program.',
    mend: 'Leave the loop at the signal, close the socket, and end the program; catch the errors of the socket alone (OSError).',
  },
} as const satisfies RequirementRows;

/** The same of every sender. */
export const senderRows = {
  'reports-unusable-address': {
    level: 'SHOULD',
    source: 'CWE-391: unchecked error condition; bind(2) and ip(7): EADDRNOTAVAIL, ENODEV',
    text: 'A sender that is told an address which its host does not have says so, and sends nothing.',
    seen: ['wire', 'exit'],
    provoked:
      'The sender is started with 192.0.2.1 (RFC 5737) where its command has {address}: no datagram comes, and it ends with another status than 0. Where its command has no {address} nothing can be concluded.',
    failure:
      'The address is not looked at, or what bind and setsockopt return is not, and the datagrams leave by another interface than the one that was named.',
    mend: 'Bind the socket to the address, and set IP_MULTICAST_IF to it for multicast; check both, print one line that names the address, and exit with status 1.',
  },
  'ends-when-asked': {
    level: 'SHOULD',
    source: asked,
    text: 'A sender that is asked to end does so.',
    seen: ['process'],
    provoked:
      'SIGINT, and to another launch SIGTERM, to the process group of a sender whose first datagram has come: it ends within the close limit.',
    failure:
      'The signal is caught, and the loop goes on: `except:` of Python catches KeyboardInterrupt, too. Or a thread or a timer that is still there keeps the program.',
    mend: 'Leave the loop at the signal, close the socket, and end the program; catch the errors of the socket alone (OSError).',
  },
} as const satisfies RequirementRows;
