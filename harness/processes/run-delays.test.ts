import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CROWD, runDelays } from './run-delays.ts';

/** A made-up `/proc`. */
function tables() {
  const root = mkdtempSync(join(tmpdir(), 'sockspec proc-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const thread = (pid: number, tid: number, waitedMs: number, children = '', ranMs = 123): void => {
    const place = join(root, String(pid), 'task', String(tid));
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'schedstat'), `${ranMs * 1e6} ${waitedMs * 1e6} 7\n`);
    writeFileSync(join(place, 'children'), children);
  };
  const state = (pid: number, tid: number, letter: string): void =>
    writeFileSync(join(root, String(pid), 'task', String(tid), 'stat'), `${tid} (it) ${letter} 1 2 3`);
  return { root, thread, state, gone: (pid: number) => rmSync(join(root, String(pid)), { recursive: true }) };
}

/** A machine on which a second passes from look to look. */
function bySeconds() {
  let nowMs = 0;
  return { nowMs: () => (nowMs += 1000), processors: 1 };
}

test('the thread that waited longest counts, of the process and its descendants', () => {
  const { root, thread } = tables();
  const { watch, takeMs } = runDelays(root, bySeconds());
  thread(10, 10, 100, '20 ');
  thread(20, 20, 0, '30 ');
  thread(30, 30, 0);
  watch(10);
  takeMs();

  thread(10, 10, 110, '20 ');
  thread(20, 20, 5, '30 ');
  thread(30, 30, 40);

  expect(takeMs()).toBe(40);
  expect(takeMs()).toBe(0);
});

test('a program of very many runnable threads waits for itself, however little of the machine it has', () => {
  const { root, thread, state } = tables();
  const delays = runDelays(root, bySeconds());
  delays.watch(10);
  const threads = Array.from({ length: CROWD + 1 }, (_, index) => 10 + index);
  for (const tid of threads) thread(10, tid, 0, '', 0);
  delays.takeMs();
  const waits = (states: string): number => {
    for (const tid of threads) thread(10, tid, 900, '', 1);
    for (const tid of threads) state(10, tid, states);
    const held = delays.takeMs();
    for (const tid of threads) thread(10, tid, 0, '', 0);
    delays.takeMs();
    return held;
  };

  expect(waits('S')).toBeGreaterThan(800);
  expect(waits('R')).toBe(0);
});

test('a thread that is new counts from its beginning, and one that is gone not at all', () => {
  const { root, thread, gone } = tables();
  const { watch, takeMs } = runDelays(root, bySeconds());
  thread(10, 10, 0);
  thread(11, 11, 70);
  watch(10);
  watch(11);
  takeMs();

  gone(11);
  thread(10, 12, 30);

  expect(takeMs()).toBe(30);
});

test('what a thread waits for others of its own program does not count', () => {
  const { root, thread } = tables();
  let nowMs = 0;
  const { watch, takeMs } = runDelays(root, { nowMs: () => nowMs, processors: 2 });
  for (const pid of [10, 30]) thread(pid, pid, 0, '', 0);
  thread(10, 11, 0, '', 0);
  watch(10);
  watch(30);
  takeMs();

  // Two processors for 100 ms: the other thread of its program kept half of that busy, and another program the rest.
  nowMs = 100;
  thread(10, 10, 80, '', 20);
  thread(10, 11, 0, '', 100);
  expect(takeMs()).toBe(40);

  // All of it: nothing is left that others have taken.
  nowMs = 200;
  thread(10, 10, 180, '', 20);
  thread(10, 11, 0, '', 300);
  expect(takeMs()).toBe(0);

  // That of another program counts.
  nowMs = 300;
  thread(10, 10, 280, '', 20);
  thread(30, 30, 0, '', 200);
  expect(takeMs()).toBe(100);
});

test('the part of the time for which programs ran is that of all processors', () => {
  const { root, thread } = tables();
  let nowMs = 0;
  const { watch, takeMs, ownPart } = runDelays(root, { nowMs: () => nowMs, processors: 2 });
  for (const pid of [10, 30]) thread(pid, pid, 0, '', 0);
  watch(10);
  watch(30);
  takeMs();

  nowMs = 100;
  thread(10, 10, 0, '', 80);
  thread(30, 30, 0, '', 20);
  takeMs();
  expect(ownPart()).toBe(0.5);

  nowMs = 200;
  takeMs();
  expect(ownPart()).toBe(0);
});

test('of a wait that has begun before, no more counts than time has passed', () => {
  const { root, thread } = tables();
  const { watch, takeMs } = runDelays(root, bySeconds());
  thread(10, 10, 0);
  watch(10);
  takeMs();

  thread(10, 10, 2500);
  expect(takeMs()).toBe(1000);
});

test('a process that nobody watches any more does not count', () => {
  const { root, thread } = tables();
  const { watch, takeMs } = runDelays(root, bySeconds());
  thread(10, 10, 0);
  const [one, other] = [watch(10), watch(10)];
  takeMs();

  one();
  one();
  thread(10, 10, 5);
  expect(takeMs()).toBe(5);
  other();
  thread(10, 10, 50);
  expect(takeMs()).toBe(0);
});

test('what brings the output of a program holds it up while it runs, too', () => {
  const { root, thread } = tables();
  const { watch, watchDrain, takeMs } = runDelays(root, bySeconds());
  thread(10, 10, 0, '', 0);
  thread(20, 20, 0, '', 0);
  watch(10);
  const over = watchDrain(20);
  takeMs();

  thread(10, 10, 20, '', 400);
  thread(20, 20, 10, '', 90);
  expect(takeMs()).toBe(100);
  over();
  thread(20, 20, 10, '', 500);
  expect(takeMs()).toBe(0);
});

test('where the kernel tells nothing, nothing is excused', () => {
  const { watch, watchDrain, takeMs } = runDelays('/nonexistent');
  watch(process.pid);
  watchDrain(process.pid);

  expect(takeMs()).toBe(0);
});

test.runIf(process.platform === 'linux')('the kernel tells how long a starved program waits', async () => {
  const loops = Array.from({ length: 2 * availableParallelism() + 1 }, () =>
    spawn(process.execPath, ['-e', 'const end = Date.now() + 20000; while (Date.now() < end);'], { stdio: 'ignore' }),
  );
  onTestFinished(() => {
    for (const loop of loops) loop.kill('SIGKILL');
  });
  const { watch, takeMs } = runDelays();
  for (const loop of loops) watch(loop.pid ?? 0);

  let waited = 0;
  await expect.poll(() => (waited += takeMs()), { timeout: 15_000 }).toBeGreaterThan(100);
  expect(waited).toBeGreaterThan(100);
});
