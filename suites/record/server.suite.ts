import { answerFact, memoryBounded } from '../../harness/engine/facts.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import { lettersFor } from '../../harness/engine/output/showing.ts';
import { shown } from '../../harness/engine/output/shown.ts';
import { announcedAndLeft, announcing } from '../../harness/engine/server/announcing.ts';
import { resetInQueue } from '../../harness/engine/server/departures.ts';
import { manyResets, resetInTurn, resetsWithin } from '../../harness/engine/server/many-resets.ts';
import { stillServes } from '../../harness/engine/server/next-client.ts';
import { often, saidOften } from '../../harness/engine/server/often.ts';
import { serverSuite } from '../../harness/engine/server/server-suite.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { cutAt, octetByOctet } from '../../harness/engine/tester/segments.ts';
import { RECORD_HEADER_OCTETS } from '../../harness/protocols/record.ts';
import { listenerCases } from '../listener-cases.ts';
import { portInUseCases } from '../port-in-use-cases.ts';
import { recordServer } from './requirements.ts';
import * as clients from './server-clients.ts';
import {
  acrossBuffersFact,
  burstFact,
  dataFact,
  edgeFact,
  edges,
  firstAlone,
  kinds,
  secondFact,
  slowFact,
} from './server-data.ts';
import * as showing from './server-facts.ts';
import { DISTINCTIVE, freshRecord, octetsOf, shownAfter } from './server-facts.ts';

/** Every octet of the header. */
const header = Array.from({ length: RECORD_HEADER_OCTETS }, (_, index) => index + 1);

/** Octets sent of a record of 1,023 octets of data: every part of the header, the whole of it, and some data. */
const partly = [...header, RECORD_HEADER_OCTETS + 1, RECORD_HEADER_OCTETS + 500];

/** Numbers that any output may hold by chance, and the ends of their range. */
const common = [
  { version: 0, size: 10 },
  { version: 1, size: 10 },
  { version: 5, size: 10 },
  { version: 5, size: 0 },
  { version: 5, size: 1 },
  { version: 0x8000_0000, size: 10 },
  { version: 0xffff_ffff, size: 10 },
].map((fields) => ({ label: `version ${fields.version}, size ${fields.size}`, fields }));

/** How many random segmentations are tried; each has up to six cuts. */
const RANDOM_RUNS = 12;

/** Ways in which a record is broken off, and how much of its data came before. */
const brokenOff = [500, DISTINCTIVE.size - 1].flatMap((octets) => [
  { label: `FIN after ${octets} octets`, octets, leave: (peer: Peer) => peer.endWriting() },
  { label: `RST after ${octets} octets`, octets, leave: (peer: Peer) => peer.reset() },
]);

/** The well-behaved client, and what is judged even where it is not served. */
const options = {
  plain: showing.plainFields,
  client: showing.recordClient,
  unseen: 'what is printed cannot be seen: needs --output COMMAND or --exec',
  basics: ['shows-record'],
} as const;

