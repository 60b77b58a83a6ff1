import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type TestContext, test, vi } from 'vitest';
import { readRun } from '../../reports/json.ts';
import { kernelFile, processIds } from '../processes/kernel-file.ts';
import { needsSandbox } from '../processes/sandbox/users.test.helper.ts';
import { bin, folder, program, runReport, sockspec } from './shell.test.helper.ts';

/** Several programs in sandboxes: each is judged in a process and a network namespace of its own (`commands/run-apart.ts`). */

/** No fortune server: it hands its clients on to whatever else listens on this loopback. */
const relaying = `
import socket, sys
own = int(sys.argv[2])
def others():
    rows = [row.split() for row in open('/proc/net/tcp')][1:]
    return [port for port in {int(row[1].split(':')[1], 16) for row in rows if row[3] == '0A'} if port != own]
door = socket.create_server(('127.0.0.1', own))
while True:
    client, _ = door.accept()
    for port in others():
        client.sendall(socket.create_connection(('127.0.0.1', port)).recv(65536))
    client.close()
`;

/** A class, in which each submission is a fortune server of this text or of this file. */
function classOf(context: TestContext, servers: Readonly<Record<string, string>>): string {
  needsSandbox(context, bin);
  const place = folder();
  for (const [name, text] of Object.entries(servers)) {
    mkdirSync(join(place, 'submissions', name), { recursive: true });
    writeFileSync(join(place, 'submissions', name, 'server.py'), text);
  }
  const profile = join(place, 'class.json');
  const defaults = { exec: 'python3 server.py {host} {port}', sandbox: true };
  const targets = [{ suite: 'fortune/server', each: 'submissions/*/' }];
  writeFileSync(profile, JSON.stringify({ defaults, targets }));
  return profile;
}

const careful = readFileSync(program('fortune_careful.py'), 'utf8');

test('no program meets another one: a submission cannot answer through its neighbour', async (context) => {
  const profile = classOf(context, { ada: careful, ben: relaying });

  const { run, status } = await runReport(['--profile', profile, '--quiet', '--only', '**/speaks-first']);

  expect(status).toBe(1);
  expect(run.cases.map(({ target, verdict }) => [target, verdict])).toEqual([
    ['ada', 'pass'],
    ['ben', 'fail'],
  ]);
});

const silent = `import socket, sys, time\ndoor = socket.create_server(('127.0.0.1', int(sys.argv[2])))\ntime.sleep(600)\n`;

test('so many failures as are asked for end the others too, and no more are told', async (context) => {
  const profile = classOf(context, { ada: silent, ben: silent, cleo: silent });

  const { run, status } = await runReport(['--profile', profile, '--quiet', '--bail', '1']);

  expect(status).toBe(1);
  expect(run.complete).toBe(false);
  expect(run.cases.filter(({ verdict }) => verdict === 'fail')).toHaveLength(1);
});

/** A run of a class with a folder for temporary files of its own; all that it starts has that in its environment. */
async function runWith(profile: string, begun: (child: ChildProcess) => void, isEnough: (stderr: string) => boolean) {
  const temporary = folder();
  chmodSync(temporary, 0o777);
  const report = join(folder(), 'run.json');
  const words = ['run', '--profile', profile, '--verbose', '--report', `json=${report}`, '--report', 'none'];
  let heard = '';
  let isBegun = false;
  const { status, stderr } = await sockspec(
    words,
    (child) => {
      child.stderr?.on('data', (text: Buffer) => {
        heard += text.toString();
        if (isBegun || !isEnough(heard)) return;
        isBegun = true;
        begun(child);
      });
    },
    { TMPDIR: temporary },
  );
  const own = (): readonly number[] =>
    processIds().filter((pid) => kernelFile(`/proc/${pid}/environ`).includes(`TMPDIR=${temporary}\0`));
  return { status, stderr, report, own, left: () => readdirSync(temporary).filter((name) => /^sockspec /.test(name)) };
}

