import type { Check } from '../harness/engine/cases.ts';
import { busyPortFact, saysPortInUse } from '../harness/engine/facts.ts';
import { conclusiveIf, mustBe } from '../harness/engine/finding.ts';
import type { CaseContext } from '../harness/engine/server/context.ts';

/** The cases of `reports-port-in-use`, which every table of TCP servers has. */
export function portInUseCases(
  check: Check<Pick<CaseContext<unknown>, 'launchOnBusyPort' | 'process'>, 'reports-port-in-use'>,
): void {
  check('reports-port-in-use', async ({ launchOnBusyPort }) => {
    mustBe(busyPortFact(await launchOnBusyPort('another program')), saysPortInUse, 'launched on a port in use');
  });

  check('reports-port-in-use', [{ label: 'by one of its kind' }], async ({ launchOnBusyPort, process }) => {
    conclusiveIf(await process.hasPort(), 'the first server does not listen on its port any more');

    const launched = await launchOnBusyPort('the first');

    mustBe(busyPortFact(launched), saysPortInUse, 'launched on the port of another of its kind');
  });
}
