import { clientSuite } from '../../harness/engine/client/client-suite.ts';
import { reported } from '../../harness/engine/client/reporting.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import { allTerminated, flushed, flushFact, historyOf, linesOf, resetFact, terminationFact } from './client-facts.ts';
import { linesClient } from './requirements.ts';

/** Lines client: it sends its lines as they come, and closes. */
export const suite = clientSuite(linesClient, (check) => {
  check('lines-are-terminated', async (context) => {
    mustBe(terminationFact(await linesOf(context), context), allTerminated);
  });

  check('flushes-each-line', async (context) => {
    mustBe(await flushFact(context), flushed);
  });

  check('closes-at-end', async (context) => {
    mustBe(await historyOf(context), ['open', 'end', 'close']);
  });

  check('reports-reset', async (context) => {
    mustBe(await resetFact(context), reported);
  });
});
