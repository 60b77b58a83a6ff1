import { expect, test } from 'vitest';
import type { TargetMeans, TargetPlan } from '../../contracts/plan.ts';
import { openTarget } from '../../targets/index.ts';
import { clock } from '../clock.ts';
import { caseLimits } from '../limits.ts';
import { stopwatch } from '../operator.ts';
import { startTranscript } from '../tester/transcript.ts';
import { openClientContext } from './client-opening.ts';

/** What the evidence of a case tells of clients that it launches, one after another, each towards a port. */
async function evidenceOf(command: string, told: 'exit' | 'output', ports: readonly number[] = [1]) {
  const means: TargetMeans = { kind: 'exec', command, host: '127.0.0.1', tty: false, env: {} };
  const plan: TargetPlan = {
    ...{ name: 'it', suite: 'made/client', role: 'client', transport: 'tcp', reproduce: '', means },
    ...{ limits: {}, capabilities: {} },
  };
  const transcript = startTranscript();
  const { context, dispose } = await openClientContext({
    ...{ told: 'made/client/ends', watch: stopwatch(), plan, transcript, seed: 1, output: undefined },
    target: openTarget(plan, { launchMs: 1000, now: clock.now }),
    limits: caseLimits({ launchMs: 1000 }),
    wasReached: () => false,
    reached: () => undefined,
    missed: () => undefined,
    twin: async () => ({ printed: '', end: undefined }),
  });
  for (const port of ports) await context.runs({ port }, 100);
  await dispose();
  return transcript.evidence(false).flatMap(({ who, what, text }) => (what === told ? [`${who}: ${text}`] : []));
}

test.each([
  ['sleep 60', 'harness: signal SIGTERM'],
  ['sh -c "kill -9 $$"', 'iut: signal SIGKILL'],
  ['sh -c "exit 3"', 'iut: status 3'],
])('who ended it is told: %s', async (command, end) => {
  expect(await evidenceOf(command, 'exit')).toEqual([end]);
});

test('of several clients of one case each output is there, with where it was sent', async () => {
  const outputs = await evidenceOf('sh -c "echo tried {port}; echo failed >&2"', 'output', [1, 2, 3]);

  expect(outputs).toEqual(
    [1, 2, 3].map((port) => `iut: printed by the client that was told 127.0.0.1 port ${port}: tried ${port}\nfailed\n`),
  );
});
