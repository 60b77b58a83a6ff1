import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { NotReachable, type RunningTarget } from '../contracts/target.ts';
import type { ExecMeans, ExecPlan } from './exec-plan.ts';
import { execTarget } from './exec-target.ts';
import { comesToRefuse, holdPort } from './ports.ts';
import type { LaunchLimit } from './readiness.ts';
import { endText, waitUntilReady } from './readiness.ts';

const LONG_MS = 20_000;
const scripts = mkdtempSync(join(tmpdir(), 'sockspec exec-'));
afterAll(() => rmSync(scripts, { recursive: true }));

/** The programs under test: node scripts by name; each gets its words after its own file. */
const programs = {
  greets: `
    const server = require('node:net').createServer((socket) => {
      console.log('served a client');
      socket.end('hello');
    });
    server.on('error', (error) => { console.error(String(error)); process.exit(3); });
    server.listen(Number(process.argv[2]), '127.0.0.1');`,
  becomesDaemon: `
    const { spawn } = require('node:child_process');
    const [, , port, fork] = process.argv;
    const again = (next, own) =>
      spawn(process.execPath, [__filename, port, next], { ...own, stdio: 'ignore' }).unref();
    if (fork === undefined) again('first', { detached: true });
    if (fork === 'first') again('second', {});
    if (fork === 'second') {
      const server = require('node:net').createServer((socket) => socket.end('hello', () => server.close()));
      server.listen(Number(port), '127.0.0.1');
    }`,
  stores: `
    require('node:fs').writeFileSync(process.argv[3] + '/stored', 'x');
    require('node:net').createServer().listen(Number(process.argv[2]), '127.0.0.1');`,
  listensOnce: `
    const { existsSync, writeFileSync } = require('node:fs');
    const mark = process.argv[3] + '/listened';
    if (existsSync(mark)) { console.error('address in use'); process.exit(3); }
    writeFileSync(mark, '');
    require('node:net').createServer().listen(Number(process.argv[2]), '127.0.0.1');`,
  ends: `console.log('starting'); console.error('no such device: eth9'); process.exitCode = 3;`,
  dies: `process.kill(process.pid, 'SIGKILL');`,
  idles: `setTimeout(() => undefined, ${LONG_MS});`,
  says: `console.error('log: up and running'); setTimeout(() => undefined, ${LONG_MS});`,
};

beforeAll(() => {
  for (const [name, source] of Object.entries(programs)) writeFileSync(join(scripts, `${name}.cjs`), source);
});

function meansOf(name: keyof typeof programs, words: string, more: Partial<ExecMeans> = {}): ExecMeans {
  const command = `"${process.execPath}" "${join(scripts, name)}.cjs" ${words}`;
  return { kind: 'exec', command, host: '127.0.0.1', env: {}, tty: false, ...more };
}

const planOf = (store?: string): ExecPlan => ({
  role: 'server',
  transport: 'tcp',
  ...(store === undefined ? {} : { store }),
});

async function start(means: ExecMeans, store?: string, launchMs = LONG_MS): Promise<RunningTarget> {
  const running = await execTarget(means, planOf(store), limitOf(launchMs)).start();
  onTestFinished(running.stop);
  return running;
}

const said = (running: RunningTarget) => running.process?.output.text() ?? '';

test.runIf(process.platform === 'linux')(
  'a program that becomes a daemon lives for as long as that listens',
  async () => {
    const { host, port, process: launched } = await start(meansOf('becomesDaemon', '{port}'));

    expect(launched?.end()).toBe(undefined);
    expect(await text(connect(port, host))).toBe('hello');
    await expect(launched?.ended).resolves.toEqual({ status: 0, signal: null });
    expect(launched?.end()).toEqual({ status: 0, signal: null });
  },
);

test.runIf(process.platform === 'linux')('a daemon is ended with the program that has become it', async () => {
  const { host, port, stop } = await start(meansOf('becomesDaemon', '{port}'));

  await stop();

  expect(await comesToRefuse({ host, port })).toBe(true);
});

