import { endedBy, reportedBy } from '../../harness/engine/client/client-screen.ts';
import { shown, shownBy } from '../../harness/engine/client/client-shown.ts';
import { clientSuite } from '../../harness/engine/client/client-suite.ts';
import { connectedOnce } from '../../harness/engine/client/ending-well.ts';
import { endedByItself, reported } from '../../harness/engine/client/reporting.ts';
import { declaredStallMs } from '../../harness/engine/client/staying.ts';
import { clock } from '../../harness/engine/clock.ts';
import { wideText } from '../../harness/engine/data/wide.ts';
import { conclusiveIf, mustBe } from '../../harness/engine/finding.ts';
import { cutAt, octetByOctet } from '../../harness/engine/tester/segments.ts';
import { clientCases } from '../client-cases.ts';
import {
  afterEmptyFact,
  characterCuts,
  eachPhraseFact,
  nothingSaid,
  partialFact,
  patient,
  phraseOf,
  plainExchange,
  saidFact,
  severalLinesFact,
  steadyFact,
  stoppedFact,
  textOf,
  withheldPart,
} from './client-facts.ts';
import { fortuneClient } from './requirements.ts';

/** Every two-part split of a phrase of 40 octets. */
const splits = Array.from({ length: 39 }, (_, index) => index + 1);

/** First octet of a late phrase, in milliseconds after the connection: the stimulus itself. */
const LATE_MS = 1500;

/** Limit for a client that is told nothing more: it has all the time that its profile declares, and this much more. */
const GRACE_MS = 2000;

/** Fortune client: it listens to the end, and shows what it heard. */
export const suite = clientSuite(fortuneClient, plainExchange, (check) => {
  check('sends-nothing', async ({ connects }) => {
    const peer = await connects();

    await peer.send(phraseOf(40));
    await peer.endWriting();

    mustBe(await saidFact(peer), nothingSaid);
  });

  check('sends-nothing', [{ label: 'to a server that is late' }], async ({ connects }) => {
    const peer = await connects();
    await clock.silence(LATE_MS);

    await peer.send(phraseOf(40));
    await peer.endWriting();

    mustBe(await saidFact(peer), nothingSaid);
  });

  check('reads-until-close', [{ label: 'octet by octet' }], async (context) => {
    const phrase = phraseOf(40);
    const peer = await context.connects();

    await peer.send(...octetByOctet(phrase));
    await peer.endWriting();

    mustBe(await shownBy(context, [textOf(phrase)]), shown);
  });

  check('reads-until-close', splits, async (context, cut) => {
    const phrase = phraseOf(40);
    const peer = await context.connects();

    await peer.send(...cutAt(phrase, [cut]));
    await peer.endWriting();

    mustBe(await shownBy(context, [textOf(phrase)]), shown);
  });

  check('reads-until-close', [{ label: 'data of all families' }], async (context) => {
    mustBe(await eachPhraseFact(context), shown);
  });

  check('reads-until-close', [{ label: 'line ends within' }], async (context) => {
    mustBe(await severalLinesFact(context), shown);
  });

  check('reads-until-close', [{ label: 'stopped and continued while it waits' }], async (context) => {
    mustBe(await stoppedFact(context), shown);
  });

  check('reads-past-one-buffer', [1023, 1024, 1025, 4096, 70_000], async (context, octets) => {
    const phrase = phraseOf(octets);
    const peer = await context.connects();

    await peer.send(phrase);
    await peer.endWriting();

    mustBe(await shownBy(context, [textOf(phrase)]), shown);
  });

  check('joins-split-characters', characterCuts, async (context, { text, cut }) => {
    const peer = await context.connects();

    await peer.send(...cutAt(Buffer.from(text), [cut]));
    await peer.endWriting();

    mustBe(await shownBy(context, [text]), shown);
  });

  check('joins-split-characters', [{ label: 'at every buffer border' }], async (context) => {
    conclusiveIf(
      context.sees.output,
      'a person compares the ends of so long a phrase: needs --exec or --output COMMAND',
    );
    const phrase = wideText(textOf(phraseOf(40)));
    const peer = await context.connects();

    await peer.send(Buffer.from(phrase));
    await peer.endWriting();

    mustBe(await shownBy(context, [phrase]), shown);
  });

  check('waits-for-late-phrase', async (context) => {
    const phrase = phraseOf(40);
    const peer = await context.connects();

    await clock.silence(LATE_MS);
    await peer.send(phrase);
    await peer.endWriting();

    mustBe(await shownBy(context, [textOf(phrase)]), shown);
  });

  check('ends-on-empty-phrase', async (context) => {
    const peer = await context.connects();

    await peer.endWriting();

    mustBe(await endedBy(context), endedByItself);
  });

  check('closes-its-side', async ({ connects }) => {
    const peer = await connects();
    await peer.send(phraseOf(40));

    await peer.endWriting();

    const history = await peer.history();
    mustBe(
      history.filter((event) => event !== 'data'),
      ['open', 'end', 'close'],
    );
  });

  check('reports-reset', async (context) => {
    const phrase = phraseOf(40);
    const peer = await context.connects();
    await peer.send(phrase.subarray(0, 20));
    await peer.taken();

    await peer.reset();

    mustBe(await reportedBy(context, textOf(phrase.subarray(0, 20))), reported);
  });

  check('partial-not-shown-as-whole', async (context) => {
    const phrase = phraseOf(40);
    const peer = await context.connects();
    await peer.send(phrase.subarray(0, 20));
    await peer.taken();

    await peer.reset();

    mustBe(await partialFact(context, textOf(phrase.subarray(0, 20))), withheldPart);
  });

  check('partial-not-shown-as-whole', [{ label: 'before a stall' }], async (context) => {
    const stallMs = declaredStallMs(context);
    const phrase = phraseOf(40);
    const peer = await context.connects();
    await peer.send(phrase.subarray(0, 20));

    const fact = await endedBy(context, stallMs + GRACE_MS);

    conclusiveIf(fact === endedByItself, 'the client does not give up: judged by gives-up-on-stall');
    mustBe(await partialFact(context, textOf(phrase.subarray(0, 20))), withheldPart);
  });

  check('gives-up-on-stall', async (context) => {
    const stallMs = declaredStallMs(context);
    const peer = await context.connects();

    await peer.send(phraseOf(40).subarray(0, 20));

    mustBe(await endedBy(context, stallMs + GRACE_MS), endedByItself);
  });

  check('gives-up-on-stall', [{ label: 'not while octets come' }], async (context) => {
    const stallMs = declaredStallMs(context);

    mustBe(await steadyFact(context, stallMs), patient);
  });

  check('one-connection', [{ label: 'after an empty phrase' }], async (context) => {
    mustBe(await afterEmptyFact(context), connectedOnce);
  });

  clientCases(check, plainExchange);
});
