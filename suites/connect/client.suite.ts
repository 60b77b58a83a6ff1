import { clientSuite } from '../../harness/engine/client/client-suite.ts';
import { reported } from '../../harness/engine/client/reporting.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import { clientCases } from '../client-cases.ts';
import * as failing from './client-facts.ts';
import { connectClient } from './requirements.ts';

/** Any TCP client: what it owes its user when the connection does not come about. */
export const suite = clientSuite(connectClient, failing.plainExchange, (check) => {
  check('reports-refused', async (context) => {
    mustBe(failing.fateFact(await failing.meet(context, 'refused')), reported);
  });

  check('reports-timeout', async (context) => {
    mustBe(failing.fateFact(await failing.meet(context, 'timeout')), reported);
  });

  check('reports-address-error', async (context) => {
    mustBe(failing.fateFact(await failing.meet(context, 'address')), reported);
  });

  check('tells-errors-apart', async (context) => {
    mustBe(await failing.apartFact(context), failing.allDifferent);
  });

  check('no-false-success', failing.failures, async (context, failure) => {
    mustBe(await failing.successFact(context, await failing.meet(context, failure)), failing.noFalseSuccess);
  });

  check('fails-with-status', failing.failures, async (context, failure) => {
    failing.applicableTo(context, failure);

    mustBe(failing.statusFact(context, failure, await failing.meet(context, failure)), failing.failingStatus);
  });

  check('tries-every-address', async (context) => {
    const { mayConnect, makeFile } = context;
    const host = await failing.nameWithTwoAddresses(context);

    const peer = await mayConnect({ host, file: await makeFile('plain.txt', Buffer.from('hello')) });

    mustBe(peer === undefined ? 'gave up after the first address' : 'connected', 'connected');
  });

  clientCases(check, failing.plainExchange, 'unknown');
});
