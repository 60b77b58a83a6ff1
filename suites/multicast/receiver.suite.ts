import { expect } from 'vitest';
import { atMost, awaitJoin, deliveredFact, receiverClient, textFor } from '../../harness/engine/receiving.ts';
import { shown } from '../../harness/engine/shown.ts';
import { suiteFor } from '../../harness/engine/suite.ts';
import { LARGEST_DATAGRAM } from '../../harness/protocols/datagram.ts';
import * as receiving from './receiving.ts';
import { multicastReceiver } from './requirements.ts';

/** Multicast receiver: it joins one group on one interface, shows what comes, and leaves. */
const { check } = suiteFor(multicastReceiver, {
  plain: ['its group'],
  client: (context) => receiverClient(context, context.datagrams.group),
  unserved: 'no datagram is shown',
  basics: ['receives-after-join', 'joins-on-interface', 'leaves'],
});

check('receives-after-join', async (context) => {
  expect(await receiving.receptionFact(context)).toBe(receiving.receives);
});

check('keeps-datagrams-apart', async (context) => {
  await awaitJoin(context);
  const texts = () => Array.from({ length: atMost(context, 10) }, () => textFor(context));

  expect(await deliveredFact(context, { destination: context.datagrams.group, texts, atOnce: true })).toBe(shown);
});

check('other-group-ignored', async (context) => {
  expect(await receiving.otherGroupFact(context)).toBe(receiving.strayIgnored);
});

check('largest-datagram', async (context) => {
  await awaitJoin(context);
  const texts = () => [textFor(context, LARGEST_DATAGRAM)];

  expect(await deliveredFact(context, { destination: context.datagrams.group, texts })).toBe(shown);
});

check('empty-datagram', async (context) => {
  const { datagrams } = context;
  await awaitJoin(context);
  await (await datagrams.source()).send(datagrams.group, datagrams.port, Buffer.alloc(0));

  expect(await deliveredFact(context, { destination: datagrams.group, texts: () => [textFor(context)] })).toBe(shown);
});

check('leaves', async (context) => {
  expect(await receiving.leaveFact(context)).toBe(receiving.left);
});

check('joins-on-interface', async (context) => {
  expect(await receiving.joinedFact(context)).toBe(receiving.memberOn(context));
});

check('rejoins', async (context) => {
  expect(await receiving.rejoinFact(context)).toBe(shown);
});

check('shares-the-port', async (context) => {
  expect(await receiving.sharedFact(context)).toBe(shown);
});
