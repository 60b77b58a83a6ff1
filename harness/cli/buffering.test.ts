import { expect, test } from 'vitest';
import { needs, program, runReport, sockspec } from './shell.test.helper.ts';

/** Programs whose output is a terminal of its own, so that it comes line by line. The self test judges more of them. */

test('the command that repeats a case says --tty too', async (context) => {
  needs(context, 'socat');
  const exec = `python3 '${program('lines_client_careful.py')}' {host} {port} -`;
  const words = ['lines/client', '--exec', exec, '--tty', '--input', 'stdin', '--only', '**/lines-are-terminated'];

  const { run, status } = await runReport(words);

  expect(status).toBe(0);
  expect(run.cases.map(({ reproduce }) => reproduce)).toEqual([expect.stringContaining(' --input stdin --tty ')]);
});

test('a terminal is for a program that is launched', async () => {
  const { status, stderr } = await sockspec(['run', 'lines/server', '--target', '127.0.0.1:54321', '--tty']);

  expect(status).toBe(2);
  expect(stderr).toBe('sockspec: target 1: expected --tty with --exec, found no program to be launched\n');
});
