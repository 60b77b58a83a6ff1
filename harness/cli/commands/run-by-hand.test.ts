import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { readRun } from '../../../reports/json.ts';
import type { CaseResult, Run } from '../../contracts/run.ts';
import { conclude } from '../../engine/conclude.ts';
import { freePort, holdPort } from '../../targets/ports.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { folder, needs, program, requirementsWith, sockspec } from '../shell.test.helper.ts';
import { terminal } from '../terminal.test.helper.ts';

beforeEach((context) => needs(context, 'python3'));

/** Clients that somebody starts elsewhere, and what a person sees of them. The tests are the person. */

const SUITE = 'fortune/client';
const only = (...keys: readonly string[]): readonly string[] => keys.flatMap((key) => ['--only', `${SUITE}/${key}`]);

/** Starts a program as a person would. */
function startClient(name: string, ...words: readonly string[]): ChildProcess {
  const child = spawn('python3', [program(name), ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** Calls `act` for every line of the harness's standard error that asks for a client. */
function onPrompt(act: (prompt: string) => void): (child: ChildProcess) => void {
  return (child) => {
    let rest = '';
    child.stderr?.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.includes('start the client now')) act(line);
    });
  };
}

/** What a prompt says of the file to be sent: name, octets, folder. */
const TO_SEND = /send "(.+?)" \((\d+) octets\) of the folder (.+)$/;

async function listening(): Promise<{ readonly port: number; readonly flags: readonly string[] }> {
  const port = await freePort('127.0.0.1');
  return { port, flags: ['--listen', `127.0.0.1:${port}`] };
}

