import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test as everyTurn, expect, onTestFinished, vi } from 'vitest';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { freePort } from '../targets/ports.ts';
import { folder, needs, notJudged, program, requirementsWith, runReport, sockspec } from './shell.test.helper.ts';

const test = takingTurns(everyTurn);

beforeEach((context) => needs(context, 'python3'));

/** Targets that are hard on the harness: every run ends, with one plain sentence and no pass that was not earned. The self test judges more of them. */

function exec(name: string, ...words: readonly string[]): string {
  return ['python3', `'${program(name)}'`, '{host}', '{port}', ...words].join(' ');
}

test('a refused connection concludes nothing: status 3, and one sentence', async () => {
  const port = await freePort('127.0.0.1');

  const { run, status } = await runReport(['upload/server', '--target', `127.0.0.1:${port}`, '--store', folder()]);

  expect(status).toBe(3);
  expect(run.conclusion).toBe(notJudged(run, `127.0.0.1:${port} refused the connection`));
  // What the declaration makes not applicable is so all the same.
  const others = run.cases.filter(({ verdict }) => verdict !== 'inconclusive');
  expect(others.map(({ requirement, verdict }) => [requirement, verdict])).toEqual([
    ['upload/server/ends-idle-client', 'not-applicable'],
    ['upload/server/ends-idle-client', 'not-applicable'],
  ]);
});

test('a program that ends at once is not reachable, and is quoted', async () => {
  const { run, status } = await runReport(['fortune/server', '--exec', exec('hostile_ends_at_once.py')]);

  expect(status).toBe(3);
  expect(run.conclusion).toMatch(
    /ended with exit status 1 before it listened; its last line: "cannot find the file settings.ini"/,
  );
});

test('a program that is not there concludes nothing, and leaves no folder behind', { timeout: 60_000 }, async () => {
  const [profile, temporary] = [join(folder(), 'profile.json'), folder()];
  const target = {
    suite: 'connect/client',
    exec: '/no/such/program {host} {port}',
    limits: { connectTimeoutMs: 1000 },
  };
  writeFileSync(profile, JSON.stringify({ targets: [target] }));
  vi.stubEnv('TMPDIR', temporary);
  onTestFinished(() => void vi.unstubAllEnvs());

  const { run, status } = await runReport(['--profile', profile]);

  expect(status).toBe(3);
  expect(run.conclusion).toContain('/no/such/program: no such program');
  expect(readdirSync(temporary)).toEqual([]);
});

test('of a server that serves no client, the exchange before the cases is in the evidence', async () => {
  const words = ['--exec', exec('hostile_silent.py'), '--only', '**/not-starved'];

  const { run } = await runReport(['fortune/server', ...words]);

  const inEvidence = expect.arrayContaining(['the well-behaved client before the cases', 'connect']);
  expect(run.cases.map(({ verdict, evidence }) => [verdict, evidence.map(({ text, what }) => text ?? what)])).toEqual([
    ['inconclusive', inEvidence],
    ['inconclusive', inEvidence],
  ]);
});

test('an upload that is still going on when its limit is over is not called short', { timeout: 60_000 }, async () => {
  const slow = `
import socket, sys, time
with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
    s.sendall(b'sized.txt\\n\\0\\1\\0\\0\\n')
    for _ in range(600):
        s.sendall(b'x')
        time.sleep(0.05)
`;
  const file = join(folder(), 'slow.py');
  writeFileSync(file, slow);
  const words = ['--only', '**/size-matches-contents', '--timeout', '3000'];

  const { run } = await runReport(['upload/client', '--exec', `python3 '${file}' {host} {port}`, ...words]);

  const found = new Map(run.cases.map(({ id, verdict, reason }) => [id, [verdict, reason]]));
  expect(found.get('upload/client/size-matches-contents')).toEqual([
    'inconclusive',
    'the upload was still going on when its limit was over (--timeout raises it)',
  ]);
});

