import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { errorText } from '../contracts/errors.ts';
import type { LaunchedProcess } from '../contracts/process.ts';
import { NotReachable } from '../contracts/target.ts';
import { type LaunchOptions, launch } from './launch.ts';

/** How the tests wait: for a condition, with an end. */
const soon = { timeout: 20_000, interval: 5 };

async function run(words: readonly [string, ...string[]], options: LaunchOptions = {}): Promise<LaunchedProcess> {
  const launched = await launch(words, options);
  onTestFinished(launched.stop);
  return launched;
}

const shell = (script: string, options: LaunchOptions = {}) => run(['sh', '-c', script], options);

test.each([
  ['exit 0', { status: 0, signal: null }],
  ['exit 255', { status: 255, signal: null }],
  ['kill -9 $$', { status: null, signal: 'SIGKILL' }],
  ['kill -15 $$', { status: null, signal: 'SIGTERM' }],
])('status and signal are kept apart: %s', async (script, end) => {
  const launched = await shell(script);

  expect(await launched.ended).toEqual(end);
  expect(launched.end()).toEqual(end);
});

test('has no end while it runs', async () => {
  const launched = await shell('exec sleep 20');

  expect(launched.end()).toBeUndefined();
  await launched.stop();
  expect(launched.end()).toEqual({ status: null, signal: 'SIGTERM' });
});

test('output is whole when the end is told, what came last included', async () => {
  const launched = await shell('seq 100000; printf "last words"');
  await launched.ended;
  const lines = launched.output.text().split('\n');

  expect(lines.at(0)).toBe('1');
  expect(lines.slice(-2)).toEqual(['100000', 'last words']);
  expect(lines).toHaveLength(100_001);
});

test('output is of both streams', async () => {
  const launched = await shell('echo out; echo err >&2');
  await launched.ended;

  expect(launched.output.text().split('\n').sort()).toEqual(['', 'err', 'out']);
});

test('octets that are no UTF-8 are shown as escapes, and a character in pieces is whole', async () => {
  const launched = await shell(`printf 'a\\377b gr\\303'; read -r line; printf '\\266ße \\342\\202'`);
  while (!launched.output.text().endsWith('gr')) await launched.output.changed();
  launched.type('go on\n');
  await launched.ended;

  expect(launched.output.text()).toBe('a\\xFFb größe \\xE2\\x82');
});

test('output can be waited for', async () => {
  const launched = await shell('echo ready; exec sleep 20');
  while (launched.output.text() === '') await launched.output.changed();

  expect(launched.output.text()).toBe('ready\n');
});

test('of endless output the last is kept', async () => {
  const launched = await shell('yes | head -c 5000000; echo; echo last');
  await launched.ended;

  expect(launched.output.text()).toHaveLength(4 * 1024 * 1024);
  expect(launched.output.text()).toMatch(/y\n\nlast\n$/);
});

test('python prints unbuffered, in UTF-8, whatever this environment says', async () => {
  vi.stubEnv('PYTHONUNBUFFERED', undefined);
  vi.stubEnv('PYTHONIOENCODING', 'latin-1');
  onTestFinished(() => void vi.unstubAllEnvs());
  const launched = await run(['python3', '-c', 'import time; print("größe"); time.sleep(20)']);

  await vi.waitFor(() => expect(launched.output.text()).toBe('größe\n'), soon);
});

test('unless the profile says otherwise: what is buffered has not been printed', async () => {
  const program = 'import sys, time; print("out"); print("err", file=sys.stderr); time.sleep(20)';
  const launched = await run(['python3', '-c', program], { env: { PYTHONUNBUFFERED: '' } });
  await launched.output.changed();

  expect(launched.output.text()).toBe('err\n');
});

test('standard input stays open until it is closed, and is read as it is typed', async () => {
  const launched = await run(['cat']);
  launched.type('one\n');
  while (launched.output.text() === '') await launched.output.changed();

  expect(launched.end()).toBeUndefined();
  launched.closeInput();
  expect(await launched.ended).toEqual({ status: 0, signal: null });
  expect(launched.output.text()).toBe('one\n');
});