describe('phones without a terminal, judged by one run', () => {
  const phones = ['careful', 'sends a request', 'port in use', 'nobody', 'operator', 'uploader'] as const;
  const address = new Map<string, string>();
  let status: number | null = null;
  let prompts: readonly string[] = [];
  let run: Run;

  beforeAll(async () => {
    const dir = mkdtempSync(join(tmpdir(), 'sockspec by-hand-'));
    const other = join(dir, 'other.txt');
    writeFileSync(other, 'something else');
    const held = await holdPort('127.0.0.1', 0);
    for (const name of phones) {
      const port = name === 'port in use' ? held.port : await freePort('127.0.0.1');
      address.set(name, `127.0.0.1:${port}`);
    }
    const targets = phones.map((name) => ({
      name,
      suite: name === 'uploader' ? 'upload/client' : SUITE,
      listen: address.get(name),
      ...(name === 'operator' ? { operator: true } : {}),
      ...(name === 'nobody' ? { limits: { launchMs: 200 } } : {}),
    }));
    const profile = join(dir, 'phones.json');
    const keys = ['sends-nothing', 'closes-its-side', 'reads-until-close[7]', 'ends-on-empty-phrase'];
    const uploads = ['upload/client/size-is-big-endian', 'upload/client/name-is-base-name'];
    const selected = [...keys.map((key) => `${SUITE}/${key}`), ...uploads];
    writeFileSync(profile, JSON.stringify({ targets, only: selected }));
    const clients: ChildProcess[] = [];
    const begin = (name: string, phone: string, ...words: readonly string[]): void => {
      const to = address.get(phone)?.split(':') ?? [];
      clients.push(spawn('python3', [program(name), ...to, ...words], { stdio: 'ignore' }));
    };
    const act = onPrompt((prompt) => {
      const phone = phones.find((name) => prompt.includes(address.get(name) ?? ' '));
      const [, name = '', octets, folderOf = ''] = TO_SEND.exec(prompt) ?? [];
      if (phone === 'careful' || phone === 'operator') begin('fortune_client_careful.py', phone);
      if (phone === 'sends a request') begin('fortune_client_sends_request.py', phone);
      const file = octets === '10' ? other : join(folderOf, name);
      if (phone === 'uploader') begin('upload_client_careful.py', phone, file);
    });

    const ended = await sockspec(['run', '--profile', profile, '--report', 'json'], act);

    for (const client of clients) client.kill('SIGKILL');
    await held.release();
    rmSync(dir, { recursive: true });
    status = ended.status;
    prompts = ended.stderr.trim().split('\n');
    run = readRun(ended.stdout, ended.stderr);
  }, 120_000);

  const of = (phone: (typeof phones)[number]) => run.cases.filter(({ target }) => target === phone);
  const concluded = (phone: (typeof phones)[number]) => conclude(of(phone), { interrupted: false, errors: [] });
  const promptsOf = (phone: (typeof phones)[number]) =>
    prompts.filter((prompt) => prompt.includes(address.get(phone) ?? ' '));

  test('each is told case by case when to start the client, and judged by what is on the wire', () => {
    expect(run.targets.find(({ name }) => name === 'careful')).toMatchObject({
      ...{ kind: 'listen', address: address.get('careful') },
    });
    expect(concluded('careful').exitStatus).toBe(0);
    expect(requirementsWith(of('careful'), 'pass')).toEqual(['closes-its-side', 'sends-nothing']);
    expect(reasons(of('careful'), 'inconclusive')).toEqual([
      'what the client prints cannot be seen: needs --operator, --output COMMAND or --exec',
      'how the client ended cannot be seen: needs --operator or --exec',
    ]);
    expect(promptsOf('careful').toSorted()).toEqual(
      ['closes-its-side', 'sends-nothing'].map(
        (key) => `case fortune/client/${key}: start the client now; it must connect to ${address.get('careful')}`,
      ),
    );
  });

  test('a client that sends something fails the case that looks for it', () => {
    expect(status).toBe(1);
    expect(requirementsWith(of('sends a request'), 'fail')).toEqual(['sends-nothing']);
  });

  test('a port in use concludes nothing, in one plain line', () => {
    expect(concluded('port in use')).toMatchObject({
      exitStatus: 3,
      conclusion: `the harness cannot listen on ${address.get('port in use')}: another program listens there`,
    });
  });

  test('where nobody starts a client, nobody is asked again', () => {
    const [host, port] = address.get('nobody')?.split(':') ?? [];

    expect(requirementsWith(of('nobody'), 'pass', 'fail', 'warning', 'error')).toEqual([]);
    expect(reasons(of('nobody'), 'inconclusive')).toContain(
      `no client connected to port ${port} of ${host} within 200 ms`,
    );
    expect(promptsOf('nobody')).toHaveLength(1);
  });

  test('without a terminal nobody can be asked', () => {
    expect(reasons(of('operator'), 'inconclusive')).toContain(
      'the operator cannot be asked: standard input and standard error must be a terminal',
    );
  });

  test('an upload client is told which file to send, and is not judged by another one', () => {
    expect(requirementsWith(of('uploader'), 'fail', 'warning', 'error')).toEqual([]);
    expect(of('uploader').filter(({ verdict }) => verdict === 'pass')).toHaveLength(5);
    expect(reasons(of('uploader'), 'inconclusive')).toEqual([
      'the client sent "other.txt": the file to be sent was "sized.txt"',
    ]);
  });
});

test('what a command prints stands for the screen', async () => {
  const { port, flags } = await listening();
  const log = join(folder(), 'phone.log');
  writeFileSync(log, '');
  const act = onPrompt(() => {
    const { stdout, stderr } = startClient('fortune_client_careful.py', '127.0.0.1', String(port));
    for (const stream of [stdout, stderr]) stream?.pipe(createWriteStream(log, { flags: 'a' }));
  });
  const cases = only('reads-until-close[7]', 'reads-until-close[8]', 'reports-reset', 'partial-not-shown-as-whole');
  const output = ['--output', `tail -n +1 -f '${log}'`];

  const ended = await sockspec(['run', SUITE, ...flags, ...output, ...cases, '--report', 'json'], act);

  expect(requirementsWith(readRun(ended.stdout, ended.stderr).cases, 'pass'), readFileSync(log, 'utf8')).toEqual([
    'partial-not-shown-as-whole',
    'reads-until-close',
    'reports-reset',
  ]);
});

