import { expect } from 'vitest';
import { clientSuite } from '../../harness/engine/client/client-suite.ts';
import { reported } from '../../harness/engine/client/reporting.ts';
import { allTerminated, flushed, flushFact, historyOf, linesOf, resetFact, terminationFact } from './client-facts.ts';
import { linesClient } from './requirements.ts';

/** Lines client: it sends its lines as they come, and closes. */
export const suite = clientSuite(linesClient, (check) => {
  check('lines-are-terminated', async (context) => {
    expect(terminationFact(await linesOf(context), context)).toBe(allTerminated);
  });

  check('flushes-each-line', async (context) => {
    expect(await flushFact(context)).toBe(flushed);
  });

  check('closes-at-end', async (context) => {
    expect(await historyOf(context)).toEqual(['open', 'end', 'close']);
  });

  check('reports-reset', async (context) => {
    expect(await resetFact(context)).toBe(reported);
  });
});
