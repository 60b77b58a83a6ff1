import * as checks from '../../harness/engine/datagrams/receiver-checks.ts';
import { delivered, textFor } from '../../harness/engine/datagrams/receiver-facts.ts';
import { receiverSuite } from '../../harness/engine/datagrams/receiver-suite.ts';
import { withSources } from '../../harness/engine/datagrams/sources.ts';
import { withinCharacterFact } from '../../harness/engine/datagrams/within-character.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import { LARGEST_DATAGRAM } from '../../harness/protocols/datagram.ts';
import { receiverCases } from '../datagram-cases.ts';
import * as receiving from './receiver-facts.ts';
import { multicastReceiver } from './requirements.ts';

/** The well-behaved sender, and what is judged even where nothing of it is shown. */
const options = {
  plain: ['its group'],
  client: receiving.plainSender,
  unserved: 'no datagram is shown',
  basics: ['receives-after-join', 'joins-on-interface', 'leaves'],
} as const;

/** Multicast receiver: it joins one group on one interface, shows what comes, and leaves. */
export const suite = receiverSuite(multicastReceiver, options, (check) => {
  check('receives-after-join', async (context) => {
    mustBe(await receiving.receptionFact(context), receiving.receives);
  });

  check('shows-source', async (context) => {
    await checks.anew(context);
    await receiving.awaitMember(context);

    mustBe(await receiving.whileMember(context, (group) => checks.sourcesFact(context, group)), withSources);
  });

  check('keeps-datagrams-apart', async (context) => {
    await receiving.awaitMember(context);

    mustBe(await receiving.memberFact(context, checks.apartDelivery(context)), delivered);
  });

  check('keeps-datagrams-apart', ['of two senders'], async (context) => {
    await receiving.awaitMember(context);
    const sources = [await context.datagrams.source(), await context.datagrams.anotherSource()];

    mustBe(await receiving.memberFact(context, { ...checks.fourInTurn(context), sources }), delivered);
  });

  check('keeps-datagrams-apart', ['contents'], async (context) => {
    await receiving.awaitMember(context);

    mustBe(await receiving.whileMember(context, () => checks.contentsFact(context)), delivered);
  });

  check('keeps-datagrams-apart', ['after one that ends within a character'], async (context) => {
    await receiving.awaitMember(context);

    mustBe(await receiving.whileMember(context, (group) => withinCharacterFact(context, group)), delivered);
  });

  check('keeps-datagrams-apart', ['many'], async (context) => {
    await receiving.awaitMember(context);

    mustBe(await receiving.whileMember(context, (group) => checks.manyFact(context, group)), delivered);
  });

  check('receives-after-silence', async (context) => {
    await receiving.awaitMember(context);

    mustBe(await receiving.whileMember(context, (group) => checks.silenceFact(context, group)), checks.afterSilence);
  });

  check('other-group-ignored', async (context) => {
    mustBe(await receiving.otherGroupFact(context), receiving.strayIgnored);
  });

  check('largest-datagram', async (context) => {
    await receiving.awaitMember(context);
    const texts = () => [textFor(context, LARGEST_DATAGRAM)];

    mustBe(await receiving.memberFact(context, { texts }), delivered);
  });

  check('empty-datagram', async (context) => {
    await receiving.awaitMember(context);

    const shown = () => receiving.memberFact(context, { texts: () => [textFor(context)] });

    mustBe(await checks.afterEmptyFact(context, context.datagrams.group, shown), delivered);
  });

  check('leaves', async (context) => {
    mustBe(await receiving.leaveFact(context), receiving.left);
  });

  check('joins-on-interface', async (context) => {
    mustBe(await receiving.joinedFact(context), receiving.memberOn(context));
  });

  check('rejoins', async (context) => {
    mustBe(await receiving.rejoinFact(context), delivered);
  });

  check('shares-the-port', async (context) => {
    mustBe(await receiving.sharedFact(context), delivered);
  });

  receiverCases(check, receiving.awaitMember);
});
