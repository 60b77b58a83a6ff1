import { expect } from 'vitest';
import { atMost, delivered, textFor } from '../../harness/engine/datagrams/receiver-facts.ts';
import { receiverSuite } from '../../harness/engine/datagrams/receiver-suite.ts';
import { LARGEST_DATAGRAM } from '../../harness/protocols/datagram.ts';
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
    expect(await receiving.receptionFact(context)).toBe(receiving.receives);
  });

  check('keeps-datagrams-apart', async (context) => {
    await receiving.awaitMember(context);
    const texts = () => Array.from({ length: atMost(context, 10) }, () => textFor(context));

    expect(await receiving.memberFact(context, { texts, atOnce: true })).toBe(delivered);
  });

  check('other-group-ignored', async (context) => {
    expect(await receiving.otherGroupFact(context)).toBe(receiving.strayIgnored);
  });

  check('largest-datagram', async (context) => {
    await receiving.awaitMember(context);
    const texts = () => [textFor(context, LARGEST_DATAGRAM)];

    expect(await receiving.memberFact(context, { texts })).toBe(delivered);
  });

  check('empty-datagram', async (context) => {
    await receiving.awaitMember(context);

    expect(await receiving.afterEmptyFact(context)).toBe(delivered);
  });

  check('leaves', async (context) => {
    expect(await receiving.leaveFact(context)).toBe(receiving.left);
  });

  check('joins-on-interface', async (context) => {
    expect(await receiving.joinedFact(context)).toBe(receiving.memberOn(context));
  });

  check('rejoins', async (context) => {
    expect(await receiving.rejoinFact(context)).toBe(delivered);
  });

  check('shares-the-port', async (context) => {
    expect(await receiving.sharedFact(context)).toBe(delivered);
  });
});
