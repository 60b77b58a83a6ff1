import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { folder, needs, program, requirementsWith, runReport, sockspec } from './shell.test.helper.ts';

beforeEach((context) => needs(context, 'python3'));

/**
 * Programs that print without a flush, and an environment that does not flush for them: output that comes only at the end,
 * or never, is no fault (SPEC section 1, INTERFACE `--exec`). On a terminal of its own the same program is judged.
 */

const hint = 'if its output is buffered: needs PYTHONUNBUFFERED=1, --tty, or a flush after each item';

const programs = [
  {
    suite: 'lines/server',
    name: 'lines_shared_buffer.py',
    musts: ['serves-one-after-another'],
    unseen: 'nothing of its line was printed',
  },
  {
    suite: 'record/server',
    name: 'record_one_recv_header.py',
    musts: ['header-split-anywhere', 'octet-by-octet', 'random-segmentation'],
    unseen: 'nothing of its record was printed',
  },
];

async function judged(suite: string, name: string, tty: boolean) {
  const profile = join(folder(), 'profile.json');
  const limits = { replyMs: 1000, recoveryMs: 1000, closeMs: 1000 };
  const exec = `python3 '${program(name)}' {host} {port}`;
  const target = { suite, exec, tty, limits, env: { PYTHONUNBUFFERED: '' } };
  writeFileSync(profile, JSON.stringify({ targets: [target] }));
  return runReport(['--profile', profile]);
}

describe.each(programs)('$name', ({ suite, name, musts, unseen }) => {
  test('is inconclusive while its output waits in a buffer, saying the mend', { timeout: 120_000 }, async () => {
    const { run, status } = await judged(suite, name, false);

    expect(status).toBe(3);
    expect(requirementsWith(run.cases, 'fail', 'warning', 'error')).toEqual([]);
    expect(run.conclusion).toContain(`${unseen} (${hint})`);
  });

  test('is judged on a terminal of its own', { timeout: 120_000 }, async (context) => {
    needs(context, 'socat');

    const { run, status } = await judged(suite, name, true);

    expect(status).toBe(1);
    expect(requirementsWith(run.cases, 'fail')).toEqual(musts);
    expect(requirementsWith(run.cases, 'inconclusive', 'error')).toEqual([]);
  });
});

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