test.each([
  ['/no/such/program', 'the command could not be launched: /no/such/program: no such program'],
  ['no-such-program-anywhere', 'the command could not be launched: no-such-program-anywhere: no such program'],
  ['/', 'the command could not be launched: /: spawn / EACCES'],
])('a program that cannot be launched: %s', async (program, message) => {
  const error: unknown = await launch([program], {}).catch((thrown) => thrown);

  expect(error).toBeInstanceOf(NotReachable);
  expect(error).toHaveProperty('message', message);
  expect(errorText(error)).toBe(message);
});

test.runIf(process.platform === 'linux')('the whole group ends, one that ignores SIGTERM too', async () => {
  const launched = await shell(`sh -c 'trap "" TERM; echo $$; exec sleep 20' & wait`);
  await vi.waitFor(() => expect(launched.output.text()).toMatch(/^\d+\n/), soon);
  const grandchild = Number(launched.output.text());

  expect(isAlive(grandchild)).toBe(true);
  await launched.stop();
  expect(launched.end()).toEqual({ status: null, signal: 'SIGTERM' });
  await vi.waitFor(() => expect(isAlive(grandchild)).toBe(false), soon);
});

test('one that ignores SIGTERM ends by SIGKILL', async () => {
  const launched = await shell('trap "" TERM; echo ready; while :; do sleep 0.01; done');
  await vi.waitFor(() => expect(launched.output.text()).toBe('ready\n'), soon);
  await launched.stop();

  expect(launched.end()).toEqual({ status: null, signal: 'SIGKILL' });
});

test('the end is told although a grandchild holds the pipe', async () => {
  const launched = await shell('sleep 20 & exit 3');

  expect(await launched.ended).toEqual({ status: 3, signal: null });
});

test('what comes while this process pauses is there when the end is told', async () => {
  const launched = await shell('(sleep 0.2; echo late) & exit 0');
  // Longer than the grace; timers that are due come before what is there to be read.
  const paused = launched.exited.then(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000));
  await Promise.all([launched.ended, paused]);

  expect(launched.output.text()).toBe('late\n');
});

test.runIf(process.platform === 'linux')('peak memory is told for each process of the group', async () => {
  const launched = await shell('sleep 20 & echo $!; wait');
  await vi.waitFor(() => expect(launched.output.text()).toMatch(/^\d+\n/), soon);
  const peaks = launched.peakMemory();

  expect([...peaks.keys()].sort()).toEqual([launched.pid, Number(launched.output.text())].sort());
  for (const octets of peaks.values()) expect(octets).toBeGreaterThan(10_000);
});

/** A zombie has ended: nothing of it runs, it only waits to be asked for its status. */
function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** A daemon as daemons are: it has a session of its own, no parent, and no ear for SIGTERM. It tells its id when it is one. */
const DAEMON = `(setsid sh -c '(trap "" TERM; sh -c "echo \\$PPID"; while :; do sleep 1; done) & exit 0' &)`;

test.runIf(process.platform === 'linux').each([
  ['while the program lives', `${DAEMON}; exec sleep 20`],
  ['when the program has ended', DAEMON],
])('a daemon that it started ends with it: %s', async (_, script) => {
  const launched = await shell(script);
  await vi.waitFor(() => expect(launched.output.text()).toMatch(/^\d+\n$/), soon);
  const daemon = Number(launched.output.text());
  const isThere = (): boolean => readFileSync(`/proc/${daemon}/stat`, 'latin1').length > 0;
  expect(isThere()).toBe(true);

  await launched.stop();

  await vi.waitFor(() => expect(isThere).toThrow(/ENOENT/), soon);
});

test.runIf(process.platform === 'linux')('a daemon of a command that observes is left to its owner', async () => {
  const launched = await shell(DAEMON, { leavesDaemons: true });
  await vi.waitFor(() => expect(launched.output.text()).toMatch(/^\d+\n$/), soon);
  const daemon = Number(launched.output.text());
  onTestFinished(() => void process.kill(daemon, 'SIGKILL'));

  await launched.stop();

  expect(process.kill(daemon, 0)).toBe(true);
});
