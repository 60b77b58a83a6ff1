import type { Check } from '../harness/engine/cases.ts';
import type { ClientContext } from '../harness/engine/client/client-context.ts';
import { clientRestsFact } from '../harness/engine/client/client-resting.ts';
import {
  connectedOnce,
  connectionsFact,
  endedWell,
  endsWellFact,
  hiddenRetryFact,
} from '../harness/engine/client/ending-well.ts';
import type { PlainExchange } from '../harness/engine/client/plain-exchange.ts';
import { mustBe } from '../harness/engine/finding.ts';
import { rests } from '../harness/engine/processor.ts';
import type { clientRows } from './client-rows.ts';

/** The cases of `clientRows`: how a client ends, how often it connects, and what it does while it waits. */
export function clientCases(
  check: Check<ClientContext, keyof typeof clientRows>,
  plain: PlainExchange,
  protocol: 'known' | 'unknown' = 'known',
): void {
  check('ends-well', async (context) => {
    mustBe(await endsWellFact(context, plain, protocol), endedWell);
  });

  check('one-connection', [{ label: 'plain exchange' }], async (context) => {
    mustBe(await connectionsFact(context, plain), connectedOnce);
  });

  check('one-connection', [{ label: 'after a reset' }], async (context) => {
    mustBe(await hiddenRetryFact(context), connectedOnce);
  });

  check('rests', async (context) => {
    mustBe(await clientRestsFact(context, plain), rests);
  });
}