test('is ready when it listens, without having been touched', async () => {
  const running = await start(meansOf('greets', '{port}'));

  expect(await text(connect(running.port, running.host))).toBe('hello');
  await vi.waitFor(() => expect(said(running)).toContain('served'), { timeout: LONG_MS, interval: 5 });
  expect(said(running)).toBe('served a client\n');
});

test('is launched again on a fresh port, and is gone when it was stopped', async () => {
  const target = execTarget(meansOf('greets', '{port}'), planOf(), limitOf(LONG_MS));
  const [one, two] = [await target.start(), await target.start()];
  await Promise.all([one.stop(), two.stop()]);

  expect(one.port).not.toBe(two.port);
  expect(one.process?.end()).toEqual({ status: null, signal: 'SIGTERM' });
  expect(await comesToRefuse(one)).toBe(true);
});

test.each([
  [
    'ends',
    LONG_MS,
    /^the launched program ended with exit status 3 before it listened; its last line: "no such device: eth9"$/,
  ],
  ['dies', LONG_MS, /^the launched program ended by signal SIGKILL before it listened; it printed nothing$/],
  ['idles', 50, /^the launched program never listened on port \d+ within 50 ms; it printed nothing$/],
] as const)('not reachable: a program that %s', async (name, launchMs, sentence) => {
  const started = start(meansOf(name, ''), undefined, launchMs);

  await expect(started).rejects.toThrow(NotReachable);
  await expect(started).rejects.toThrow(sentence);
});

test('not reachable: a program that is not there', async () => {
  await expect(start(meansOf('idles', '', { command: '/no/such/program' }))).rejects.toThrow(NotReachable);
});

test('is ready when it prints the line asked for, on either stream', async () => {
  const running = await start(meansOf('says', '', { ready: '^log: up .*ing$' }));

  expect(said(running)).toBe('log: up and running\n');
});

test('a line that never comes is named', async () => {
  const started = start(meansOf('greets', '{port}', { ready: '^listening$' }), undefined, 50);

  await expect(started).rejects.toThrow('never printed a line matching ^listening$ within 50 ms');
});

test('{dir} is a folder of its own, two levels deep in a workspace, spaces in its path and all', async () => {
  const running = await start(meansOf('stores', '{port} {dir}'));
  const { dir = '', workspace = '' } = running;

  expect(dir).toContain(' ');
  expect(dirname(dirname(dir))).toBe(workspace);
  expect(readFileSync(join(dir, 'stored'), 'utf8')).toBe('x');
  await running.stop();
  expect(existsSync(workspace)).toBe(false);
});

test('launched again in the midst of a case, it keeps its folder', async () => {
  const first = await start(meansOf('stores', '{port} {dir}'));
  const { dir = '' } = first;
  writeFileSync(join(dir, 'of the first'), 'y');
  const second = await first.again?.();

  expect(first.process?.end()).toEqual({ status: null, signal: 'SIGTERM' });
  expect(second?.dir).toBe(dir);
  expect(second?.port).not.toBe(first.port);
  expect(readFileSync(join(dir, 'of the first'), 'utf8')).toBe('y');
  await second?.stop();
  expect(existsSync(dir)).toBe(false);
});

test.runIf(process.platform === 'linux')('a program that listens elsewhere is told the port', async () => {
  const means = meansOf('greets', '{port}');
  const running = await start(means);
  const { process: launched, port } = running;
  if (launched === undefined) throw new Error('it was launched');

  expect(await waitUntilReady(means, launched, port + 1, limitOf(1), async () => false)).toMatch(
    new RegExp(`^the launched program never listened on port ${port + 1} within 1 ms, it listens on ${port}; `),
  );
});

test.runIf(process.platform === 'linux')('a program that listens as its time is over is ready', async () => {
  const means = meansOf('greets', '{port}');
  const { process: launched, port } = await start(means);
  if (launched === undefined) throw new Error('it was launched');

  expect(await waitUntilReady(means, launched, port, limitOf(0))).toBeUndefined();
});

test('{dir} is the store where one is given, which stays', async () => {
  const store = mkdtempSync(join(scripts, 'store '));
  const running = await start(meansOf('stores', '{port} {dir}'), store);
  await running.stop();

  expect(readFileSync(join(store, 'stored'), 'utf8')).toBe('x');
  expect(running.dir).toBeUndefined();
});

