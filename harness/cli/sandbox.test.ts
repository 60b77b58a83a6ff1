import { type ChildProcess, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { test as everyTurn, expect } from 'vitest';
import { readRun } from '../../reports/json.ts';
import { kernelFile, processIds } from '../processes/kernel-file.ts';
import { needsSandbox, ordinary, users } from '../processes/sandbox/users.test.helper.ts';
import { whereIs } from '../processes/sandbox/view.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { bin, folder, program, runReport, sockspec } from './shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** `--sandbox` as a shell sees it. What a program can do in there: harness/processes/sandbox/sandbox.test.ts. */

/** Where every system has its programs. */
const SYSTEM_PATH = '/usr/bin:/bin';

/** Rows that look at stored files, at names that lead elsewhere, and at memory. */
const ROWS = ['leaves-no-debris', 'name-stays-inside', 'name-without-end'].flatMap((row) => [
  '--only',
  `upload/server/${row}`,
]);

test('a careful program has the same verdicts in a sandbox and without', async (context) => {
  needsSandbox(context, bin);
  const own = join(folder(), 'a program');
  mkdirSync(own);
  copyFileSync(program('upload_careful.py'), join(own, 'server.py'));
  const exec = `python3 "${join(own, 'server.py')}" {host} {port} {dir}`;
  const profile = join(folder(), 'class.json');
  writeFileSync(profile, JSON.stringify({ targets: [{ suite: 'upload/server', exec, sandbox: true }] }));
  const free = await runReport(['upload/server', '--exec', exec, '--quiet', ...ROWS]);
  const held = await runReport(['--profile', profile, '--quiet', ...ROWS]);

  expect(held).toMatchObject({ status: 0, stderr: '' });
  expect(held.run.cases.map(({ id, verdict }) => [id, verdict])).toEqual(
    free.run.cases.map(({ id, verdict }) => [id, verdict]),
  );
  expect(new Set(held.run.cases.map(({ verdict }) => verdict))).toEqual(new Set(['pass']));
});

test('a Python of a virtual environment in the folder for temporary files is found', async (context) => {
  needsSandbox(context, bin);
  const [place, own] = [join(folder(), 'python'), join(folder(), 'a program')];
  expect(spawnSync('/usr/bin/python3', ['-m', 'venv', '--without-pip', place]).status).toBe(0);
  // Programs of other users start it.
  chmodSync(dirname(place), 0o755);
  mkdirSync(own);
  copyFileSync(program('lines_careful.py'), join(own, 'server.py'));
  const exec = `python3 "${join(own, 'server.py')}" {host} {port}`;
  const words = ['run', 'lines/server', '--exec', exec, '--sandbox', '--quiet', '--only', '**/shows-each-line'];

  const { status, stdout, stderr } = await sockspec([...words, '--report', 'json'], undefined, {
    PATH: [join(place, 'bin'), SYSTEM_PATH].join(delimiter),
  });

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(new Set(readRun(stdout, stderr).cases.map(({ verdict }) => verdict))).toEqual(new Set(['pass']));
});

test('of a class each program has its own folder in its sandbox; one whose folder is missing is not judged', async (context) => {
  needsSandbox(context, bin);
  const place = folder();
  mkdirSync(join(place, 'submissions/ada'), { recursive: true });
  copyFileSync(program('fortune_careful.py'), join(place, 'submissions/ada/server.py'));
  const targets = [
    { suite: 'fortune/server', each: 'submissions/*/' },
    { suite: 'fortune/server', name: 'bob', folder: 'submissions/bob' },
  ];
  const defaults = { exec: 'python3 server.py {host} {port}', sandbox: true };
  writeFileSync(join(place, 'class.json'), JSON.stringify({ defaults, targets }));

  const only = ['--only', '**/speaks-first'];
  const { run, status } = await runReport(['--profile', join(place, 'class.json'), '--quiet', ...only]);

  expect(status).toBe(3);
  expect(run.cases.map(({ target, verdict }) => [target, verdict])).toEqual([
    ['ada', 'pass'],
    ['bob', 'inconclusive'],
  ]);
  expect(run.cases.at(-1)?.reason).toContain(`there is no folder ${join(place, 'submissions/bob')}`);
});

test.for(users)(
  'of a class no folder keeps the others from being judged, whatever its name: $name',
  (user, context) => {
    needsSandbox(context, bin, user);
    const place = folder();
    chmodSync(place, 0o755);
    const odd = [
      'new\nline',
      'tab\t',
      'nb\u00a0',
      'shy\u00ad',
      'nel\u0085',
      'del\x7f',
      'zero\u200b',
      'esc\x1b',
      "it's",
      '\\011',
    ];
    const names = [...odd, 'closed'];
    for (const name of names) {
      mkdirSync(join(place, 'all', name), { recursive: true });
      copyFileSync(program('fortune_careful.py'), join(place, 'all', name, 'server.py'));
    }
    chmodSync(join(place, 'all', 'closed'), 0);
    symlinkSync(names[0] ?? '', join(place, 'all', 'link'));
    symlinkSync('nowhere', join(place, 'all', 'nowhere'));
    const defaults = { exec: '/usr/bin/python3 {folder}/server.py {host} {port}', sandbox: true };
    const targets = [{ suite: 'fortune/server', each: 'all/*' }];
    writeFileSync(join(place, 'class.json'), JSON.stringify({ defaults, targets }));
    const words = [
      'run',
      '--profile',
      join(place, 'class.json'),
      '--only',
      '**/speaks-first',
      '--quiet',
      '--report',
      'json',
    ];
    const [command = '', ...rest] = [...user.words, process.execPath, bin, ...words];
    const { status, stdout, stderr } = spawnSync(command, rest, {
      encoding: 'utf8',
      cwd: '/',
      env: { PATH: SYSTEM_PATH },
    });

    expect({ status, stderr }).toEqual({ status: 3, stderr: '' });
    const told = readRun(stdout, stderr).cases.map(({ target, verdict, reason }) => [target, verdict, reason]);
    const closed = user.isRoot
      ? /a folder that others may read .*\/closed$/
      : /\/closed: this user may not enter it \(EACCES\)$/;
    expect(told.toSorted()).toEqual(
      [
        ...[...odd, 'link'].map((name) => [name, 'pass', '']),
        ['closed', 'inconclusive', expect.stringMatching(closed)],
        [
          'nowhere',
          'inconclusive',
          expect.stringMatching(/\/nowhere to launch the program in: it is a link to nowhere$/),
        ],
      ].toSorted(),
    );
  },
);

test('a limit that a program has met is told where it is judged, and where it never listens', async (context) => {
  needsSandbox(context, bin);
  const place = folder();
  const fills = `
file = open('/tmp/file', 'wb', buffering=0)
try:
    while True: file.write(bytes(4096))
except OSError: pass
`;
  const sources = {
    judged: fills + readFileSync(program('fortune_careful.py'), 'utf8'),
    silent: `${fills}import time\ntime.sleep(600)\n`,
  };
  for (const [name, source] of Object.entries(sources)) {
    mkdirSync(join(place, 'all', name), { recursive: true });
    writeFileSync(join(place, 'all', name, 'server.py'), source);
  }
  const defaults = { exec: 'python3 server.py {host} {port}', sandbox: true, limits: { launchMs: 3000 } };
  const targets = [{ suite: 'fortune/server', each: 'all/*/' }];
  writeFileSync(join(place, 'class.json'), JSON.stringify({ defaults, targets }));

  const only = ['--only', '**/speaks-first'];
  const { run, status } = await runReport(['--profile', join(place, 'class.json'), '--quiet', ...only]);
  const met = 'in its sandbox the program has filled the 64 MiB of /tmp';

  expect(status).toBe(3);
  expect(run.cases).toMatchObject([
    { target: 'judged', verdict: 'pass', notes: [met] },
    { target: 'silent', verdict: 'inconclusive', reason: expect.stringMatching(`never listened .*; ${met}$`) },
  ]);
});

test('an ordinary user judges in a sandbox too', (context) => {
  needsSandbox(context, bin);
  const exec = `/usr/bin/python3 ${program('upload_careful.py')} {host} {port} {dir}`;
  const words = ['run', 'upload/server', '--exec', exec, '--sandbox', '--quiet', '--report', 'json'];
  const only = ['--only', 'upload/server/name-stays-inside'];
  const [command = '', ...rest] = [...ordinary.words, process.execPath, bin, ...words, ...only];
  const { status, stdout, stderr } = spawnSync(command, rest, {
    encoding: 'utf8',
    cwd: '/',
    env: { PATH: SYSTEM_PATH },
  });

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(new Set(readRun(stdout, stderr).cases.map(({ verdict }) => verdict))).toEqual(new Set(['pass']));
});

test('a client in a sandbox finds its file and the harness; an interrupt ends both, and the report is written', async (context) => {
  needsSandbox(context, bin);
  const report = join(folder(), 'run.json');
  const words = ['--exec', `python3 ${program('upload_client_careful.py')} {host} {port} {file}`, '--sandbox'];
  let passes = 0;
  const ended = await sockspec(
    ['run', 'upload/client', ...words, '--verbose', '--report', `json=${report}`, '--report', 'none'],
    (child) => {
      child.stderr?.on('data', (text: Buffer) => {
        if (!/^pass /m.test(text.toString())) return;
        passes += 1;
        // A second one would end it at once, without a report.
        if (passes === 1) child.kill('SIGINT');
      });
    },
  );

  expect(ended.status).toBe(130);
  expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ complete: false, exitStatus: 130 });
});

