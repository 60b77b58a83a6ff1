import { expect, onTestFinished, test } from 'vitest';
import { readRun } from '../../reports/json.ts';
import { needs, program, sockspec } from './shell.test.helper.ts';
import { hearingUncaught } from './uncaught.ts';

/** A fault of the harness itself that nobody has caught. */

/** Loaded before the command: a signal makes its main thread throw where nobody catches. */
const thrower = `
import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('SIGUSR2', () => { throw new Error('thrown by the test'); });`;
const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(thrower)}`;

test('what a run had finished before a fault of the harness is reported, with status 4', {
  timeout: 120_000,
}, async (context) => {
  context.skip(process.platform === 'win32', 'needs SIGUSR2');
  needs(context, 'python3');
  const server = `python3 -S '${program('lines_careful.py')}' {host} {port}`;
  const words = ['run', 'lines/server', '--exec', server, '--verbose', '--report', 'json'];
  const { status, stdout, stderr } = await sockspec(
    words,
    (child) => {
      let told = '';
      child.stderr?.on('data', (text: string) => {
        const before = /^pass /m.test(told);
        told += text;
        if (!before && /^pass /m.test(told)) child.kill('SIGUSR2');
      });
    },
    { NODE_OPTIONS },
  );
  const run = readRun(stdout, stderr);

  expect(status).toBe(4);
  expect(run).toMatchObject({
    outcome: 'error',
    complete: false,
    conclusion: expect.stringContaining('thrown by the test'),
  });
  expect(run.cases.filter(({ verdict }) => verdict === 'pass')).not.toEqual([]);
  expect(stderr).toMatch(/^sockspec: thrown by the test$/m);
});

test('work hears of the first fault; a second one, and one outside of any work, is heard as before', async () => {
  const told: string[] = [];
  const usual = (error: unknown): void => {
    told.push(`usual ${error}`);
  };
  const before = process.listeners('uncaughtException');
  process.on('uncaughtException', usual);
  onTestFinished(() => void process.off('uncaughtException', usual));
  for (const other of before) process.off('uncaughtException', other);
  onTestFinished(() => {
    for (const other of before) process.on('uncaughtException', other);
  });
  await hearingUncaught(
    (error) => told.push(`work ${error}`),
    async () => {
      process.emit('uncaughtException', new Error('one'));
      process.emit('uncaughtException', new Error('two'));
    },
  );
  await hearingUncaught(
    () => undefined,
    async () => undefined,
  );
  process.emit('uncaughtException', new Error('three'));

  expect(told).toEqual(['work Error: one', 'usual Error: two', 'usual Error: three']);
});
