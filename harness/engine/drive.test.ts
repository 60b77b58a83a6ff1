import { expect, test } from 'vitest';
import type { WorkerPlan } from '../contracts/plan.ts';
import { type DriveOptions, drive } from './drive.ts';

/** What the driver does beside running suites, which the tests of the command line show. */

const plan: WorkerPlan = {
  target: {
    ...{ name: 'nobody', suite: 'lines/server', role: 'server', transport: 'tcp', reproduce: '' },
    means: { kind: 'address', host: '127.0.0.1', port: 1 },
    limits: {},
    capabilities: {},
  },
  selection: { suites: [], only: [], skip: [] },
  seed: 1,
  repeat: 1,
};

const interrupted: DriveOptions = {
  plans: [plan],
  workerFile: 'never-opened.js',
  bail: 0,
  signal: AbortSignal.abort(),
  onStart: () => undefined,
  onCase: () => undefined,
};

test('an interruption before the first case ends in an incomplete run of none', async () => {
  const begun: string[] = [];
  const result = await drive({
    ...interrupted,
    onStart: (caseId) => begun.push(caseId),
    onCase: ({ id }) => begun.push(id),
  });

  expect(result).toMatchObject({ cases: [], complete: false, errors: [] });
  expect(begun).toEqual([]);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'nobody but the run listens for %s, not even while vitest is loaded, or the process would end without a report',
  async (name) => {
    const own = (): void => undefined;
    process.on(name, own);
    const left: (readonly unknown[])[] = [];
    const look = (event: string | symbol): void => {
      if (event === name) queueMicrotask(() => left.push(process.listeners(name)));
    };
    process.on('newListener', look);
    await drive(interrupted);
    process.off('newListener', look);
    left.push(process.listeners(name));
    process.off(name, own);

    expect(left.length).toBeGreaterThan(1);
    expect(left.filter((listeners) => listeners.length !== 1 || listeners[0] !== own)).toEqual([]);
  },
);