test.each([
  [
    ['fortune/server', '--listen', '127.0.0.1:5000'],
    'expected --listen with a suite of clients or senders, found fortune/server',
  ],
  [
    [SUITE, '--listen', '5000', '--exec', 'x {port}'],
    'expected --listen with --exec for a client whose address is built in, found {port} in "x {port}"',
  ],
  [
    [SUITE, '--listen', '5000', '--exec', 'x', '--interface', 'lo'],
    'expected --listen without --interface, found "lo"',
  ],
  [[SUITE, '--listen', '127.0.0.1:5000', '--input', 'stdin'], 'expected --listen without --input, found "stdin"'],
  [[SUITE, '--listen', '5000'], 'expected HOST:PORT'],
  [
    ['lines/server', '--target', '127.0.0.1:5000', '--operator'],
    'expected --operator with a suite of clients or receivers, found lines/server: what a server shows is seen by --output COMMAND',
  ],
])('refuses %j', async (words, expected) => {
  const { status, stderr } = await inProcess(['run', ...words]);

  expect(status).toBe(2);
  expect(stderr).toContain(expected);
});

test('a person answers what the screen shows', async (context) => {
  needs(context, 'tmux');
  const { port, flags } = await listening();
  const cwd = folder();
  const keys = ['reads-until-close[7]', 'reads-until-close[8]', 'reports-reset', 'ends-on-empty-phrase'];
  const screen = terminal(['run', SUITE, ...flags, '--operator', ...only(...keys), '--report', 'json=run.json'], cwd);
  const start = async (key: string): Promise<void> => {
    await screen.shows(`case ${SUITE}/${key}: start the client now; it must connect to 127.0.0.1:${port}`);
    startClient('fortune_client_careful.py', '127.0.0.1', String(port));
  };
  const shown = 'Does the screen show exactly: "w1-w2-w3-w4-w5-w6-w7-w8-w9-w10-w11-w12-."? [y/n/?]';

  await start('reads-until-close[7]');
  await screen.shows(`case ${SUITE}/reads-until-close[7]: ${shown}`);
  screen.type('perhaps');
  await screen.shows(`case ${SUITE}/reads-until-close[7]: ${shown}`, 2);
  screen.type('y');
  await start('reads-until-close[8]');
  await screen.shows(`case ${SUITE}/reads-until-close[8]: ${shown}`);
  screen.type('n');
  await start('ends-on-empty-phrase');
  await screen.shows('Has the client ended, or is it ready for something else (within 2 s)? [y/n/?]');
  screen.type('?');
  await start('reports-reset');
  await screen.shows(`case ${SUITE}/reports-reset: Does the client report an error? [y/n/?]`);
  screen.type('y');
  const seen = await screen.shows('ended with status 1');

  const { cases } = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), seen);
  expect(Object.fromEntries(cases.map(({ id, verdict }) => [id.slice(SUITE.length + 1), verdict]))).toEqual({
    'reads-until-close[7]': 'pass',
    'reads-until-close[8]': 'fail',
    'ends-on-empty-phrase': 'inconclusive',
    'reports-reset': 'pass',
  });
  expect(reasons(cases, 'inconclusive')).toEqual([
    expect.stringContaining('the operator could not tell: Has the client ended'),
  ]);
});

test('a refusal is told by a person, and the question goes when the client connects after all', async (context) => {
  needs(context, 'tmux');
  const { port, flags } = await listening();
  const cwd = folder();
  const cases = ['--only', 'upload/client/missing-file', '--only', 'upload/client/name-within-limit'];
  const words = ['run', 'upload/client', ...flags, '--operator', ...cases, '--report', 'json=run.json'];
  const screen = terminal(words, cwd);
  const refusal = 'Has the client refused, or ended, without connecting? [y/n/?]';

  await screen.shows(`case upload/client/name-within-limit: ${refusal}`);
  const sent = startClient('upload_client_long_name.py', '127.0.0.1', String(port), fileNamed(screen.screen()));
  await screen.shows('(no answer needed)');
  await screen.shows('case upload/client/missing-file: start the client now');
  await screen.shows(`case upload/client/missing-file: ${refusal}`);
  screen.type('y');
  await screen.shows('case upload/client/missing-file: Does the client report an error? [y/n/?]');
  screen.type('y');
  const seen = await screen.shows('ended with status 1');

  expect(sent.pid).toBeGreaterThan(0);
  const run = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), seen);
  expect(requirementsWith(run.cases, 'pass')).toEqual(['missing-file']);
  expect(requirementsWith(run.cases, 'fail')).toEqual(['name-within-limit']);
});