test('a harness that is killed leaves no sandbox behind', async (context) => {
  needsSandbox(context, bin);
  const own = join(folder(), 'a program');
  mkdirSync(own);
  writeFileSync(join(own, 'server.py'), 'import time\nprint("up", flush=True)\ntime.sleep(600)\n');
  const exec = `python3 "${join(own, 'server.py')}" {host} {port}`;
  // All that the run starts has this folder in its environment, the init of a sandbox too.
  const marked = `${folder()}:${process.env.PATH}`;
  const left = (): readonly string[] =>
    processIds()
      .filter((pid) => kernelFile(`/proc/${pid}/environ`).includes(`PATH=${marked}`))
      .map((pid) => kernelFile(`/proc/${pid}/cmdline`).replaceAll('\0', ' '));
  const words = ['run', 'fortune/server', '--exec', exec, '--sandbox', '--report', 'none'];
  const kill = async (child: ChildProcess): Promise<void> => {
    await expect.poll(left, { timeout: 30_000 }).toContainEqual(expect.stringMatching(/^python3 .*server\.py/));
    expect(left()).toContainEqual(expect.stringMatching(/^sleep /));
    const inner = kernelFile(`/proc/${child.pid}/task/${child.pid}/children`).trim().split(' ').map(Number);
    for (const pid of [child.pid ?? 0, ...inner]) process.kill(pid, 'SIGKILL');
  };
  const killed: Promise<void>[] = [];
  await sockspec(words, (child) => void killed.push(kill(child)), { PATH: marked });
  await Promise.all(killed);

  await expect.poll(left, { timeout: 10_000 }).toEqual([]);
});

