import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { TargetMeans, WorkerPlan } from '../contracts/plan.ts';
import { takeTurn, turnsOf, workOf } from './turns.ts';

const address: TargetMeans = { kind: 'address', host: '127.0.0.1', port: 1 };
const listen: TargetMeans = { kind: 'listen', host: '0.0.0.0', port: 54_321 };

/** A program that is told a port, or has this one. */
function exec(port?: number): TargetMeans {
  const fixed = port === undefined ? {} : { port };
  return { kind: 'exec', command: 'server', host: '127.0.0.1', tty: false, env: {}, ...fixed };
}

function planOf(name: string, means: TargetMeans): WorkerPlan {
  return {
    target: {
      ...{ name, suite: 'lines/server', role: 'server', transport: 'tcp', reproduce: '' },
      means,
      limits: {},
      capabilities: {},
    },
    selection: { suites: [], only: [], skip: [] },
    seed: 1,
    repeat: 1,
  };
}

const named = (turns: ReturnType<typeof turnsOf>) => turns.map((turn) => turn.map(({ target }) => target.name));

test('each target has a turn of its own, in the order of the plans', () => {
  const plans = [planOf('a', exec()), planOf('b', address), planOf('c', { kind: 'reference', endpoint: 'lines' })];

  expect(named(turnsOf(plans))).toEqual([['a'], ['b'], ['c']]);
});

test('those whose port is fixed share one, where the first of them would be', () => {
  const plans = [planOf('a', exec()), planOf('b', exec(7)), planOf('c', address), planOf('d', listen)];

  expect(named(turnsOf(plans))).toEqual([['a'], ['b', 'd'], ['c']]);
});

test('a turn is taken once, and when all are there is nothing to do', () => {
  const work = workOf(turnsOf([planOf('a', exec()), planOf('b', exec())]));

  expect(named([takeTurn(work), takeTurn(work), takeTurn(work)])).toEqual([['a'], ['b'], []]);
});

test('a turn that another thread takes is not taken again', async () => {
  const work = workOf(turnsOf(['a', 'b', 'c'].map((name) => planOf(name, exec()))));
  const source = "Atomics.add(new Int32Array(require('node:worker_threads').workerData), 0, 1)";
  const other = new Worker(source, { eval: true, workerData: structuredClone(work).taken });
  await new Promise((resolve) => other.once('exit', resolve));

  expect(named([takeTurn(work)])).toEqual([['b']]);
});

test('plans share a database of phrases in the thread that takes them, too', () => {
  const phrases = ['a phrase'];
  const plans = ['a', 'b'].map((name) => {
    const plan = planOf(name, exec());
    return { ...plan, target: { ...plan.target, phrases } };
  });
  const work = structuredClone(workOf(turnsOf(plans)));

  const [one, other] = [takeTurn(work), takeTurn(structuredClone(work))].map(([plan]) => plan?.target.phrases);

  expect(one).toEqual(phrases);
  expect(other).toBe(one);
});
