import type { Check } from '../harness/engine/cases.ts';
import { mustBe } from '../harness/engine/finding.ts';
import { rests } from '../harness/engine/processor.ts';
import { activeFact, inParts, staysConnected } from '../harness/engine/server/activity.ts';
import type { CaseContext } from '../harness/engine/server/context.ts';
import { type Border, endedInTime, endsEach, endsFact, idleFact } from '../harness/engine/server/departures.ts';
import { inFours, leftOpenFact, nothingLeft } from '../harness/engine/server/leavings.ts';
import { restsFact } from '../harness/engine/server/resting.ts';
import { interruptCase, processCases } from './process-cases.ts';
import type { listenerRows } from './server-rows.ts';

/** What clients of a protocol say that leave, or stay, within it. */
export interface Unfinished<Plain> {
  /** A message, and where in it clients leave. */
  readonly message: (context: CaseContext<Plain>) => Uint8Array;
  readonly borders: readonly Border[];
  /** The front of a message. */
  readonly part: (context: CaseContext<Plain>) => Uint8Array;
  /**
   * What a client says piece by piece that goes on speaking, after none of which its connection is to end; by default the
   * message but for its last octet, since one that is whole may be the end of its connection.
   */
  readonly goesOn?: (context: CaseContext<Plain>) => Uint8Array;
}

/** The cases of `listenerRows`: what clients that are gone, or silent, leave with a server. */
export function listenerCases<Plain>(
  check: Check<CaseContext<Plain>, keyof typeof listenerRows>,
  { message, borders, part, goesOn }: Unfinished<Plain>,
): void {
  const allButLast = (context: CaseContext<Plain>): Uint8Array => message(context).subarray(0, -1);
  const fronts = (context: CaseContext<Plain>): readonly (() => Uint8Array)[] => [
    () => part(context),
    () => allButLast(context),
  ];

  check('closes-after-disconnect', async (context) => {
    mustBe(await endsFact(context, () => message(context), borders), endsEach);
  });

  check('rests', async (context) => {
    mustBe(await restsFact(context, ...fronts(context)), rests);
  });

  check('leaves-nothing-open', async (context) => {
    mustBe(await leftOpenFact(context, inFours(...fronts(context))), nothingLeft);
  });

  processCases(check, async (context, peer) => {
    await peer.send(part(context));
    await peer.taken();
  });

  interruptCase(check);

  check('ends-idle-client', async (context) => {
    mustBe(await idleFact(context), endedInTime);
  });

  check('ends-idle-client', [{ label: 'not one that goes on speaking' }], async (context) => {
    const parts = inParts(() => (goesOn ?? allButLast)(context));

    mustBe(await activeFact(context, parts), staysConnected);
  });
}
