import { answerFact, busyPortFact, memoryBounded, saysPortInUse } from '../../harness/engine/facts.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import { lettersFor } from '../../harness/engine/output/showing.ts';
import { shown } from '../../harness/engine/output/shown.ts';
import { rests } from '../../harness/engine/processor.ts';
import { activeFact, inParts, staysConnected } from '../../harness/engine/server/activity.ts';
import {
  besideSilentClients,
  endedInTime,
  endsEach,
  endsFact,
  idleFact,
  leavesInOrder,
  resetInQueue,
  staysSilent,
} from '../../harness/engine/server/departures.ts';
import { leftOpenFact, nothingLeft } from '../../harness/engine/server/leavings.ts';
import { manyResets, resetInTurn, resetsWithin } from '../../harness/engine/server/many-resets.ts';
import { stillServes } from '../../harness/engine/server/next-client.ts';
import { often, saidOften } from '../../harness/engine/server/often.ts';
import { listensAgain, restartFact } from '../../harness/engine/server/restarting.ts';
import { restsFact } from '../../harness/engine/server/resting.ts';
import { serverSuite } from '../../harness/engine/server/server-suite.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { cutAt, octetByOctet } from '../../harness/engine/tester/segments.ts';
import { lastCrFact, shownInSomeWay } from './escapes.ts';
import { linesServer } from './requirements.ts';
import {
  acrossBuffersFact,
  behindOtherOctets,
  burstFact,
  dataFact,
  everyLength,
  goneBurstFact,
  kinds,
  originOf,
  otherOctets,
  slowFact,
  splitBesideAnother,
} from './server-data.ts';
import * as showing from './server-facts.ts';
import { freshLines, octetsOf, shownAfter } from './server-facts.ts';

/** Characters of the lines that are cut, and every place where such a line can be: the last is before its 0x0A. */
const CHARACTERS = 12;
const cuts = Array.from({ length: CHARACTERS }, (_, index) => index + 1);

/** Every inner octet of characters of two, three and four octets. */
const splits = ['ö', '語', '\u{1F98A}'].flatMap((character) =>
  Array.from({ length: Buffer.byteLength(character) - 1 }, (_, index) => ({
    label: `${character} after its octet ${index + 1}`,
    character,
    cut: index + 1,
  })),
);

/** How much of a line a client has sent that stays silent then. */
const silences = [
  { label: 'silent', characters: 0 },
  { label: 'within a line', characters: 6 },
];

/** How a client leaves in the middle of a line. */
const departures = [
  { label: 'FIN', leave: (peer: Peer) => peer.endWriting() },
  { label: 'RST', leave: (peer: Peer) => peer.reset() },
];

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
  check('shows-each-line', async (context) => {
    mustBe(await showing.shownAsTheyComplete(context, freshLines(context, 5)), shown);
  });

  check('shows-each-line', [{ label: 'three in one segment' }], async (context) => {
    mustBe(await showing.shownInOneSegment(context), shown);
  });

  check('shows-each-line', [{ label: 'before the rest of the next' }], async (context) => {
    mustBe(await showing.shownBeforeTheNext(context), shown);
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

  check('disconnect-mid-line', departures, async (context, { leave }) => {
    const [first = '', second = ''] = freshLines(context, 2);
    await context.peer.send(octetsOf(first), Buffer.from(second));
    await context.peer.taken();

    await leave(context.peer);

    await context.nextClient();
  });

  check('disconnect-mid-line', [{ label: 'FIN within a character' }], async (context) => {
    const [first = '', second = ''] = freshLines(context, 2);
    await context.peer.send(octetsOf(first), Buffer.from(`${second}ö`).subarray(0, -1));

    await context.peer.endWriting();

    await context.nextClient();
  });

  check('disconnect-mid-line', [often], async (context) => {
    await saidOften(context, [showing.partOf(context), Buffer.from('aö').subarray(0, -1)]);
  });

  check('disconnect-mid-line', [manyResets], async (context) => {
    await resetInTurn(context, () => resetsWithin(context, octetsOf(lettersFor(context))));
  });

  check('disconnect-mid-line', [{ label: 'RST of 20 in the queue' }], async (context) => {
    await resetInQueue(context);
  });

  check('serves-one-after-another', [{ label: '10 clients' }], async (context) => {
    mustBe(await showing.oneAfterAnother(context, 10), shown);
  });

  check('serves-one-after-another', departures, async (context, { leave }) => {
    mustBe(await showing.keptApart(context, leave), shown);
  });

  check('serves-one-after-another', [{ label: 'within lines as others leave' }], async (context) => {
    mustBe(await showing.wholeAsOthersLeave(context), shown);
  });

  check('idle-client', silences, async (context, { characters }) => {
    const line = octetsOf(lettersFor(context));
    const peer = await staysSilent(context, line.subarray(0, characters));

    await context.nextClient(Math.max(context.limits.recoveryMs, context.limits.idleMs ?? 0));

    await leavesInOrder(peer, line.subarray(characters), context.limits);
  });

  check('idle-client', [{ label: 'eight, silent' }], async (context) => {
    await besideSilentClients(context);
  });

  check('reports-port-in-use', async ({ launchOnBusyPort }) => {
    mustBe(busyPortFact(await launchOnBusyPort()), saysPortInUse, 'launched on a port in use');
  });

  check('closes-after-disconnect', async (context) => {
    mustBe(await endsFact(context, () => showing.lineAndPart(context), showing.borders), endsEach);
  });

  check('rests', async (context) => {
    mustBe(await restsFact(context, () => showing.partOf(context)), rests);
  });

  check('leaves-nothing-open', async (context) => {
    mustBe(await leftOpenFact(context, () => showing.partOf(context)), nothingLeft);
  });

  check('restarts-on-its-port', async (context) => {
    mustBe(await restartFact(context, showing.sendPart(context)), listensAgain);
  });

  check('ends-idle-client', async (context) => {
    mustBe(await idleFact(context), endedInTime);
  });

  check('ends-idle-client', [{ label: 'not one that goes on speaking' }], async (context) => {
    mustBe(
      await activeFact(
        context,
        inParts(() => octetsOf(...freshLines(context, 2))),
      ),
      staysConnected,
    );
  });
});
