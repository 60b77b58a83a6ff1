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
import { broadcastSender } from './requirements.ts';
import * as sending from './sender-facts.ts';

/** Broadcast sender: it may broadcast, does so, and says one text again and again. */
export const suite = senderSuite(broadcastSender, (check) => {
  check('sets-so-broadcast', async (context) => {
    mustBe(await sending.permissionFact(context), sending.leaves);
  });

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
    mustBe(await everyDatagramFact(context, { text: HELLO, to: 'broadcast' }), asTheFirst);
  });

  check('destination', async (context) => {
    mustBe(await sending.destinationFact(context), sending.toAll);
  });

  check('beside-a-listener', async (context) => {
    mustBe(await besideFact(context), sendsBeside);
  });

  senderCases(check);
});
