import { expect, test } from 'vitest';
import type { TargetMeans, TargetPlan } from '../../contracts/plan.ts';
import { openTarget } from '../../targets/index.ts';
import { clock } from '../clock.ts';
import { caseLimits } from '../limits.ts';
import { stopwatch } from '../operator.ts';
import { startTranscript } from '../tester/transcript.ts';
import { openClientContext } from './client-opening.ts';

/** How a launched client ends, in the evidence of its case. */
async function endOf(command: string) {
  const means: TargetMeans = { kind: 'exec', command, host: '127.0.0.1', tty: false, env: {} };
  const plan: TargetPlan = {
    ...{ name: 'it', suite: 'made/client', role: 'client', transport: 'tcp', reproduce: '', means },
    ...{ limits: {}, capabilities: {} },
  };
  const transcript = startTranscript();
  const { context, dispose } = await openClientContext({
    ...{ caseId: 'made/client/ends', watch: stopwatch(), plan, transcript, seed: 1, output: undefined },
    target: openTarget(plan, { launchMs: 1000, now: clock.now }),
    limits: caseLimits({ launchMs: 1000 }),
    wasReached: () => false,
    reached: () => undefined,
    missed: () => undefined,
    twin: async () => ({ printed: '', end: undefined }),
  });
  await context.runs({}, 100);
  await dispose();
  return transcript.evidence(false).flatMap(({ who, what, text }) => (what === 'exit' ? [`${who}: ${text}`] : []));
}

test.each([
  ['sleep 60', 'harness: signal SIGTERM'],
  ['sh -c "kill -9 $$"', 'iut: signal SIGKILL'],
  ['sh -c "exit 3"', 'iut: status 3'],
])('who ended it is told: %s', async (command, end) => {
  expect(await endOf(command)).toEqual([end]);
});
