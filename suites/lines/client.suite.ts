import { clientSuite } from '../../harness/engine/client/client-suite.ts';
import { endedWell } from '../../harness/engine/client/ending-well.ts';
import { reported } from '../../harness/engine/client/reporting.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import { clientCases } from '../client-cases.ts';
import {
  allTerminated,
  asTyped,
  asTypedFact,
  flushed,
  flushFact,
  heldUpFact,
  historyOf,
  lateFact,
  plainExchange,
  resetFact,
  terminationFact,
} from './client-facts.ts';
import { controlLinesOf, endlessLinesOf, linesOf, longLineOf, pausedLinesOf, returnLinesOf } from './client-lines.ts';
import { linesClient } from './requirements.ts';

/** Where a line holds a CR. */
const carriageReturns = [
  { label: 'within a line', place: (word: string, other: string) => `${word}\r${other}` },
  { label: 'at its end', place: (word: string) => `${word}\r` },
];

/** Lines client: it sends its lines as they come, and closes. */
export const suite = clientSuite(linesClient, plainExchange, (check) => {
  check('lines-are-terminated', async (context) => {
    mustBe(terminationFact(await linesOf(context)), allTerminated);
  });

  check('lines-are-terminated', [{ label: 'typed in pieces' }], async (context) => {
    mustBe(terminationFact(await pausedLinesOf(context)), allTerminated);
  });

  check('lines-are-terminated', [{ label: 'longer than one buffer' }], async (context) => {
    mustBe(terminationFact(await longLineOf(context)), allTerminated);
  });

  check('lines-are-terminated', [{ label: 'typed without a line end behind the last' }], async (context) => {
    mustBe(terminationFact(await endlessLinesOf(context)), allTerminated);
  });

  check('lines-are-terminated', [{ label: 'to a server that does not read for a while' }], async (context) => {
    mustBe(await heldUpFact(context), allTerminated);
  });

  check('lines-are-terminated', [{ label: 'to a server that begins to read late' }], async (context) => {
    const { lines, end } = await lateFact(context);

    mustBe(lines, allTerminated);
    mustBe(end, endedWell);
  });

  check('carriage-return-is-data', carriageReturns, async (context, { place }) => {
    mustBe(asTypedFact(await returnLinesOf(context, place)), asTyped);
  });

  check('carriage-return-is-data', [{ label: 'other control characters' }], async (context) => {
    mustBe(asTypedFact(await controlLinesOf(context)), asTyped);
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

  clientCases(check, plainExchange);
});
