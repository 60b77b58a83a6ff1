import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readRun } from '../../../reports/json.ts';
import type { Run } from '../../contracts/run.ts';
import { conclude } from '../../engine/conclude.ts';
import { freePort, holdPort } from '../../targets/ports.ts';
import { listening, onPrompt, reasons, startClient, TO_SEND } from '../by-hand.test.helper.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { folder, needs, program, requirementsWith, sockspec } from '../shell.test.helper.ts';

beforeEach((context) => needs(context, 'python3'));

/** Clients that somebody starts elsewhere, and what a person sees of them. The tests are the person. */

const SUITE = 'fortune/client';
const chosen = (...keys: readonly string[]): readonly string[] => keys.flatMap((key) => ['--only', `${SUITE}/${key}`]);

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
    const prompted = [
      '1 of 5: case fortune/client/sends-nothing',
      '2 of 5: case fortune/client/sends-nothing[to a server that is late]',
      '5 of 5: case fortune/client/closes-its-side',
    ];
    expect(promptsOf('careful')).toEqual(
      prompted.map((which) => `${which}: start the client now; it must connect to ${address.get('careful')}`),
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
  const cases = chosen('reads-until-close[7]', 'reads-until-close[8]', 'reports-reset', 'partial-not-shown-as-whole');
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