test('a command without {dir} stores where nobody knows', async () => {
  const running = await start(meansOf('greets', '{port}'));

  expect(running).not.toHaveProperty('dir');
  expect(running).not.toHaveProperty('workspace');
});

test.each([undefined, 54_321])(
  'an address of another machine: port %s cannot be tried, and is taken on trust',
  async (port) => {
    const fixed = port === undefined ? {} : { port };
    const means = meansOf('says', '{host} {port}', { host: '203.0.113.1', ready: 'running', ...fixed });
    const running = await start(means);

    expect(running.host).toBe('203.0.113.1');
    expect(running.port).toBe(port ?? running.port);
    expect(running.port).toBeGreaterThan(1023);
  },
);

test('a fixed port that is still in use is said', async () => {
  const busy = await holdPort('127.0.0.1', 0);
  onTestFinished(busy.release);
  const started = start(meansOf('greets', String(busy.port), { port: busy.port }), undefined, 30);

  await expect(started).rejects.toThrow(NotReachable);
  await expect(started).rejects.toThrow(`address still in use: 127.0.0.1:${busy.port}`);
});

test('a fixed port is waited for until it is free', async () => {
  const busy = await holdPort('127.0.0.1', 0);
  const started = start(meansOf('greets', String(busy.port), { port: busy.port }));
  await busy.release();

  expect((await started).port).toBe(busy.port);
});

test('launched again on its port: the port and the folder are those that it had', async () => {
  const first = await start(meansOf('stores', '{port} {dir}'));
  const again = await first.onItsPort?.();
  onTestFinished(async () => again?.stop());

  expect(again?.port).toBe(first.port);
  expect(again?.dir).toBe(first.dir);
  expect(first.process?.end()).toBeDefined();
  expect(again?.process?.end()).toBeUndefined();
});

test('launched again on its port, which it cannot have any more: its last line says why', async () => {
  const first = await start(meansOf('listensOnce', '{port} {dir}'));

  await expect(first.onItsPort?.()).rejects.toThrow(/exit status 3 before it listened.*address in use/);
});

const onBusyPort = (means: ExecMeans, limitMs: number, portOfFirst?: number) =>
  execTarget(means, planOf(), limitOf(LONG_MS)).startOnBusyPort?.(limitMs, portOfFirst);

test('a busy port: one that reports it and ends', async () => {
  expect(await onBusyPort(meansOf('greets', '{port}'), LONG_MS)).toEqual({
    ended: true,
    end: { status: 3, signal: null },
    said: expect.stringContaining('EADDRINUSE'),
  });
});

test('a busy port: one that goes on running, and is ended', async () => {
  expect(await onBusyPort(meansOf('idles', '{port}'), 50)).toEqual({ ended: false, said: '' });
});

test('a busy port: that of the first IUT, where it is given', async () => {
  const first = await start(meansOf('greets', '{port}'));

  expect(await onBusyPort(meansOf('greets', '{port}'), LONG_MS, first.port)).toMatchObject({
    ended: true,
    said: expect.stringMatching(new RegExp(`EADDRINUSE.*:${first.port}\\b`)),
  });
});

test('a busy port: the fixed one that the first IUT listens on', async () => {
  const first = await start(meansOf('greets', '{port}'));
  const second = meansOf('greets', String(first.port), { port: first.port });

  expect(await onBusyPort(second, LONG_MS)).toMatchObject({ ended: true, said: expect.stringContaining('EADDRINUSE') });
});

test('an end in words: a signal is no status', () => {
  expect(endText({ status: 0, signal: null })).toBe('with exit status 0');
  expect(endText({ status: null, signal: 'SIGSEGV' })).toBe('by signal SIGSEGV');
  expect(endText({ status: null, signal: 'SIGXFSZ' })).toBe(
    'by signal SIGXFSZ (it wrote a file that is larger than it may)',
  );
});

function limitOf(launchMs: number): LaunchLimit {
  return { launchMs, now: performance.now.bind(performance) };
}
