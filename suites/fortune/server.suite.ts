import { applicableIf, conclusiveIf, mustBe } from '../../harness/engine/finding.ts';
import { rests } from '../../harness/engine/processor.ts';
import { besideSilentClients, resetInQueue } from '../../harness/engine/server/departures.ts';
import { leftOpenFact, nothingLeft } from '../../harness/engine/server/leavings.ts';
import { manyResets, resetInTurn } from '../../harness/engine/server/many-resets.ts';
import { restsFact } from '../../harness/engine/server/resting.ts';
import { serverSuite } from '../../harness/engine/server/server-suite.ts';
import { portInUseCases } from '../port-in-use-cases.ts';
import { interruptCase, processCases } from '../process-cases.ts';
import * as drawn from './drawn-phrases.ts';
import * as long from './long-phrases.ts';
import { fortuneServer } from './requirements.ts';
import * as listening from './server-facts.ts';

/** The well-behaved client, and what is judged even where it is not served. */
const options = {
  plain: [undefined],
  client: listening.fortuneClient,
  basics: ['accepts-connection', 'speaks-first', 'closes-after-phrase', 'phrase-is-whole'],
  severalClients: 'serves-one-after-another',
} as const;

/** Fortune server: it speaks once, unasked, and hangs up. */
export const suite = serverSuite(fortuneServer, options, (check) => {
  check('accepts-connection', async ({ peer, limits }) => {
    await peer.opened();

    conclusiveIf((await peer.answer()) !== 'silence', 'neither an octet nor the end came: judged by speaks-first');
    mustBe(await listening.answerFact(peer, limits.replyMs), listening.spoke);
    await peer.said();
  });

  check('speaks-first', async (context) => {
    const { peer, limits } = context;

    mustBe(await listening.answerFact(peer, limits.replyMs, listening.mayBeEmpty(context)), listening.spoke);
    await peer.said();
  });

  check('closes-after-phrase', async (context) => {
    const history = await context.peer.history();

    const octets = await context.peer.begun();
    listening.needsOctets(octets.length, context);
    listening.needsTime(context.peer, octets, context);
    mustBe(history, listening.orderly(octets));
  });

  check('phrase-is-whole', async (context) => {
    mustBe(await drawn.wholeness(context, 40), listening.wholePhrase);
  });

  check('phrase-is-whole', [{ label: 'each of a small database' }], async (context) => {
    const { whole } = await drawn.eachDrawn(context);

    mustBe(whole, listening.wholePhrase);
  });

  check('phrase-is-text', ['1', '2', '3', '4', '5'], async (context) => {
    const octets = await context.peer.octets();
    listening.needsTime(context.peer, octets, context);
    mustBe(listening.textFact(octets), 'text');
  });

  check('serves-one-after-another', async (context) => {
    mustBe(await listening.oneAfterAnother(context, 50), '50 clients served');
  });

  check('serves-queued-clients', async (context) => {
    mustBe(await listening.atOnce(context, 5), '5 of 5 clients served');
  });

  check('phrase-varies', async (context) => {
    applicableIf(context.knownPhrases?.length !== 1, 'the database has one phrase only');
    context.note('false alarm: with k phrases, all equally likely, 40 equal ones come with probability 1 in k^39');

    mustBe(await drawn.variety(context, 40), 'different phrases');
  });

  check('phrase-varies', [{ label: 'each of a small database' }], async (context) => {
    applicableIf(context.knownPhrases !== undefined, 'the database is not known');
    context.note(
      'false alarm: with phrases that are equally likely, one is missed with probability 1 in 1,000,000,000',
    );
    const { whole, came } = await drawn.eachDrawn(context);

    conclusiveIf(whole === listening.wholePhrase, `not a whole phrase: judged by phrase-is-whole: ${whole}`);
    mustBe(came, drawn.eachCame);
  });

  check('survives-client-leaving', [{ label: 'after connect' }], async ({ connect }) => {
    const peer = connect({ paused: true });
    await peer.opened();

    await peer.leave();
  });

  check('survives-client-leaving', [{ label: 'within a long phrase' }], async (context) => {
    const peer = await long.inLongPhrase(context, false);

    await peer.leave();
  });

  check('survives-client-reset', [{ label: 'after connect' }], async ({ connect }) => {
    const peer = connect({ paused: true });
    await peer.opened();

    await peer.reset();
  });

  check('survives-client-reset', [{ label: 'within a long phrase' }], async (context) => {
    const peer = await long.inLongPhrase(context, false);

    await peer.reset();
  });

  check('survives-client-reset', [manyResets], async (context) => {
    await resetInTurn(context, async () => {
      const peer = context.connect();
      await peer.gathers((octets) => octets.length > 0);
      await peer.reset();
    });
  });

  check('survives-client-reset', [{ label: '20 in the queue' }], async (context) => {
    await resetInQueue(context);
  });

  check('survives-half-close', async (context) => {
    await context.peer.endWriting();

    mustBe(await listening.phraseOf(context.peer, context), listening.wholePhrase);
    await context.nextClient();
  });

  check('survives-half-close', [{ label: 'within a long phrase' }], async (context) => {
    const peer = await long.inLongPhrase(context, true);
    await peer.endWriting();

    mustBe(await listening.phraseOf(peer, context), listening.wholePhrase);
  });

  check('survives-unsolicited-data', async (context) => {
    const { peer, note } = context;
    await peer.send(listening.UNASKED);

    mustBe(await listening.phraseOf(peer, context), listening.wholePhrase);
    note(`the connection went: ${(await peer.history()).join(', ')}`);
  });

  check('survives-unsolicited-data', [{ label: 'a phrase that is read late' }], async (context) => {
    mustBe(await long.readLateFact(context), listening.wholePhrase);
  });

  check('survives-slow-reader', [{ label: 'any phrase' }], async (context) => {
    const peer = context.connect({ paused: true });
    await peer.readSlowly(long.SLOW_OCTETS, long.SLOW_PAUSE_MS);

    mustBe(await listening.phraseOf(peer, context), listening.wholePhrase);
  });

  check('survives-slow-reader', [{ label: 'a long phrase' }], async (context) => {
    const peer = await long.inLongPhrase(context, true);

    mustBe(await listening.phraseOf(peer, context), listening.wholePhrase);
  });

  check('survives-slow-reader', [{ label: 'that reads nothing for a while' }], async (context) => {
    mustBe(await long.pausedFact(context), listening.wholePhrase);
  });

  check('not-starved', async ({ connect, nextClient }) => {
    await connect({ paused: true }).opened();

    await nextClient();
  });

  check('not-starved', [{ label: 'eight that stay' }], async (context) => {
    await besideSilentClients(context);
  });

  portInUseCases(check);

  check('rests', async (context) => {
    mustBe(await restsFact(context), rests);
  });

  check('leaves-nothing-open', async (context) => {
    mustBe(await leftOpenFact(context), nothingLeft);
  });

  check('leaves-nothing-open', [{ label: 'of clients that speak' }], async (context) => {
    mustBe(await listening.leftBySpeakers(context), nothingLeft);
  });

  processCases(check, (_, peer) => listening.wholeConversation(peer));

  interruptCase(check);
});
