import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { folder, needs, program, runReport, sockspec } from './shell.test.helper.ts';

/** Programs whose output is a terminal of its own, so that it comes line by line. The self test judges more of them. */

test('the command that repeats a case says --tty too', async (context) => {
  needs(context, 'socat');
  const exec = `python3 '${program('lines_client_careful.py')}' {host} {port} -`;
  const words = ['lines/client', '--exec', exec, '--tty', '--input', 'stdin', '--only', '**/closes-at-end'];

  const { run, status } = await runReport(words);

  expect(status).toBe(0);
  expect(run.cases.map(({ reproduce }) => reproduce)).toEqual([expect.stringContaining(' --input stdin --tty ')]);
});

test('a terminal is for a program that is launched', async () => {
  const { status, stderr } = await sockspec(['run', 'lines/server', '--target', '127.0.0.1:54321', '--tty']);

  expect(status).toBe(2);
  expect(stderr).toBe('sockspec: target 1: expected --tty with --exec, found no program to be launched\n');
});

/**
 * Stands for socat, and brings what a program prints as slowly as a machine that is busy with it: it needs 30 µs of a
 * processor for an octet.
 */
const slowDrain = `#!/usr/bin/env python3
import os, pty, sys, time, tty

drain, side = pty.openpty()
tty.setraw(side)
sys.stderr.write('PTY is %s\\nstarting data transfer loop\\n' % os.ttyname(side))
sys.stderr.flush()
while True:
    octets = os.read(drain, 4096)
    end = time.process_time() + 3e-5 * len(octets)
    while time.process_time() < end:
        pass
    os.write(1, octets)
`;

test('a line is not too long for a program whose terminal is drained slowly', async () => {
  const tools = folder();
  writeFileSync(join(tools, 'socat'), slowDrain, { mode: 0o755 });
  const profile = join(folder(), 'profile.json');
  const exec = `python3 '${program('lines_careful.py')}' {host} {port}`;
  const target = { suite: 'lines/server', exec, tty: true, limits: { replyMs: 500 } };
  writeFileSync(profile, JSON.stringify({ targets: [target] }));
  vi.stubEnv('PATH', `${tools}${delimiter}${process.env.PATH}`);
  onTestFinished(() => void vi.unstubAllEnvs());

  const { run } = await runReport(['--profile', profile, '--only', 'lines/server/long-line[65536]']);

  expect(run.cases.map(({ id, verdict, reason }) => ({ id, verdict, reason }))).toEqual([
    { id: 'lines/server/long-line[65536]', verdict: 'pass', reason: '' },
  ]);
});