/** Record server: version, size, data; it shows them and hangs up. */
export const suite = serverSuite(recordServer, options, (check) => {
  check('shows-record', [{ label: 'distinctive numbers' }], async (context) => {
    mustBe(await showing.shownAtAll(context), shown);
  });

  check('shows-record', [{ label: 'before its client closes' }], async (context) => {
    mustBe(await showing.shownBeforeFin(context), shown);
  });

  check('shows-record', kinds, async (context, { rule }) => {
    mustBe(await dataFact(context, rule), shown);
  });

  check('shows-record', edges, async (context, edge) => {
    mustBe(await edgeFact(context, edge), shown);
  });

  check('shows-record', common, async (context, { fields }) => {
    mustBe(await showing.shownByPattern(context, fields), shown);
  });

  check('header-split-anywhere', partly, async (context, cut) => {
    const sent = freshRecord(context);

    const fact = await shownAfter(context, cutAt(octetsOf(sent), [cut]), sent);

    mustBe(fact, shown);
  });

  check('octet-by-octet', async (context) => {
    const sent = freshRecord(context);

    const fact = await shownAfter(context, octetByOctet(octetsOf(sent), 40), sent);

    mustBe(fact, shown);
  });

  check('random-segmentation', async (context) => {
    mustBe(await showing.randomSegmentation(context, RANDOM_RUNS), shown);
  });

  check('fields-are-big-endian', [{ label: 'version 1' }], async (context) => {
    const fields = { ...context.plain, version: 1 };

    mustBe(await showing.shownByPattern(context, fields), shown);
  });

  check('fields-are-big-endian', [{ label: 'version 305419896' }], async (context) => {
    const sent = freshRecord(context, { version: DISTINCTIVE.version });

    const fact = await shownAfter(context, [octetsOf(sent)], sent);

    mustBe(fact, shown);
  });

  check('fields-are-big-endian', [{ label: 'size 1023' }], async (context) => {
    const sent = freshRecord(context, { size: DISTINCTIVE.size });

    const fact = await shownAfter(context, [octetsOf(sent)], sent);

    mustBe(fact, shown);
  });

  check('sizes', [1023, 1024, 1025, 65_536], async (context, size) => {
    const sent = freshRecord(context, { size });

    const fact = await shownAfter(context, [octetsOf(sent)], sent);

    mustBe(fact, shown);
  });

  check('sizes', [{ label: 'characters of 3 octets at every buffer border' }], async (context) => {
    mustBe(await acrossBuffersFact(context), shown);
  });

  check('size-is-unsigned', [0x8000_0000, 0xffff_ffff], async (context, size) => {
    const octets = showing.announcing(context, size);

    const fact = await showing.memoryAfter(context, octets);

    mustBe(fact, memoryBounded);
    mustBe(showing.unsignedFact(context, size), showing.unsigned);
  });

  check('swapped-header-survived', [5, 96, 1023], async (context, size) => {
    const sent = freshRecord(context, { version: DISTINCTIVE.version, size });
    await context.peer.send(showing.swappedOctetsOf(sent));

    await context.peer.endWriting();

    await context.nextClient();
  });

  check('swapped-header-survived', [often], async (context) => {
    await saidOften(context, showing.badRecords(context));
  });

  check('short-data', [0, 1, 500, 1022], async (context, octets) => {
    const sent = freshRecord(context, { size: DISTINCTIVE.size });
    await context.peer.send(octetsOf(sent).subarray(0, RECORD_HEADER_OCTETS + octets));

    await context.peer.endWriting();

    await context.nextClient();
  });

  check('disconnect-anywhere', partly, async (context, octets) => {
    await context.peer.send(octetsOf(freshRecord(context)).subarray(0, octets));

    await context.peer.endWriting();

    await context.nextClient();
  });

  check('disconnect-anywhere', [often], async (context) => {
    await saidOften(context, [showing.partOf(context)]);
  });

  check('disconnect-anywhere', [announcing], async (context) => {
    await announcedAndLeft(context, showing.headerOf);
  });

  check('reset-anywhere', partly, async (context, octets) => {
    await context.peer.send(octetsOf(freshRecord(context)).subarray(0, octets));
    await context.peer.taken();

    await context.peer.reset();

    await context.nextClient();
  });

  check('reset-anywhere', [manyResets], async (context) => {
    await resetInTurn(context, () => resetsWithin(context, showing.partOf(context)));
  });

  check('reset-anywhere', [{ label: '20 in the queue' }], async (context) => {
    await resetInQueue(context);
  });

  check('partial-not-shown-as-whole', brokenOff, async (context, { octets, leave }) => {
    const usual = await showing.usualWords(context);
    const sent = freshRecord(context, { size: DISTINCTIVE.size });
    const peer = context.connect();
    await peer.send(octetsOf(sent).subarray(0, RECORD_HEADER_OCTETS + octets));
    await peer.taken();

    await leave(peer);

    mustBe(await showing.partialFact(context, sent.data.slice(0, octets), usual), showing.withheld);
    await stillServes(context);
  });

  check('surplus-ignored', [1, 1000], async (context, octets) => {
    const fact = await showing.shownWithout(context, freshRecord(context), lettersFor(context, octets));

    mustBe(fact, shown);
    await stillServes(context);
  });

  check('closes-after-record', async (context) => {
    await context.peer.send(octetsOf(freshRecord(context)));

    mustBe(showing.eventsOf(await context.peer.history()), ['open', 'end', 'close']);
  });

  check('waits-for-slow', async (context) => {
    mustBe(await slowFact(context), shown);
  });

  check('takes-one', async (context) => {
    mustBe(await secondFact(context), firstAlone);
    await stillServes(context);
  });

  check('answers-nothing', async (context) => {
    await context.peer.send(octetsOf(freshRecord(context)));

    await context.peer.endWriting();

    mustBe(answerFact(await context.peer.octets()), 'no octet');
  });

  check('serves-a-burst', async (context) => {
    mustBe(await burstFact(context), shown);
  });

  check('two-at-once', async (context) => {
    mustBe(await clients.twoAtOnce(context, clients.FIRST_PARTS.data), shown);

    clients.needsConcurrency(context);
  });

  check('two-at-once', [{ label: 'within their headers' }], async (context) => {
    await clients.needsCutHeaders(context);

    mustBe(await clients.twoAtOnce(context, clients.FIRST_PARTS.header), shown);

    clients.needsConcurrency(context);
  });

  check('two-at-once', [{ label: 'within records as others leave' }], async (context) => {
    mustBe(await clients.wholeAsOthersLeave(context), shown);

    clients.needsConcurrency(context);
  });

  check('two-at-once', [{ label: 'four long ones' }], async (context) => {
    mustBe(await clients.longAtOnce(context), shown);

    clients.needsConcurrency(context);
  });

  check('two-at-once', [{ label: 'three behind six slow ones' }], async (context) => {
    mustBe(await clients.behindSlowFact(context), shown);
  });

  portInUseCases(check);

  listenerCases(check, {
    message: (context) => octetsOf(freshRecord(context)),
    borders: showing.borders,
    part: showing.partOf,
  });
});
