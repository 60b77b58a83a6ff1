import { serverSuite } from '../../harness/engine/server/server-suite.ts';
import { linesServer } from './requirements.ts';
import { servingClients } from './server/clients.ts';
import { takingOctets } from './server/octets.ts';
import { showingLines } from './server/showing.ts';
import * as showing from './server-facts.ts';

/** The well-behaved client, and what is judged even where it is not served. */
const options = {
  plain: [undefined],
  client: showing.linesClient,
  unseen: 'what is printed cannot be seen: needs --output COMMAND or --exec',
  basics: ['shows-each-line'],
  severalClients: 'serves-one-after-another',
  grounds: [
    {
      rows: ['lines-in-one-segment', 'shows-each-line'],
      spares: ['line-in-pieces', 'endless-line', 'closes-at-end', 'serves-one-after-another'],
      holds: showing.twoLines,
    },
  ],
} as const;

/** Lines server: it shows each line as soon as its 0x0A has come. */
export const suite = serverSuite(linesServer, options, (check) => {
  showingLines(check);
  takingOctets(check);
  servingClients(check);
});
