import { besideFact, sendsBeside } from '../../harness/engine/datagrams/beside-a-listener.ts';
import { asTheFirst, everyDatagramFact } from '../../harness/engine/datagrams/every-datagram.ts';
import { goesOn, resumedFact } from '../../harness/engine/datagrams/resumed-sender.ts';
import {
  answeredFact,
  exactPayload,
  intervalFact,
  onTime,
  payloadFact,
} from '../../harness/engine/datagrams/sender-facts.ts';
import { senderSuite } from '../../harness/engine/datagrams/sender-suite.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import { HELLO } from '../../harness/protocols/datagram.ts';
import { senderCases } from '../datagram-cases.ts';
import { multicastSender } from './requirements.ts';
import * as sending from './sender-facts.ts';

/** Multicast sender: it sends one text to one group, again and again, whether anybody listens or not. */
export const suite = senderSuite(multicastSender, (check) => {
  check('payload', async (context) => {
    mustBe(await payloadFact(context, HELLO), exactPayload);
  });

  check('interval', async (context) => {
    mustBe(await intervalFact(context), onTime(context));
  });

  check('interval', ['after it was stopped for a while'], async (context) => {
    mustBe(await resumedFact(context), goesOn);
  });

  check('interval', ['as each is answered'], async (context) => {
    mustBe(await answeredFact(context), onTime(context));
  });

  check('every-datagram', async (context) => {
    mustBe(await everyDatagramFact(context, { text: HELLO, to: 'group' }), asTheFirst);
  });

  check('reaches-group', async (context) => {
    mustBe(await sending.reachFact(context), sending.toTheGroup);
  });

  check('ttl', async (context) => {
    await sending.ttlFact(context);
  });

  check('survives-nobody-listening', async (context) => {
    mustBe(await sending.unheardFact(context), sending.stillSending);
  });

  check('beside-a-listener', async (context) => {
    mustBe(await besideFact(context), sendsBeside);
  });

  senderCases(check);
});
