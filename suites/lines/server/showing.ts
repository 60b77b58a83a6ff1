import { mustBe } from '../../../harness/engine/finding.ts';
import { lettersFor } from '../../../harness/engine/output/showing.ts';
import { shown } from '../../../harness/engine/output/shown.ts';
import { stillServes } from '../../../harness/engine/server/next-client.ts';
import { cutAt, octetByOctet } from '../../../harness/engine/tester/segments.ts';
import { lastCrFact, shownInSomeWay } from '../escapes.ts';
import { dataFact, everyLength, kinds, originOf } from '../server-data.ts';
import type { LinesCheck } from '../server-facts.ts';
import * as showing from '../server-facts.ts';
import { freshLines, octetsOf, shownAfter } from '../server-facts.ts';
import { burstFact, goneBurstFact, slowFact } from '../server-pace.ts';

/** Characters of the lines that are cut, and every place where such a line can be: the last is before its 0x0A. */
const CHARACTERS = 12;
const cuts = Array.from({ length: CHARACTERS }, (_, index) => index + 1);

/** Chapter: lines, however they come, are shown as they were sent. */
export function showingLines(check: LinesCheck): void {
  check('shows-each-line', async (context) => {
    mustBe(await showing.shownAsTheyComplete(context, freshLines(context, 5)), shown);
  });

  check('shows-each-line', [{ label: 'three in one segment' }], async (context) => {
    mustBe(await showing.shownInOneSegment(context), shown);
  });

  check('shows-each-line', [{ label: 'before the rest of the next' }], async (context) => {
    mustBe(await showing.shownBeforeTheNext(context), shown);
  });

  check('shows-each-line', [{ label: 'behind the end of a longer one' }], async (context) => {
    mustBe(await showing.shownBehindALonger(context), shown);
  });

  check('shows-each-line', kinds, async (context, { draw }) => {
    mustBe(await dataFact(context, draw(originOf(context))), shown);
  });

  check('line-in-pieces', cuts, async (context, cut) => {
    const line = lettersFor(context, CHARACTERS);

    const fact = await shownAfter(context, cutAt(octetsOf(line), [cut]), [line]);

    mustBe(fact, shown);
  });

  check('line-in-pieces', [{ label: 'octet by octet' }], async (context) => {
    const line = lettersFor(context, CHARACTERS);

    const fact = await shownAfter(context, octetByOctet(octetsOf(line)), [line]);

    mustBe(fact, shown);
  });

  check('random-segmentation', async (context) => {
    mustBe(await showing.randomSegmentation(context), shown);
  });

  check('lines-in-one-segment', async (context) => {
    const lines = freshLines(context, 20);

    const fact = await shownAfter(context, [octetsOf(...lines)], lines);

    mustBe(fact, shown);
  });

  check('last-line-unterminated', [{ label: 'alone' }], async (context) => {
    const line = lettersFor(context);

    const fact = await shownAfter(context, [Buffer.from(line)], [line]);

    mustBe(fact, shown);
    await stillServes(context);
  });

  check('last-line-unterminated', [{ label: 'after a line' }], async (context) => {
    const [first = '', last = ''] = freshLines(context, 2);

    const fact = await shownAfter(context, [octetsOf(first), Buffer.from(last)], [first, last]);

    mustBe(fact, shown);
    await stillServes(context);
  });

  check('empty-lines', [{ label: 'not the end' }], async (context) => {
    const [first = '', second = '', third = ''] = freshLines(context, 3);
    const lines = ['', first, '', second, '', '', third];

    const fact = await shownAfter(context, [octetsOf(...lines)], lines);

    mustBe(fact, shown);
  });

  check('empty-lines', [{ label: 'shown' }], async (context) => {
    const [first = '', second = ''] = freshLines(context, 2);

    const fact = await showing.emptyLinesFact(context, [first, '', '', second]);

    mustBe(fact, shown);
  });

  check('carriage-return-is-data', [{ label: 'within a line' }], async (context) => {
    const [first = '', second = '', third = ''] = freshLines(context, 3);
    const lines = [`${first}\r${second}`, third];

    const fact = await shownInSomeWay(context, [octetsOf(...lines)], lines);

    mustBe(fact, shown);
  });

  check('carriage-return-is-data', [{ label: 'at its end' }], async (context) => {
    const [first = '', second = '', third = ''] = freshLines(context, 3);

    const fact = await lastCrFact(context, [first, second, third]);

    mustBe(fact, shown);
  });

  check('long-line', [1023, 1024, 1025, 8192, 65_536], async (context, octets) => {
    const long = lettersFor(context, octets);

    const fact = await shownAfter(context, [octetsOf(long)], [long]);

    mustBe(fact, shown);
  });

  check('long-line', [{ label: 'every length in turn' }], async (context) => {
    mustBe(await dataFact(context, everyLength(originOf(context))), shown);
  });

  check('serves-a-burst', async (context) => {
    mustBe(await burstFact(context), shown);
  });

  check('serves-a-burst', [{ label: 'of a client that has left' }], async (context) => {
    mustBe(await goneBurstFact(context), shown);
  });

  check('waits-for-slow', async (context) => {
    mustBe(await slowFact(context), shown);
  });
}
