import type { Check } from '../harness/engine/cases.ts';
import { receiverEndsFact, senderEndsFact } from '../harness/engine/datagrams/asked-to-end.ts';
import type { ReceiverContext } from '../harness/engine/datagrams/receiver-facts.ts';
import type { SenderContext } from '../harness/engine/datagrams/sender-context.ts';
import { refusesAddress, unusableAddressFact } from '../harness/engine/datagrams/unusable-address.ts';
import { mustBe } from '../harness/engine/finding.ts';
import { endsSoon } from '../harness/engine/server/asked-to-end.ts';
import type { receiverRows, senderRows } from './datagram-rows.ts';

const signals = [
  { label: 'SIGINT', by: 'SIGINT' },
  { label: 'SIGTERM', by: 'SIGTERM' },
] as const;

/** The cases of `receiverRows`. `begin` waits until the receiver can be given a datagram. */
export function receiverCases<Context extends ReceiverContext>(
  check: Check<Context, keyof typeof receiverRows>,
  begin: (context: Context) => Promise<void> = async () => undefined,
): void {
  check('ends-when-asked', signals, async (context, { by }) => {
    await begin(context);

    mustBe(await receiverEndsFact(context, by), endsSoon);
  });
}

/** The cases of `senderRows`. */
export function senderCases(check: Check<SenderContext, keyof typeof senderRows>): void {
  check('reports-unusable-address', async (context) => {
    mustBe(await unusableAddressFact(context), refusesAddress);
  });

  check('ends-when-asked', signals, async (context, { by }) => {
    mustBe(await senderEndsFact(context, by), endsSoon);
  });
}
