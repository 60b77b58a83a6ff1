import { expect, test } from 'vitest';
import type { WorkerPlan } from '../contracts/plan.ts';
import { drive } from './drive.ts';

/** What the driver does beside running suites, which the tests of the command line show. */

const plan: WorkerPlan = {
  target: {
    name: 'nobody',
    suite: 'lines/server',
    means: { kind: 'address', host: '127.0.0.1', port: 1 },
    limits: {},
    capabilities: {},
    reproduce: '',
  },
  selection: { suites: [], only: [], skip: [] },
  seed: 1,
  repeat: 1,
};

test('an interruption before the first case ends in an incomplete run of none', async () => {
  const begun: string[] = [];
  const result = await drive({
    plans: [plan],
    bail: 0,
    signal: AbortSignal.abort(),
    onStart: (caseId) => begun.push(caseId),
    onCase: ({ id }) => begun.push(id),
  });

  expect(result).toMatchObject({ cases: [], complete: false, errors: [] });
  expect(begun).toEqual([]);
});

test('nobody but the run listens for interrupts, or the process would end without a report', async () => {
  const left: number[] = [];
  const count = (event: string | symbol): void => {
    if (event === 'SIGINT') setImmediate(() => left.push(process.listenerCount('SIGINT')));
  };
  process.on('newListener', count);
  await drive({
    plans: [plan],
    bail: 0,
    signal: AbortSignal.abort(),
    onStart: () => undefined,
    onCase: () => undefined,
  });
  process.off('newListener', count);

  expect(left).toEqual([0]);
});
