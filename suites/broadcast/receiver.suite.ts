import { atMost, delivered, deliveredFact, textFor } from '../../harness/engine/datagrams/receiver-facts.ts';
import { receiverSuite } from '../../harness/engine/datagrams/receiver-suite.ts';
import { mustBe } from '../../harness/engine/finding.ts';
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
    mustBe(await receiving.shownFrom(context, receiving.addressOf(context, 'limited')), delivered);
  });

  check('subnet-directed', async (context) => {
    mustBe(await receiving.shownFrom(context, receiving.addressOf(context, 'subnet-directed')), delivered);
  });

  check('net-directed', async (context) => {
    mustBe(await receiving.shownFrom(context, receiving.addressOf(context, 'net-directed')), delivered);
  });

  check('all-subnets-directed', async (context) => {
    mustBe(await receiving.shownFrom(context, receiving.addressOf(context, 'all-subnets-directed')), delivered);
  });

  check('unicast-too', async (context) => {
    mustBe(await receiving.shownFrom(context, context.datagrams.unicast), delivered);
  });

  check('keeps-datagrams-apart', async (context) => {
    const texts = () => Array.from({ length: atMost(context, 10) }, () => textFor(context));

    mustBe(await deliveredFact(context, { destination: receiving.plainOf(context), texts, atOnce: true }), delivered);
  });

  check('several-senders', async (context) => {
    mustBe(await receiving.severalFact(context), delivered);
  });
});
