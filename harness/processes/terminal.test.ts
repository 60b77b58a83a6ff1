import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { LaunchedProcess } from '../contracts/process.ts';
import { NotReachable } from '../contracts/target.ts';
import { type LaunchOptions, launch } from './launch.ts';
import { withDelaysOfItsOwn } from './run-delays.ts';

/** How the tests wait: for a condition, with an end. */
const soon = { timeout: 20_000, interval: 5 };

beforeEach((context) => {
  if (spawnSync('socat', ['-V'], { stdio: 'ignore' }).error === undefined) return;
  if (process.env.CI !== undefined) throw new Error('CI needs socat');
  context.skip('needs socat');
});

async function onTerminal(
  words: readonly [string, ...string[]],
  options: LaunchOptions = {},
): Promise<LaunchedProcess> {
  const launched = await launch(words, { ...options, tty: true });
  onTestFinished(launched.stop);
  return launched;
}

const shell = (script: string, options: LaunchOptions = {}) => onTerminal(['sh', '-c', script], options);

test('its output and its errors are one terminal, its input is none', async () => {
  const launched = await shell(
    'for fd in 0 1 2; do test -t $fd && echo "$fd is"; done; test "$TERM" = dumb && echo plain',
  );
  await launched.ended;

  expect(launched.output.text()).toBe('1 is\n2 is\nplain\n');
});

test('what a runtime keeps back from a pipe comes line by line', async () => {
  const program = 'import time; print("now"); time.sleep(20)';
  const launched = await onTerminal(['python3', '-c', program], { env: { PYTHONUNBUFFERED: '' } });

  await vi.waitFor(() => expect(launched.output.text()).toBe('now\n'), soon);
});

test('comes as it was printed: line ends, control characters and UTF-8', async () => {
  const launched = await shell(`printf 'a\\r\\nb\\rc\\004\\003\\032\\t\\303\\266\\377\\n'`);
  await launched.ended;

  expect(launched.output.text()).toBe('a\r\nb\rc\x04\x03\x1a\tö\\xFF\n');
});

test('what is typed comes through a pipe: whole, without an echo, with an end', async () => {
  const launched = await onTerminal(['wc', '-c'], {});
  launched.type(`${'x'.repeat(100_000)}\n`);
  launched.closeInput();
  await launched.ended;

  expect(launched.output.text()).toBe('100001\n');
});

test('output is whole when the end is told', async () => {
  const long = await shell('seq 100000; printf "last words"');
  await long.ended;
  const lines = long.output.text().split('\n');

  expect(lines.slice(-2)).toEqual(['100000', 'last words']);
  expect(lines).toHaveLength(100_001);
});

test('nothing is lost of a program that ends before anybody could listen', async () => {
  const outputs: string[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const launched = await Promise.all([shell('echo gone'), shell('echo gone')]);
    await Promise.all(launched.map(({ ended }) => ended));
    outputs.push(...launched.map(({ output }) => output.text()));
    await Promise.all(launched.map(({ stop }) => stop()));
  }

  expect(outputs).toEqual(Array.from({ length: 2 * PAIRS }, () => 'gone\n'));
});

/** Before output was listened to at once, 2 to 5 of 100 programs lost all of theirs. */
const PAIRS = 50;

test.each([
  ['exit 0', { status: 0, signal: null }],
  ['exit 255', { status: 255, signal: null }],
  ['kill -9 $$', { status: null, signal: 'SIGKILL' }],
  ['sleep 20 & exit 3', { status: 3, signal: null }],
])('status and signal are its own: %s', async (script, end) => {
  const launched = await shell(script);

  expect(await launched.ended).toEqual(end);
});

test.runIf(process.platform === 'linux')('its id, its memory and its group are its own; all of it ends', async () => {
  const launched = await shell(`sh -c 'trap "" TERM; echo $$; exec sleep 20' & echo "leader $$"; wait`);
  await vi.waitFor(() => expect(launched.output.text().split('\n')).toHaveLength(3), soon);
  const leader = Number(/leader (\d+)/.exec(launched.output.text())?.[1]);
  const child = Number(/^\d+$/m.exec(launched.output.text())?.[0]);

  expect(leader).toBe(launched.pid);
  expect([...launched.peakMemory().keys()].sort()).toEqual([leader, child].sort());
  await launched.stop();
  expect(launched.end()).toEqual({ status: null, signal: 'SIGTERM' });
  await vi.waitFor(() => expect(stateOf(child)).toMatch(/^(Z|gone)$/), soon);
});

test('what passes on the output is watched, too: while it is at work, the program may wait to print', async () => {
  const watched: string[] = [];
  let left = 0;
  const watchAs = (role: string) => (pid: number) => {
    watched.push(`${role}: ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]}`);
    left += 1;
    return () => {
      left -= 1;
    };
  };
  const delays = { takeMs: () => 0, ownPart: () => 0, watch: watchAs('program'), watchDrain: watchAs('drain') };
  const launched = await withDelaysOfItsOwn(() => onTerminal(['sleep', '20']), delays);

  expect(watched).toEqual(['program: sleep', 'drain: socat']);
  await launched.stop();
  expect(left).toBe(0);
});

test('a program that cannot be launched', async () => {
  await expect(launch(['/no/such/program'], { tty: true })).rejects.toThrow(
    new NotReachable('the command could not be launched: /no/such/program: no such program'),
  );
});

test('without socat', async () => {
  vi.stubEnv('PATH', '/no/such/folder');
  onTestFinished(() => void vi.unstubAllEnvs());

  await expect(launch([process.execPath, '--version'], { tty: true })).rejects.toThrow(
    new NotReachable('the program cannot be given a terminal (--tty): that needs socat, which is not installed here'),
  );
});

/** The letter of the process's state, `Z` of one that has ended and was not asked for its status yet. */
function stateOf(pid: number): string {
  try {
    return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '';
  } catch {
    return 'gone';
  }
}
