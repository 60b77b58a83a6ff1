import { expect } from 'vitest';
import { clientSuite } from '../../harness/engine/client/client-suite.ts';
import { reported } from '../../harness/engine/client/reporting.ts';
import * as failing from './client-facts.ts';
import { connectClient } from './requirements.ts';

/** Any TCP client: what it owes its user when the connection does not come about. */
export const suite = clientSuite(connectClient, (check) => {
  check('reports-refused', async (context) => {
    expect(failing.fateFact(await failing.meet(context, 'refused'))).toBe(reported);
  });

  check('reports-timeout', async (context) => {
    expect(failing.fateFact(await failing.meet(context, 'timeout'))).toBe(reported);
  });

  check('reports-address-error', async (context) => {
    expect(failing.fateFact(await failing.meet(context, 'address'))).toBe(reported);
  });

  check('tells-errors-apart', async (context) => {
    expect(await failing.apartFact(context)).toBe(failing.allDifferent);
  });

  check('no-false-success', failing.failures, async (context, failure) => {
    expect(failing.successFact(context, await failing.meet(context, failure))).toBe(failing.noFalseSuccess);
  });

  check('tries-every-address', async (context) => {
    const { mayConnect, makeFile } = context;
    const host = await failing.nameWithTwoAddresses(context);

    const peer = await mayConnect({ host, file: await makeFile('plain.txt', Buffer.from('hello')) });

    expect(peer === undefined ? 'gave up after the first address' : 'connected').toBe('connected');
  });
});
