import { expect } from 'vitest';
import { exactPayload, intervalFact, onTime, payloadFact } from '../../harness/engine/datagrams/sender-facts.ts';
import { senderSuite } from '../../harness/engine/datagrams/sender-suite.ts';
import { HELLO } from '../../harness/protocols/datagram.ts';
import { multicastSender } from './requirements.ts';
import * as sending from './sender-facts.ts';

/** Multicast sender: it sends one text to one group, again and again, whether anybody listens or not. */
export const suite = senderSuite(multicastSender, (check) => {
  check('payload', async (context) => {
    expect(await payloadFact(context, HELLO)).toBe(exactPayload);
  });

  check('interval', async (context) => {
    expect(await intervalFact(context)).toBe(onTime(context));
  });

  check('reaches-group', async (context) => {
    expect(await sending.reachFact(context)).toBe(sending.toTheGroup);
  });

  check('ttl', async (context) => {
    await sending.ttlFact(context);
  });

  check('survives-nobody-listening', async (context) => {
    expect(await sending.unheardFact(context)).toBe(sending.stillSending);
  });
});
