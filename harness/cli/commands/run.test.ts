import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test as everyTurn, expect } from 'vitest';
import { readRun } from '../../../reports/json.ts';
import { summarize } from '../../../reports/summary.ts';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { type Ended, folder, sockspec } from '../shell.test.helper.ts';
import { interrupts } from './interruption.ts';

const test = takingTurns(everyTurn);

/** Exit statuses and streams as a shell sees them. */

everyTurn(
  'the main job in small: status 0, the table alone on standard output, an event a line in the log',
  async () => {
    const log = join(folder(), 'run.log');

    const { status, stdout, stderr } = await sockspec(['run', '--only', 'fortune/server/speaks-first', '--log', log]);

    expect(status).toBe(0);
    expect(stdout).toMatch(/speaks-first +MUST +1 +✓ pass/);
    expect(stdout).toMatch(/1 pass, 0 fail/);
    expect(stdout).toMatch(/0 MUSTs not concluded/);
    expect(stderr).toBe('');
    const lines = readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) {
      expect(line).toEqual(
        expect.objectContaining({
          time: expect.any(String),
          level: expect.any(String),
          module: expect.any(String),
          function: expect.any(String),
        }),
      );
    }
    expect(lines.map((line) => line.module)).toEqual(
      expect.arrayContaining(['cli/run', 'endpoints/reference fortune']),
    );
  },
);

test('reports into files agree, the table is kept, and a broken SHOULD is status 0', async () => {
  const dir = folder();
  const files = { json: join(dir, 'run.json'), junit: join(dir, 'out.xml') };

  const { status, stdout } = await sockspec([
    ...['run', 'fortune/server', '--fault', 'same-phrase-always', '--skip', '**/survives-*'],
    ...['--report', `json=${files.json}`, '--report', `junit=${files.junit}`],
  ]);

  const run = readRun(readFileSync(files.json, 'utf8'), files.json);
  expect(status).toBe(0);
  expect(stdout).toContain('phrase-varies');
  expect(run.summary).toEqual(summarize(run.cases));
  expect(run.summary).toMatchObject({ fail: 0, warning: 2 });
  expect(readFileSync(files.junit, 'utf8')).toContain(
    `<testsuites name="sockspec" tests="${run.cases.length}" failures="${run.summary.fail}"`,
  );
  expect(readdirSync(dir).sort()).toEqual(['out.xml', 'run.json']);
});

test('a broken MUST is status 1, and its command reproduces it alone', async () => {
  const only = ['answers-nothing', 'name-empty'].flatMap((key) => ['--only', `upload/server/${key}`]);
  const { status, stdout } = await sockspec(['run', '--fault', 'says-ok', ...only, '--report', 'json']);
  const { cases } = readRun(stdout, 'standard output');
  const [failure] = cases.filter((one) => one.verdict === 'fail');

  expect(status).toBe(1);
  expect(cases.length).toBeGreaterThan(1);
  expect(failure?.reason).toBe('expected no octet; saw 3 octets: "OK\\n"');
  const words = (failure?.reproduce ?? '').split(' ').slice(1);
  const again = await sockspec([...words, '--report', 'json']);
  expect(again.status).toBe(1);
  expect(readRun(again.stdout, 'standard output').cases.map((one) => one.id)).toEqual([failure?.id]);
});

test('a client that was silent within a line leaves in good order, so that no later row meets a server that it has hurt', async () => {
  const only = ['idle-client', 'ends-idle-client'].flatMap((key) => ['--only', `lines/server/${key}`]);
  const words = ['run', '--fault', 'dies-in-mid-line', '--idle-timeout', '1500', ...only, '--report', 'json'];
  const { stdout } = await sockspec(words);

  expect(readRun(stdout, 'standard output').cases.map(({ verdict }) => verdict)).toEqual(
    Array.from({ length: 5 }, () => 'pass'),
  );
});

test('a broken SHOULD is status 1 under --strict, and told to be one', async () => {
  const words = ['run', 'fortune/server', '--fault', 'same-phrase-always', '--only', '**/phrase-varies'];

  const { status, stdout } = await sockspec([...words, '--strict', '--report', 'junit']);

  expect(status).toBe(1);
  expect(stdout).toMatch(/ failures="2" errors="0" skipped="0".*<failure message="[^"]+" type="SHOULD">/s);
});

test('an inconclusive MUST is status 1 where it is required', async () => {
  const words = ['run', 'fortune/server', '--exec', 'python3 -c pass', '--only', '**/phrase-is-whole'];

  expect((await sockspec([...words, '--require', '**'])).status).toBe(1);
});

