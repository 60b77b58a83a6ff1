import { clientSuite } from '../../harness/engine/client/client-suite.ts';
import { endedWell } from '../../harness/engine/client/ending-well.ts';
import { reported } from '../../harness/engine/client/reporting.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import { clientCases } from '../client-cases.ts';
import {
  bigEndian,
  emptyFact,
  heldUpFact,
  historyOf,
  largerFact,
  lateFact,
  missingFact,
  noRecord,
  orderFact,
  plainExchange,
  recordOf,
  resetFact,
  sizeFact,
  sizeMatches,
} from './client-facts.ts';
import { recordClient } from './requirements.ts';

/** Record client: it sends version, size and data, and closes. */
export const suite = clientSuite(recordClient, plainExchange, (check) => {
  check('header-is-big-endian', async (context) => {
    mustBe(orderFact(await recordOf(context)), bigEndian);
  });

  check('size-matches-data', async (context) => {
    mustBe(await sizeFact(context), sizeMatches);
  });

  check('size-matches-data', [{ label: 'of an empty file' }], async (context) => {
    mustBe(await emptyFact(context), sizeMatches);
  });

  check('size-matches-data', [{ label: 'of a file of a MiB' }], async (context) => {
    mustBe(await largerFact(context), sizeMatches);
  });

  check('size-matches-data', [{ label: 'to a server that does not read for a while' }], async (context) => {
    mustBe(await heldUpFact(context), sizeMatches);
  });

  check('size-matches-data', [{ label: 'to a server that begins to read late' }], async (context) => {
    const { size, end } = await lateFact(context);

    mustBe(size, sizeMatches);
    mustBe(end, endedWell);
  });

  check('size-matches-data', [{ label: 'of a file that is not there' }], async (context) => {
    mustBe(await missingFact(context), noRecord);
  });

  check('closes-at-end', async (context) => {
    mustBe(await historyOf(context), ['open', 'end', 'close']);
  });

  check('reports-reset', async (context) => {
    mustBe(await resetFact(context), reported);
  });

  clientCases(check, plainExchange);
});