test('failures to connect say which address to type, and a person tells what was reported', async (context) => {
  needs(context, 'tmux');
  const { flags } = await listening();
  const keys = ['reports-refused', 'tells-errors-apart'];
  const cwd = folder();
  const profile = join(cwd, 'phone.json');
  const limits = { connectTimeoutMs: 1000 };
  writeFileSync(
    profile,
    JSON.stringify({ targets: [{ suite: 'connect/client', listen: flags[1], operator: true, limits }] }),
  );
  const only = keys.flatMap((key) => ['--only', `connect/client/${key}`]);
  const screen = terminal(['run', '--profile', profile, ...only, '--report', 'json=run.json'], cwd);
  const question = 'Does the client report an error? [y/n/?]';

  const seen = await screen.shows(`case connect/client/reports-refused: ${question}`);
  const [, port = ''] = /start the client now; it must connect to 127\.0\.0\.1:(\d+), and send/.exec(seen) ?? [];
  const refused = startClient('connect_client_careful.py', '127.0.0.1', port);
  expect(await new Promise((resolve) => refused.once('close', resolve))).toBe(1);
  screen.type('y');
  for (const [index, address] of [
    /127\.0\.0\.1:\d+/,
    /127\.0\.0\.1:\d+/,
    /sockspec-nowhere\.invalid:54321/,
  ].entries()) {
    const asked = await screen.shows(`case connect/client/tells-errors-apart: ${question}`, index + 1);
    expect(asked.match(/must connect to \S+/g)?.at(-1)).toMatch(address);
    screen.type('y');
  }
  await screen.shows('Were these three reports different from one another? [y/n/?]');
  screen.type('n');
  await screen.shows('ended with status 0');

  const { cases } = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), seen);
  expect(requirementsWith(cases, 'pass')).toEqual(['reports-refused']);
  expect(requirementsWith(cases, 'warning')).toEqual(['tells-errors-apart']);
});

test('a launched client that prints nothing is judged by a person', async (context) => {
  needs(context, 'tmux');
  const cwd = folder();
  const silent = `python3 -c 'import socket, sys; socket.create_connection(sys.argv[1:]).recv(1 << 20)' {host} {port}`;
  const screen = terminal(['run', SUITE, '--exec', silent, '--operator', ...only('reads-until-close[7]')], cwd);

  await screen.shows('Does the screen show exactly: "w1-w2-w3');
  screen.type('y');

  expect(await screen.shows('ended with status 0')).not.toContain('start the client');
});

test('an interruption at a question still ends in a report', async (context) => {
  needs(context, 'tmux');
  const { port, flags } = await listening();
  const cwd = folder();
  const words = ['run', SUITE, ...flags, '--operator', ...only('sends-nothing', 'reads-until-close[7]')];
  const screen = terminal([...words, '--report', 'json=run.json'], cwd);
  await screen.shows('case fortune/client/sends-nothing: start the client now');
  startClient('fortune_client_careful.py', '127.0.0.1', String(port));
  await screen.shows('case fortune/client/reads-until-close[7]: start the client now');
  startClient('fortune_client_careful.py', '127.0.0.1', String(port));
  await screen.shows('[y/n/?]');

  screen.press('C-c');

  const seen = await screen.shows('ended with status 130');
  const run = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), seen);
  expect(run.complete).toBe(false);
  expect(requirementsWith(run.cases, 'pass')).toEqual(['sends-nothing']);
});

function reasons(cases: readonly CaseResult[], verdict: string): readonly string[] {
  return cases.filter((one) => one.verdict === verdict).map((one) => one.reason);
}

/** The file that the last prompt on the screen names. */
function fileNamed(screen: string): string {
  const [, name = '', dir = ''] = [...screen.matchAll(/send "(.+?)" \(.+?\) of the folder (.+)$/gm)].at(-1) ?? [];
  return join(dir.trim(), name);
}