describe('wrong input is one line and status 2, and nothing is run', () => {
  const cases: ReadonlyArray<readonly [string, readonly string[], RegExp]> = [
    ['no command', [], /expected a command: run, list/],
    ['an unknown command', ['rnu'], /rnu|run/],
    ['an unknown flag', ['run', '--nope'], /nope/],
    ['a flag without its value', ['run', '--target'], /target/],
    ['a repeatable flag without its value', ['run', '--only'], /only/],
    [
      'an unknown suite',
      ['run', 'uplaod/server'],
      /SUITE: expected a glob.*fortune\/server.*upload\/server.*"uplaod\/server"/,
    ],
    [
      'an unknown id',
      ['run', '--only', 'fortune/server/nothing'],
      /--only: expected a glob.*"fortune\/server\/nothing"/,
    ],
    [
      'a requirement of another suite that is required',
      ['run', 'fortune/client', '--exec', 'true', '--require', 'upload/**'],
      /--require: expected a glob over requirements of this run \(suites: fortune\/client\), found "upload\/\*\*"/,
    ],
    [
      'an interface that is not there',
      ['run', 'fortune/client', '--exec', 'true', '--interface', 'eth99'],
      /expected --interface to be an interface that is up, .*lo \(127\.0\.0\.1\).*, found "eth99"/,
    ],
    [
      'an interface for a server',
      ['run', 'fortune/server', '--exec', 'true', '--interface', '127.0.0.1'],
      /expected --interface with a suite of datagrams, or with --exec and a suite of clients, found fortune\/server/,
    ],
    ['nothing left', ['run', 'fortune/server', '--only', 'upload/server'], /that both SUITE and --only mean/],
    ['a target without a suite', ['run', '--target', '127.0.0.1:1'], /expected one suite for --target/],
    [
      'one program for suites of two roles',
      ['run', 'fortune/server', 'lines/client', '--exec', 'x'],
      /expected one suite, or several of one role, for --exec, found fortune\/server, lines\/client/,
    ],
    ['a bad address', ['run', 'fortune/server', '--target', 'here'], /expected HOST:PORT.*"here"/],
    ['an unknown placeholder', ['run', 'fortune/server', '--exec', 'x {prot}'], /\{host\} \{port\} \{dir\}.*\{prot\}/],
    [
      'a quote that is not closed',
      ['run', 'fortune/server', '--exec', '"unbalanced {port}'],
      /target 1: --exec: expected each quote of the command to be closed, found "\\"unbalanced \{port\}"/,
    ],
    [
      'such a quote of an observer',
      ['run', 'upload/server', '--target', '127.0.0.1:1', '--fetch', "cp it's {file}"],
      /--fetch: expected each quote/,
    ],
    [
      'a client at an address',
      ['run', 'fortune/client', '--target', '127.0.0.1:1', '--exec', 'true {host} {port}'],
      /expected --exec or --listen with a suite of clients, found --target "127\.0\.0\.1:1"/,
    ],
    [
      'an address for a server that is told its port',
      ['run', 'fortune/server', '--target', '127.0.0.1:1', '--exec', 'true {port}'],
      /expected --target, of a server that runs already, or --exec with \{port\}, .* found --target "127\.0\.0\.1:1" and --exec/,
    ],
    ['an unknown fault', ['run', 'fortune/server', '--fault', 'none'], /expected a fault of fortune/],
    [
      'the top of a file system as a store',
      ['run', 'upload/server', '--target', '127.0.0.1:9', '--store', '/'],
      /expected --store to be a folder of its own, found \//,
    ],
    [
      'a missing store',
      ['run', 'upload/server', '--target', '127.0.0.1:1', '--store', '/nowhere'],
      /--store to be a folder/,
    ],
    [
      'missing phrases',
      ['run', 'fortune/server', '--target', '127.0.0.1:1', '--phrases', '/nowhere'],
      /--phrases to be a file/,
    ],
    [
      'a report as a profile',
      ['run', '--profile', 'fixtures/reports/version-1.json'],
      /version-1\.json: expected a profile, found a JSON report of a run\n$/,
    ],
    [
      'a profile as a baseline',
      ['run', 'lines/server', '--baseline', 'fixtures/examples/ci.profile.yaml'],
      /ci\.profile\.yaml: expected a baseline, found a profile\n$/,
    ],
    ['an unknown format', ['run', '--report', 'xls'], /report format: expected one of table, json, junit/],
    [
      'two formats on standard output',
      ['run', '--report', 'json', '--report', 'junit'],
      /at most one format without a file/,
    ],
    [
      'a report nowhere',
      ['run', '--report', 'json=package.json/x.json'],
      /expected a folder, found the file package\.json/,
    ],
    ['a bad seed', ['run', '--seed', '-1'], /--seed/],
    ['a bad shard', ['run', '--shard', '3/2'], /--shard: expected I\/N/],
    [
      'a bad regular expression',
      ['run', 'fortune/server', '--exec', 'x', '--ready', '('],
      /--ready: expected a regular expression/,
    ],
    ['a missing profile', ['run', '--profile', '/nowhere.json'], /--profile: expected a file/],
    ['a log nowhere', ['run', '--log', '/nowhere/x.log'], /expected a log file/],
    ['an id that is a glob', ['explain', 'upload/server'], /expected the id of one requirement/],
    ['an unknown endpoint', ['serve', 'gopher'], /gopher/],
    ['a bad address to call', ['call', 'fortune', 'nowhere'], /HOST:PORT/],
  ];

  test.each(cases)('%s', async (_, words, message) => refuses(await inProcess(words), message));

  test.each([
    ['an unknown case', ['run', '--only', 'upload/server/name-at-limit[33]'], /expected at least one case/],
    ['everything skipped', ['run', 'fortune/server', '--skip', 'fortune/server'], /expected at least one case/],
  ])('%s', async (_, words, message) => refuses(await sockspec(words), message));

  function refuses({ status, stdout, stderr }: Ended, message: RegExp): void {
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  }
});