test('a server that dies half-way: what follows is inconclusive, not failed', { timeout: 120_000 }, async () => {
  const port = await freePort('127.0.0.1');
  const server = spawn('python3', [program('hostile_dies_after.py'), '127.0.0.1', String(port), '30'], {
    stdio: 'ignore',
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  await listening(server, port);

  const { run, status } = await runReport(['fortune/server', '--target', `127.0.0.1:${port}`]);

  expect(status).toBe(1);
  expect(requirementsWith(run.cases, 'fail')).toEqual(['serves-one-after-another']);
  expect(requirementsWith(run.cases, 'pass')).toEqual(
    expect.arrayContaining(['accepts-connection', 'closes-after-phrase', 'phrase-is-text', 'speaks-first']),
  );
  expect(run.cases.at(-1)).toMatchObject({ verdict: 'inconclusive' });
});

test.each([5, 8])(
  'a server that ends after its client %i is gone: the next row that must hold fails',
  { timeout: 60_000 },
  async (clients) => {
    const words = ['127.0.0.1', String(await freePort('127.0.0.1'))];
    const server = spawn('python3', [program('hostile_dies_after.py'), ...words, String(clients)], { stdio: 'ignore' });
    onTestFinished(() => void server.kill('SIGKILL'));
    await listening(server, Number(words[1]));

    const { run, status } = await runReport(['fortune/server', '--target', words.join(':')]);

    const failed = run.cases.filter(({ verdict }) => verdict === 'fail');
    expect(status).toBe(1);
    expect(failed.map(({ level }) => level)).toEqual(['MUST']);
    expect(failed[0]?.reason).toMatch(
      /expected the next client to be served; saw .* refused .*: it has ended in or after /,
    );
    expect(run.cases.at(-1)).toMatchObject({ verdict: 'inconclusive' });
  },
);

test('a server that ends where no row that must hold is left has gone away: status 3', async () => {
  const words = ['127.0.0.1', String(await freePort('127.0.0.1'))];
  const server = spawn('python3', [program('hostile_dies_after.py'), ...words, '4'], { stdio: 'ignore' });
  onTestFinished(() => void server.kill('SIGKILL'));
  await listening(server, Number(words[1]));

  const { run, status } = await runReport([
    'fortune/server',
    '--target',
    words.join(':'),
    '--only',
    '**/phrase-is-text',
  ]);

  expect(status).toBe(3);
  expect(run.conclusion).toMatch(
    /^127\.0\.0\.1:\d+ went away: .* refused .*: it has ended in or after fortune\/server\/phrase-is-text\[/,
  );
});

test.each([
  ['lines/server', 3, []],
  ['record/server', 1, ['closes-after-record']],
  ['upload/server', 3, []],
] as const)(
  'that octets are taken to their end is no pass of %s',
  { timeout: 60_000 },
  async (suite, wanted, failed) => {
    const words = ['127.0.0.1', String(await freePort('127.0.0.1'))];
    const server = spawn('python3', [program('null_server.py'), 'discards', ...words], { stdio: 'ignore' });
    onTestFinished(() => void server.kill('SIGKILL'));
    await listening(server, Number(words[1]));

    const { run, status } = await runReport([suite, '--target', words.join(':')]);

    expect(status).toBe(wanted);
    expect(requirementsWith(run.cases, 'fail')).toEqual(failed);
    expect(requirementsWith(run.cases, 'pass', 'warning', 'error')).toEqual([]);
    expect(run.cases.some(({ reason }) => /nothing shows that this server serves/.test(reason))).toBe(true);
  },
);

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
  'a run that %s meets in its first moments, while vitest is loaded, still ends in a report',
  async (name) => {
    const [file, log] = [join(folder(), 'run.json'), join(folder(), 'log')];
    const words = ['run', 'fortune/server', '--log', log, '--report', `json=${file}`];

    const ended = await sockspec(words, (child) => {
      const look = setInterval(() => {
        if (!existsSync(log) || !readFileSync(log, 'utf8').includes('begins')) return;
        clearInterval(look);
        child.kill(name);
      }, 2);
      child.once('close', () => clearInterval(look));
    });

    expect(ended.status).toBe(130);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ complete: false, exitStatus: 130 });
  },
);

test('an interrupted run writes what is finished, and ends the whole process group', { timeout: 60_000 }, async () => {
  const file = join(folder(), 'run.json');
  const words = [
    'run',
    'fortune/server',
    '--verbose',
    '--exec',
    exec('hostile_ignores_sigterm.py'),
    '--report',
    `json=${file}`,
  ];
  let group = 0;

  const ended = await sockspec(words, (child) => {
    child.stderr?.on('data', () => {
      if (group > 0) return;
      group = childrenOf(child.pid ?? 0)[0] ?? 0;
      if (group > 0) child.kill('SIGINT');
    });
  });

  expect(ended.status).toBe(130);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ complete: false, exitStatus: 130 });
  expect(group).toBeGreaterThan(0);
  expect(groupMembers(group)).toEqual([]);
});

test('a second interrupt, however far the run has ended by then, leaves no program that ignores the first', {
  timeout: 60_000,
}, async () => {
  let group = 0;

  const ended = await sockspec(
    ['run', 'fortune/server', '--verbose', '--exec', exec('hostile_ignores_sigterm.py')],
    (child) => {
      child.stderr?.on('data', (text: Buffer) => {
        // The program ignores the signal once it serves.
        if (group > 0 || !/^pass /m.test(text.toString())) return;
        group = childrenOf(child.pid ?? 0)[0] ?? 0;
        child.kill('SIGINT');
        // Signals that come at once are one interrupt.
        child.kill('SIGTERM');
        setTimeout(() => child.kill('SIGTERM'), 250);
      });
    },
  );

  expect(ended.status).toBe(130);
  expect(group).toBeGreaterThan(0);
  expect(groupMembers(group)).toEqual([]);
});

/** Looks at the kernel's table: a probing connection would be one of the clients that the server counts. */
async function listening(server: ChildProcess, port: number): Promise<void> {
  const { isListening } = await import('../targets/kernel-tables.ts');
  while ((await isListening(port, server.pid)) !== true) expect(server.exitCode).toBeNull();
}

function childrenOf(pid: number): readonly number[] {
  return processes().flatMap(([child, parent]) => (parent === pid ? [child] : []));
}

function groupMembers(group: number): readonly number[] {
  return processes().flatMap(([pid, , member]) => (member === group ? [pid] : []));
}

/** pid, parent and group of every process that is not a zombie. */
function processes(): ReadonlyArray<readonly [number, number, number]> {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,pgid=,stat='], { encoding: 'utf8' }).trim().split('\n');
  return lines.flatMap((line) => {
    const [pid = '', parent = '', group = '', state = ''] = line.trim().split(/\s+/);
    return state.startsWith('Z') ? [] : [[Number(pid), Number(parent), Number(group)] as const];
  });
}
