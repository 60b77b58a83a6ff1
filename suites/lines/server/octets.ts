import { answerFact, memoryBounded } from '../../../harness/engine/facts.ts';
import { mustBe } from '../../../harness/engine/finding.ts';
import { lettersFor } from '../../../harness/engine/output/showing.ts';
import { shown } from '../../../harness/engine/output/shown.ts';
import { often, saidOften } from '../../../harness/engine/server/often.ts';
import { cutAt } from '../../../harness/engine/tester/segments.ts';
import { shownInSomeWay } from '../escapes.ts';
import { acrossBuffersFact, behindOtherOctets, otherOctets, splitBesideAnother } from '../server-data.ts';
import type { LinesCheck } from '../server-facts.ts';
import * as showing from '../server-facts.ts';
import { freshLines, octetsOf } from '../server-facts.ts';

/** Every inner octet of characters of two, three and four octets. */
const splits = ['ö', '語', '\u{1F98A}'].flatMap((character) =>
  Array.from({ length: Buffer.byteLength(character) - 1 }, (_, index) => ({
    label: `${character} after its octet ${index + 1}`,
    character,
    cut: index + 1,
  })),
);

/** Chapter: what a line holds, where it has no end, and what a server has to say to it. */
export function takingOctets(check: LinesCheck): void {
  check('answers-nothing', async (context) => {
    await context.peer.send(octetsOf(...freshLines(context, 3)));

    await context.peer.endWriting();

    mustBe(answerFact(await context.peer.octets()), 'no octet');
  });

  check('endless-line', async (context) => {
    mustBe(await showing.endlessLine(context), memoryBounded);
  });

  check('closes-at-end', async (context) => {
    await context.peer.send(octetsOf(lettersFor(context)));

    await context.peer.endWriting();

    mustBe(showing.eventsOf(await context.peer.history()), ['open', 'end', 'close']);
  });

  check('split-characters', splits, async (context, { character, cut }) => {
    const [first = '', second = ''] = freshLines(context, 2);
    const lines = [`${first}${character}${second}`];

    const fact = await shownInSomeWay(context, cutAt(octetsOf(...lines), [first.length + cut]), lines);

    mustBe(fact, shown);
  });

  check('split-characters', [{ label: 'while another client speaks' }], async (context) => {
    mustBe(await splitBesideAnother(context), shown);
  });

  check('split-characters', [{ label: 'at every buffer border' }], async (context) => {
    mustBe(await acrossBuffersFact(context), shown);
  });

  check('survives-other-octets', [{ label: 'lines behind them' }], async (context) => {
    mustBe(await behindOtherOctets(context), shown);
  });

  check('survives-other-octets', [often], async (context) => {
    await saidOften(context, [otherOctets()]);
  });
}