/** Refused in one line, with what is needed. */
async function refused(PATH: string): Promise<string> {
  const words = ['run', 'fortune/server', '--exec', 'python3 server.py {port}', '--sandbox'];
  const { status, stdout, stderr } = await sockspec(words, undefined, { PATH });
  expect({ status, stdout, lines: stderr.split('\n').length }).toEqual({ status: 2, stdout: '', lines: 2 });
  expect(stderr).toContain('(needed: Linux 5.14, util-linux');
  return stderr;
}

test('a machine that encloses no run', async () => {
  expect(await refused('/no/such/folder')).toMatch(
    /^sockspec: --sandbox: expected .* found "spawnSync unshare ENOENT"/,
  );
});

test('a machine that encloses the run, and makes no sandbox in it', async (context) => {
  needsSandbox(context, bin);
  const tools = folder();
  // All that stands outside; within, where this folder is not seen, nothing is found.
  const names = ['unshare', 'setpriv', 'sh', 'ip', 'mount', 'umount', 'mkdir', 'cat', 'rm', 'env', 'sleep', 'true'];
  for (const name of names) symlinkSync(whereIs(name) ?? '', join(tools, name));

  expect(await refused(tools)).toMatch(
    /^sockspec: the program could not be put into its sandbox \(--sandbox\): .*unshare/,
  );
  // Its environment names these tools alone: nothing of it is left.
  expect(processIds().filter((pid) => kernelFile(`/proc/${pid}/environ`).includes(`PATH=${tools}`))).toEqual([]);
});