test.each([
  ['an unknown key', '{"targets":[{"suite":"fortune/server","taget":"127.0.0.1:1"}]}', /targets\[0\].*taget/],
  [
    'a wrong type',
    '{"targets":[{"suite":"fortune/server","target":"127.0.0.1:1","limits":{"replyMs":"2 s"}}]}',
    /limits\.replyMs.*"2 s"/,
  ],
  ['no JSON', 'targets: [', /expected JSON/],
  [
    'a misspelt suite beside a right one',
    '{"targets":[{"suite":"lines/server","reference":"lines"},{"suite":"uplaod/server"}]}',
    /targets\[1\]\.suite: expected a suite \(.*upload\/server.*\), found "uplaod\/server"/,
  ],
])('a profile with %s names key, value and expectation', async (_, text, message) => {
  const file = join(folder(), 'profile.json');
  writeFileSync(file, text);

  const { status, stdout, stderr } = await inProcess(['run', '--profile', file]);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(file);
  expect(stderr).toMatch(message);
});

test('a YAML profile declares targets, flags win over it, and repeats are told one by one', async () => {
  const file = join(folder(), 'profile.yaml');
  writeFileSync(
    file,
    'targets:\n  - {name: mine, suite: fortune/server, reference: fortune}\nonly: ["**/accepts-*"]\nseed: 7\n',
  );

  const { status, stdout } = await sockspec([
    'run',
    '--profile',
    file,
    '--seed',
    '9',
    '--repeat',
    '3',
    '--report',
    'json',
  ]);

  const run = readRun(stdout, 'standard output');
  expect(status).toBe(0);
  expect(run.seed).toBe(9);
  expect(run.cases.map((one) => [one.target, one.requirement])).toEqual([
    ['mine', 'fortune/server/accepts-connection'],
  ]);
  expect(run.cases.map((one) => [one.attempts, one.flaky])).toEqual([[['pass', 'pass', 'pass'], false]]);
});

test('a bailed-out run stops early and says that it is not complete', async () => {
  const { status, stdout } = await sockspec([
    ...['run', 'upload/server', '--fault', 'text-mode-newlines', '--bail', '1', '--report', 'json'],
  ]);

  const run = readRun(stdout, 'standard output');
  expect(status).toBe(1);
  expect(run.complete).toBe(false);
  expect(run.summary.fail).toBe(1);
});

test('--first ends the run at the first failure that nothing explains, once its causes are judged', async () => {
  const { status, stdout } = await sockspec([
    ...['run', 'upload/server', '--fault', 'one-read-header', '--first', '--report', 'json'],
  ]);

  const run = readRun(stdout, 'standard output');
  const failed = run.cases.filter(({ verdict }) => verdict === 'fail');
  const roots = failed.filter(({ explainedBy }) => explainedBy === undefined).map(({ requirement }) => requirement);
  expect({ status, complete: run.complete }).toEqual({ status: 1, complete: false });
  expect([...new Set(roots)]).toEqual(['upload/server/header-split-anywhere']);
  expect(run.cases.map(({ requirement }) => requirement)).toContain('upload/server/header-with-contents');
  expect(run.cases.map(({ requirement }) => requirement)).not.toContain('upload/server/large-file');
});

test('a run that is over listens for no signal any more, whatever came of it', async () => {
  const counts = () => interrupts.map((signal) => process.listenerCount(signal));
  const before = counts();
  const passed = await inProcess(['run', 'fortune/server', '--only', '*/*/accepts-connection', '--quiet']);
  const refused = await inProcess(['run', 'lines/server', '--shard', '400/400', '--quiet']);

  expect([passed.status, refused.status]).toEqual([0, 2]);
  expect(counts()).toEqual(before);
});
