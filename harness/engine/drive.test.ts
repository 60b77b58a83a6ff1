import { expect, test } from 'vitest';
import type { WorkerPlan } from '../contracts/plan.ts';
import { compiled, inOwnProcess } from '../processes/own-process.test.helper.ts';
import { atOnce, type DriveOptions, drive, overlapping } from './drive.ts';

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

/** A process that interrupts a run before it began, and prints whether its own listener was the only one, each time that one was added and at the end. */
const watching = (name: string): string => `
  import { drive } from ${compiled('engine/drive.js')};
  const own = () => undefined;
  const isAlone = () => process.listeners('${name}').length === 1 && process.listeners('${name}')[0] === own;
  process.on('${name}', own);
  const looks = [];
  process.on('newListener', (event) => {
    if (event === '${name}') queueMicrotask(() => looks.push(isAlone()));
  });
  const nothing = () => undefined;
  const plan = ${JSON.stringify(plan)};
  const signal = AbortSignal.abort();
  await drive({ plans: [plan], workerFile: 'never-opened.js', bail: 0, signal, onStart: nothing, onCase: nothing });
  console.log(JSON.stringify([...looks, isAlone()]));`;

test.each(['SIGINT', 'SIGTERM'])(
  'nobody but the run listens for %s, not even while vitest is loaded, or the process would end without a report',
  (name) => {
    const looks = inOwnProcess(watching(name));

    expect(looks).toSatisfy((all) => Array.isArray(all) && all.length > 1);
    expect(looks).not.toContain(false);
  },
);

test('more targets are judged at the same time where nothing is launched', () => {
  const means = { kind: 'exec' as const, command: 'x {port}', host: '127.0.0.1', tty: false, env: {} };
  const launched: WorkerPlan = { ...plan, target: { ...plan.target, means } };

  expect([atOnce([plan]), atOnce([plan, launched])]).toEqual([14, 8]);
});

test('launched clients overlap less where there are few processors', () => {
  const client = { ...plan.target, role: 'client' as const, suite: 'lines/client' };
  const means = { kind: 'exec' as const, command: 'x {port}', host: '127.0.0.1', tty: false, env: {} };
  const launched: WorkerPlan = { ...plan, target: { ...client, means } };
  const builtIn: WorkerPlan = { ...plan, target: { ...client, means: { kind: 'reference', endpoint: 'lines' } } };

  expect([1, 2, 4, 8].map((processors) => overlapping([plan, launched], processors))).toEqual([3, 3, 5, 5]);
  expect([1, 2, 4, 8].map((processors) => overlapping([plan, builtIn], processors))).toEqual([5, 5, 5, 5]);
});
