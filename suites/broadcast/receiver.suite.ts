import { expect } from 'vitest';
import { atMost, deliveredFact, receiverClient, textFor } from '../../harness/engine/receiving.ts';
import { shown } from '../../harness/engine/shown.ts';
import { suiteFor } from '../../harness/engine/suite.ts';
import * as receiving from './receiving.ts';
import { broadcastReceiver } from './requirements.ts';

/** Broadcast receiver: bound to every address of its host, it shows what is sent to all of them. */
const { check } = suiteFor(broadcastReceiver, {
  plain: ['subnet-directed', 'limited'],
  client: (context) => receiverClient(context, receiving.plainOf(context)),
  unserved: 'no broadcast is shown',
  basics: ['limited', 'subnet-directed'],
});

check('limited', async (context) => {
  expect(await receiving.shownFrom(context, receiving.addressOf(context, 'limited'))).toBe(shown);
});

check('subnet-directed', async (context) => {
  expect(await receiving.shownFrom(context, receiving.addressOf(context, 'subnet-directed'))).toBe(shown);
});

check('net-directed', async (context) => {
  expect(await receiving.shownFrom(context, receiving.addressOf(context, 'net-directed'))).toBe(shown);
});

check('all-subnets-directed', async (context) => {
  expect(await receiving.shownFrom(context, receiving.addressOf(context, 'all-subnets-directed'))).toBe(shown);
});

check('unicast-too', async (context) => {
  expect(await receiving.shownFrom(context, context.datagrams.unicast)).toBe(shown);
});

check('keeps-datagrams-apart', async (context) => {
  const texts = () => Array.from({ length: atMost(context, 10) }, () => textFor(context));

  expect(await deliveredFact(context, { destination: receiving.plainOf(context), texts, atOnce: true })).toBe(shown);
});

check('several-senders', async (context) => {
  const { datagrams } = context;
  const sources = [await datagrams.source(), await datagrams.anotherSource()];
  const texts = () => Array.from({ length: atMost(context, 4) }, () => textFor(context));

  expect(await deliveredFact(context, { destination: receiving.plainOf(context), texts, sources })).toBe(shown);
});
