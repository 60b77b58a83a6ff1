import { expect } from 'vitest';
import { exactPayload, intervalFact, onTime, payloadFact } from '../../harness/engine/datagrams/sender-facts.ts';
import { senderSuite } from '../../harness/engine/datagrams/sender-suite.ts';
import { HELLO } from '../../harness/protocols/datagram.ts';
import { broadcastSender } from './requirements.ts';
import * as sending from './sender-facts.ts';

/** Broadcast sender: it may broadcast, does so, and says one text again and again. */
export const suite = senderSuite(broadcastSender, (check) => {
  check('sets-so-broadcast', async (context) => {
    expect(await sending.permissionFact(context)).toBe(sending.leaves);
  });

  check('payload', async (context) => {
    expect(await payloadFact(context, HELLO)).toBe(exactPayload);
  });

  check('interval', async (context) => {
    expect(await intervalFact(context)).toBe(onTime(context));
  });

  check('destination', async (context) => {
    expect(await sending.destinationFact(context)).toBe(sending.toAll);
  });
});
