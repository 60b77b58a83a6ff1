import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { LaunchedProcess } from '../contracts/process.ts';
import { launch } from './launch.ts';

const launched: LaunchedProcess[] = [];

afterEach(async () => {
  await Promise.all(launched.splice(0).map((one) => one.stop()));
});

async function runs(script: string): Promise<LaunchedProcess> {
  const one = await launch([process.execPath, '-e', script]);
  launched.push(one);
  return one;
}

async function untilSaid(one: LaunchedProcess, word: string): Promise<void> {
  while (!one.output.text().includes(word)) await one.output.changed();
}

const SLEEPS = 'setTimeout(() => undefined, 60_000)';

test('the processor time of a program that spins grows as time does, that of its child too', async () => {
  const spinning = await runs(`
    const { spawn } = require('node:child_process');
    spawn(process.execPath, ['-e', 'console.log("spins"); for (;;);'], { stdio: 'inherit' });
  `);
  await untilSaid(spinning, 'spins');
  const before = spinning.use()?.processorMs ?? Number.NaN;
  while ((spinning.use()?.processorMs ?? 0) < before + 100) await pause(10);

  expect(spinning.use()).toMatchObject({ processes: 2 });
});

test('descriptors, threads and children are counted', async () => {
  const one = await runs(`
    const { openSync } = require('node:fs');
    const { spawn } = require('node:child_process');
    const { Worker } = require('node:worker_threads');
    console.log('before');
    process.stdin.once('data', () => {
      for (let count = 0; count < 50; count += 1) openSync('/dev/null');
      for (let count = 0; count < 5; count += 1) new Worker('setTimeout(() => undefined, 60_000)', { eval: true });
      spawn(process.execPath, ['-e', '${SLEEPS}'], { stdio: 'ignore' });
      setTimeout(() => console.log('after'), 200);
    });
  `);
  await untilSaid(one, 'before');
  const before = one.use() ?? { descriptors: 0, threads: 0, processes: 0 };
  one.type('go\n');
  await untilSaid(one, 'after');

  const after = one.use() ?? { descriptors: 0, threads: 0, processes: 0 };
  expect(after.descriptors - before.descriptors).toBeGreaterThanOrEqual(50);
  expect(after.threads - before.threads).toBeGreaterThanOrEqual(5);
  expect(after.processes - before.processes).toBe(1);
});

test('of a group that is gone nothing is told', async () => {
  const one = await runs('');
  await one.ended;

  expect(one.use()).toBeUndefined();
});
