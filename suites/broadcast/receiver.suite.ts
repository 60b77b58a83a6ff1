import { expect } from 'vitest';
import {
  atMost,
  delivered,
  deliveredFact,
  receiverClient,
  textFor,
} from '../../harness/engine/datagrams/receiver-facts.ts';
import { suiteFor } from '../../harness/engine/server/suite.ts';
import * as receiving from './receiver-facts.ts';
import { broadcastReceiver } from './requirements.ts';

/** Broadcast receiver: bound to every address of its host, it shows what is sent to all of them. */
const { check } = suiteFor(broadcastReceiver, {
  plain: ['subnet-directed', 'limited'],
  client: (context) => receiverClient(context, receiving.plainOf(context)),
  unserved: 'no broadcast is shown',
  next: 'the next datagram to be shown',
  basics: ['limited', 'subnet-directed'],
});

check('limited', async (context) => {
  expect(await receiving.shownFrom(context, receiving.addressOf(context, 'limited'))).toBe(delivered);
});

check('subnet-directed', async (context) => {
  expect(await receiving.shownFrom(context, receiving.addressOf(context, 'subnet-directed'))).toBe(delivered);
});

check('net-directed', async (context) => {
  expect(await receiving.shownFrom(context, receiving.addressOf(context, 'net-directed'))).toBe(delivered);
});

check('all-subnets-directed', async (context) => {
  expect(await receiving.shownFrom(context, receiving.addressOf(context, 'all-subnets-directed'))).toBe(delivered);
});

check('unicast-too', async (context) => {
  expect(await receiving.shownFrom(context, context.datagrams.unicast)).toBe(delivered);
});

check('keeps-datagrams-apart', async (context) => {
  const texts = () => Array.from({ length: atMost(context, 10) }, () => textFor(context));

  expect(await deliveredFact(context, { destination: receiving.plainOf(context), texts, atOnce: true })).toBe(
    delivered,
  );
});

check('several-senders', async (context) => {
  expect(await receiving.severalFact(context)).toBe(delivered);
});
