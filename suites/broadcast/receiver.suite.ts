import * as checks from '../../harness/engine/datagrams/receiver-checks.ts';
import { delivered, deliveredFact } from '../../harness/engine/datagrams/receiver-facts.ts';
import { receiverSuite } from '../../harness/engine/datagrams/receiver-suite.ts';
import { withSources } from '../../harness/engine/datagrams/sources.ts';
import { withinCharacterFact } from '../../harness/engine/datagrams/within-character.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import { LARGEST_DATAGRAM } from '../../harness/protocols/datagram.ts';
import { receiverCases } from '../datagram-cases.ts';
import * as receiving from './receiver-facts.ts';
import { broadcastReceiver } from './requirements.ts';

/** The well-behaved sender, and what is judged even where nothing of it is shown. */
const options = {
  plain: ['subnet-directed', 'limited'],
  client: receiving.plainSender,
  unserved: 'no broadcast is shown',
  basics: ['limited', 'subnet-directed'],
} as const;

/** Broadcast receiver: bound to every address of its host, it shows what is sent to all of them. */
export const suite = receiverSuite(broadcastReceiver, options, (check) => {
  check('limited', async (context) => {
    mustBe(await receiving.shownAt(context, receiving.addressOf(context, 'limited')), delivered);
  });

  check('subnet-directed', async (context) => {
    mustBe(await receiving.shownAt(context, receiving.addressOf(context, 'subnet-directed')), delivered);
  });

  check('net-directed', async (context) => {
    mustBe(await receiving.shownAt(context, receiving.addressOf(context, 'net-directed')), delivered);
  });

  check('all-subnets-directed', async (context) => {
    mustBe(await receiving.shownAt(context, receiving.addressOf(context, 'all-subnets-directed')), delivered);
  });

  check('unicast-too', async (context) => {
    mustBe(await receiving.shownAt(context, context.datagrams.unicast), delivered);
  });

  check('shows-source', async (context) => {
    await checks.anew(context);

    mustBe(await checks.sourcesFact(context, receiving.plainOf(context)), withSources);
  });

  check('keeps-datagrams-apart', async (context) => {
    const delivery = { ...checks.apartDelivery(context), destination: receiving.plainOf(context) };

    mustBe(await deliveredFact(context, delivery), delivered);
  });

  check('keeps-datagrams-apart', ['contents'], async (context) => {
    mustBe(await checks.contentsFact(context, receiving.plainOf(context)), delivered);
  });

  check('keeps-datagrams-apart', ['after one that ends within a character'], async (context) => {
    mustBe(await withinCharacterFact(context, receiving.plainOf(context)), delivered);
  });

  check('keeps-datagrams-apart', ['many'], async (context) => {
    mustBe(await checks.manyFact(context, receiving.plainOf(context)), delivered);
  });

  check('receives-after-silence', async (context) => {
    mustBe(await checks.silenceFact(context, receiving.plainOf(context)), checks.afterSilence);
  });

  check('largest-datagram', async (context) => {
    mustBe(await receiving.shownAt(context, receiving.plainOf(context), LARGEST_DATAGRAM), delivered);
  });

  check('empty-datagram', async (context) => {
    const plain = receiving.plainOf(context);

    mustBe(await checks.afterEmptyFact(context, plain, () => receiving.shownAt(context, plain)), delivered);
  });

  check('several-senders', async (context) => {
    mustBe(await receiving.severalFact(context), delivered);
  });

  receiverCases(check);
});