const bothPass = (stderr: string): boolean => /^pass .*ada/m.test(stderr) && /^pass .*ben/m.test(stderr);

test('an interrupt ends all, and what was finished is in the report', async (context) => {
  const profile = classOf(context, { ada: careful, ben: careful });

  const { status, report, own, left } = await runWith(profile, (child) => child.kill('SIGINT'), bothPass);

  const run = readRun(readFileSync(report, 'utf8'), report);
  expect([status, run.complete]).toEqual([130, false]);
  expect(new Set(run.cases.map(({ target }) => target))).toEqual(new Set(['ada', 'ben']));
  expect([own(), left()]).toEqual([[], []]);
});

test('a signal that all processes of the run hear is one interrupt', async (context) => {
  const profile = classOf(context, { ada: careful, ben: careful });
  const toAll = (child: ChildProcess): void => {
    const [inner = 0] = childrenOf(child.pid ?? 0);
    for (const pid of [inner, child.pid ?? 0]) process.kill(pid, 'SIGTERM');
  };

  const { status, stderr, report } = await runWith(profile, toAll, bothPass);

  expect([status, readRun(readFileSync(report, 'utf8'), report).complete]).toEqual([130, false]);
  expect(stderr).not.toContain('interrupted again');
});

test('an interrupt before the enclosed run listens is one, and no failure of the harness', async (context) => {
  const profile = classOf(context, { ada: careful, ben: careful });

  const { status, signal, stderr } = await sockspec(
    ['run', '--profile', profile, '--report', 'none'],
    async (child) => {
      const inner = await vi.waitFor(
        () => {
          // Before it becomes a command of its own a child has the words of its parent.
          const found = childrenOf(child.pid ?? 0).find((pid) => /unshare.*--profile/s.test(commandOf(pid)));
          return found ?? expect.fail('no enclosed run yet');
        },
        { timeout: 30_000, interval: 1 },
      );
      for (const pid of [child.pid ?? 0, inner]) process.kill(pid, 'SIGINT');
    },
  );

  expect([status, signal]).toEqual([130, null]);
  expect(stderr).not.toContain('was ended by');
});

test('a second interrupt leaves neither program nor folder behind', async (context) => {
  const profile = classOf(context, { ada: careful, ben: careful });
  const twice = (child: ChildProcess): void => {
    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGINT'), 250);
  };

  const { status, own, left } = await runWith(profile, twice, bothPass);

  expect(status).toBe(130);
  await expect.poll(own, { timeout: 10_000 }).toEqual([]);
  expect(left()).toEqual([]);
});

test('where the process that judges a target is killed, the others are judged, and the run says which was not', async (context) => {
  const profile = classOf(context, { ada: careful, ben: careful });
  const killOne = (child: ChildProcess): void => {
    const [inner = 0] = childrenOf(child.pid ?? 0);
    const [judging = 0] = childrenOf(inner).filter((pid) => commandOf(pid).includes('judging-process'));
    process.kill(judging, 'SIGKILL');
  };

  const { status, stderr, report } = await runWith(profile, killOne, bothPass);

  expect(status).toBe(4);
  const [, killed = ''] = /^sockspec: (\w+): the process that judged it was ended by SIGKILL$/m.exec(stderr) ?? [];
  const { cases } = readRun(readFileSync(report, 'utf8'), report);
  const other = cases.filter(({ target }) => target !== killed);
  expect(['ada', 'ben']).toContain(killed);
  // The grade of the other is whole, and the cases that were lost are told.
  expect(new Set(cases.filter(({ verdict }) => verdict === 'error').map(({ target }) => target))).toEqual(
    new Set([killed]),
  );
  expect(other.map(({ requirement }) => requirement)).toContain('fortune/server/survives-slow-reader');
});

function childrenOf(pid: number): readonly number[] {
  return kernelFile(`/proc/${pid}/task/${pid}/children`).trim().split(' ').map(Number);
}

function commandOf(pid: number): string {
  return kernelFile(`/proc/${pid}/cmdline`);
}
