import { expect } from 'vitest';
import { clientSuite } from '../../harness/engine/client/client-suite.ts';
import { reported } from '../../harness/engine/client/reporting.ts';
import { bigEndian, historyOf, orderFact, recordOf, resetFact, sizeFact, sizeMatches } from './client-facts.ts';
import { recordClient } from './requirements.ts';

/** Record client: it sends version, size and data, and closes. */
export const suite = clientSuite(recordClient, (check) => {
  check('header-is-big-endian', async (context) => {
    expect(orderFact(await recordOf(context))).toBe(bigEndian);
  });

  check('size-matches-data', async (context) => {
    expect(sizeFact(await recordOf(context))).toBe(sizeMatches);
  });

  check('closes-at-end', async (context) => {
    expect(await historyOf(context)).toEqual(['open', 'end', 'close']);
  });

  check('reports-reset', async (context) => {
    expect(await resetFact(context)).toBe(reported);
  });
});
