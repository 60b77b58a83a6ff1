import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, test as everyTurn, expect } from 'vitest';
import { json, readRun } from '../../reports/json.ts';
import { sampleCase, samplePart, sampleRun } from '../../reports/samples.ts';
import { revisions } from '../../suites/revision.ts';
import type { Run } from '../contracts/run.ts';
import { capturesFolder } from '../frames/captions.ts';
import { needsSandbox } from '../processes/sandbox/users.test.helper.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { lookAgain, lookAt } from './commands/run-tested.ts';
import { inProcess } from './in-process.test.helper.ts';
import { plansOf } from './planning/plans.test.helper.ts';
import { bin, folder, needs, program, runReport, sockspec } from './shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** What a report says of what was tested, where, by which requirements and for whom. */

beforeEach((context) => needs(context, 'python3'));

const CASE = 'lines/server/shows-each-line';
const exec = (script = program('lines_careful.py')) => `python3 -S '${script}' {host} {port}`;
const ofVersion1 = fileURLToPath(new URL('../../fixtures/reports/version-1.json', import.meta.url));

const sha256Of = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

function profile(targets: readonly object[], more: object = {}): string {
  const file = join(folder(), 'profile.json');
  writeFileSync(file, JSON.stringify({ targets, ...more }));
  return file;
}

test('a run tells the version, the files, the declaration and the observers of a program, and where and for whom it was', async () => {
  const limits = { idleMs: 5000 };
  const capabilities = { concurrentClients: false };
  const version = "sh -c 'echo lines 2.1; echo more'";
  const file = profile([{ name: 'phone', suite: 'lines/server', exec: exec(), version, limits, capabilities }], {
    orderedBy: 'nobody',
    runBy: 'a laboratory',
  });
  const words = ['--profile', file, '--ordered-by', 'A. Customer', '--only', CASE, '--timeout', '20000'];
  const { run, stderr } = await runReport(words);
  const tested = run.targets[0]?.tested ?? [];
  const [{ files, declaration, ...told } = { files: [], declaration: [] }] = tested;

  expect(tested, stderr).toHaveLength(1);
  expect(told).toEqual({ version: 'lines 2.1', observers: ['exec'] });
  expect(files.map(({ what, path, sha256 }) => [what, sha256 === sha256Of(path)])).toEqual([
    ['program', true],
    ['script', true],
  ]);
  expect(files[1]?.path).toBe(program('lines_careful.py'));
  expect(declaration.filter(({ isDeclared }) => isDeclared)).toEqual([
    { key: 'capabilities.concurrentClients', value: false, isDeclared: true, probedBy: [] },
    { key: 'limits.caseMs', value: 20_000, isDeclared: true, probedBy: [] },
    { key: 'limits.idleMs', value: 5000, isDeclared: true, probedBy: ['lines/server/ends-idle-client'] },
  ]);
  expect(declaration.find(({ key }) => key === 'limits.replyMs')).toMatchObject({ value: 2000, isDeclared: false });
  expect(run.parts).toMatchObject([
    {
      ...{ tool: run.tool.version, started: run.started, targets: ['phone'] },
      ...{ orderedBy: 'A. Customer', runBy: 'a laboratory' },
      machine: { node: process.version, kernel: expect.stringContaining(' '), os: expect.stringMatching(/./) },
      requirements: { ...revisions.at(-1), suites: [{ suite: 'lines/server' }] },
    },
  ]);
  expect(run.cases[0]?.reproduce).not.toContain('version');
});

test('nobody is named that the user does not name, and --iut-version speaks of every target', async () => {
  const targets = ['fortune', 'lines'].map((name) => ({ name, suite: `${name}/server`, reference: name }));
  const file = profile(targets);
  const only = [CASE, 'fortune/server/speaks-first'].flatMap((id) => ['--only', id]);
  const { run } = await runReport(['--profile', file, ...only, '--iut-version', '2.1']);

  expect(run.targets.map(({ tested }) => tested?.map(({ version, files }) => ({ version, files })))).toEqual(
    Array(2).fill([{ version: '2.1', files: [] }]),
  );
  expect(run.parts.map((part) => Object.keys(part))).toEqual([
    ['started', 'tool', 'targets', 'machine', 'requirements'],
  ]);
});

test('a version command that fails is told, and fails nothing', async () => {
  const version = "sh -c 'echo no such flag; exit 2'";
  const file = profile([{ name: 'phone', suite: 'lines/server', exec: exec(), version }]);
  const { run, status, stderr } = await runReport(['--profile', file, '--only', CASE]);
  const problem = `"${version}" told no version: it ended with status 2; its first line: no such flag`;

  expect(status).toBe(0);
  expect(stderr).toContain(`phone: ${problem}\n`);
  expect(run.targets[0]?.tested).toMatchObject([{ versionProblem: problem }]);
});

test('a description by which a program was judged has a hash too', async () => {
  const description = fileURLToPath(new URL('../../fixtures/protocols/kv.protocol.yaml', import.meta.url));
  const { run } = await runReport(['kv/server', '--protocol', description, '--only', 'kv/server/answers']);

  expect(run.targets[0]?.tested?.[0]?.files).toEqual([
    { what: 'protocol', path: description, sha256: sha256Of(description) },
  ]);
  expect(run.parts[0]?.requirements?.suites.map(({ suite }) => suite)).toEqual(['kv/server']);
});

test.each([
  [['--ordered-by', ''], /--ordered-by/],
  [['--iut-version', ''], /^sockspec: --iut-version: expected 1 to 200 characters, found 0\n$/],
  [['--iut-version', 'x'.repeat(201)], /^sockspec: --iut-version: expected 1 to 200 characters, found 201\n$/],
  [['--run-by', 'x'.repeat(201)], /^sockspec: --run-by: expected 1 to 200 characters, found 201\n$/],
])('%j is refused', async (words, message) => {
  const { status, stderr } = await inProcess(['run', 'lines/server', ...words]);

  expect(status).toBe(2);
  expect(stderr).toMatch(message);
});

test('a version command with a place that nothing stands for is refused', async () => {
  const file = profile([{ name: 'phone', suite: 'lines/server', exec: exec(), version: 'cat {dir}/VERSION' }]);
  const { status, stderr } = await inProcess(['run', '--profile', file]);

  expect(status).toBe(2);
  expect(stderr).toMatch(/^sockspec: phone: version: expected .* found \{dir\}\n$/);
});

test('a run goes on with one of version 1, and tells both', async () => {
  const earlier = readRun(readFileSync(ofVersion1, 'utf8'), ofVersion1);
  const words = ['lines/server', '--fault', 'drops-empty-lines', '--seed', '7'];
  const only = [CASE, 'lines/server/empty-lines', 'lines/server/line-in-pieces'].flatMap((id) => ['--only', id]);
  const { run, stderr } = await runReport([...words, ...only, '--resume', ofVersion1]);

  expect(stderr).toContain('cases are judged already (--resume)');
  expect(run.parts.map(({ requirements }) => requirements?.version)).toEqual([undefined, revisions.length]);
  expect(run.parts[0]).toEqual(earlier.parts[0]);
  expect(run.targets[0]?.tested).toHaveLength(1);
});

test('a report of version 1 is read by report and compare', async () => {
  const { stdout, status } = await inProcess(['report', ofVersion1, '--report', 'json']);

  expect(status).toBe(1);
  expect(readRun(stdout, 'again')).toMatchObject({ schemaVersion: 2, cases: { length: 7 } });
  expect((await inProcess(['compare', ofVersion1, ofVersion1])).status).toBe(0);
});

function saved(run: Run): string {
  const file = join(realpathSync(folder()), 'run.json');
  writeFileSync(file, json.render(run, { color: false, width: 80 }));
  return file;
}

const tested = (version: string) => ({ version, files: [], observers: [], declaration: [] });
const target = { name: 'phone', protocol: 'upload', role: 'server', kind: 'address', address: '192.0.2.20:1' } as const;
const runOf = (version: string, started: string) =>
  sampleRun({
    targets: [{ ...target, tested: [tested(version)] }],
    parts: [samplePart({ started })],
    cases: [sampleCase({ id: started })],
  });

test('a report of several runs tells each part, and what a target was where that differs', async () => {
  const [one, other, same] = [runOf('1', 'then'), runOf('2', 'now'), runOf('1', 'later')].map(saved);
  const read = async (...words: readonly string[]) =>
    readRun((await inProcess(['report', ...words, '--report', 'json'])).stdout, 'merged');
  const three = await read(one ?? '', other ?? '', same ?? '');
  const named = await read(`a=${one}`, `b=${other}`);
  const narrow = await read(`a=${one}`, `b=${other}`, '--target', 'b*');

  expect(three.parts.map(({ started }) => started)).toEqual(['then', 'now', 'later']);
  expect(three.targets.map((each) => each.tested?.map(({ version }) => version))).toEqual([['1', '2']]);
  expect(named.parts.map(({ targets }) => targets)).toEqual([['a: phone'], ['b: phone']]);
  expect(narrow.parts.map(({ started }) => started)).toEqual(['now']);
});

/** A program that is written anew between two runs; its first word is the one that says so. */
function changing() {
  const file = join(realpathSync(folder()), 'server.py');
  const careful = readFileSync(program('lines_careful.py'), 'utf8');
  const write = (word: string): void => writeFileSync(file, `${careful}\n# ${word}\n`);
  write('before');
  return { file, write };
}

const bothCases = [CASE, 'lines/server/rests', 'lines/server/empty-lines'].flatMap((id) => ['--only', id]);

test('shards of different programs are no whole, and the statement has the hash of each', async () => {
  const { file, write } = changing();
  const hashes: string[] = [];
  const shards: string[] = [];
  for (const index of [1, 2]) {
    write(`shard ${index}`);
    hashes.push(sha256Of(file));
    const report = join(folder(), 'part.json');
    const words = ['run', 'lines/server', '--exec', exec(file), ...bothCases];
    const { status, stderr } = await sockspec([...words, '--shard', `${index}/2`, '--report', `json=${report}`]);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    shards.push(report);
  }
  const { status, stdout } = await inProcess(['report', ...shards, '--report', 'statement']);

  expect(status).toBe(3);
  expect(stdout).toContain('its parts judged different programs');
  expect(hashes.filter((hash) => stdout.split('---\n').at(-1)?.includes(hash) !== true)).toEqual([]);
});

test('a run that goes on with one of another program is no whole', async () => {
  const { file, write } = changing();
  const report = join(folder(), 'run.json');
  const words = ['lines/server', '--exec', exec(file), '--seed', '7'];
  const first = await sockspec(['run', ...words, '--only', CASE, '--report', `json=${report}`]);
  write('after');
  const { run, stderr } = await runReport([...words, ...bothCases, '--resume', report]);
  const { run: same } = await runReport([...words, '--only', CASE, '--resume', report]);

  expect(first.status).toBe(0);
  expect(run).toMatchObject({ exitStatus: 3, notJudged: [expect.anything()] });
  expect(run.conclusion).toContain('its parts judged different programs: 2 hashes of its script');
  expect(stderr).toContain(
    'its parts judged different programs: 2 hashes of its script; it counts as not judged (--resume)\n',
  );
  expect(same).toMatchObject({ exitStatus: 0, notJudged: [] });
});

test('a script that is replaced while it is judged is said, and told with both hashes', async () => {
  const { file } = changing();
  const before = sha256Of(file);
  const words = [
    'lines/server',
    '--exec',
    `sh -c 'echo "# now" >> "$0"; exec python3 -S "$0" "$1" "$2"' '${file}' {host} {port}`,
  ];
  const { run, stderr } = await runReport([...words, '--only', CASE]);

  expect(stderr).toContain(
    `${file} was replaced while it was judged: when the run had ended, it had another SHA-256\n`,
  );
  expect(run.targets[0]?.tested?.[0]?.files[1]).toEqual({
    ...{ what: 'script', path: file, sha256: before, atEnd: { sha256: sha256Of(file) } },
  });
});

test('a file that is gone when the run has ended is told with the reason, one that is as it was is not', async () => {
  const { file, write } = changing();
  const files = [{ what: 'script', path: file, sha256: sha256Of(file) }] as const;
  const looked = new Map([['phone', { ...tested('1'), files: [...files] }]]);
  const again = async () => (await lookAgain(looked)).get('phone')?.files;

  expect(await again()).toEqual(files);
  write('after');
  expect(await again()).toEqual([{ ...files[0], atEnd: { sha256: sha256Of(file) } }]);
  rmSync(file);
  expect(await again()).toEqual([{ ...files[0], atEnd: { problem: expect.stringContaining('ENOENT') } }]);
});

test('a script that an interpreter runs is told as it was launched, after it was built', async () => {
  const place = folder();
  const build = `cp '${program('lines_careful.py')}' server.py`;
  const target = {
    name: 'phone',
    suite: 'lines/server',
    cwd: place,
    build,
    exec: 'python3 -S server.py {host} {port}',
  };
  const { run } = await runReport(['--profile', profile([target]), '--only', CASE]);

  expect(run.targets[0]?.tested?.[0]?.files[1]).toEqual({
    ...{ what: 'script', path: join(place, 'server.py') },
    sha256: sha256Of(program('lines_careful.py')),
  });
});

test('captures that were judged have a hash, those of the package have none', async () => {
  const file = join(capturesFolder, 'recorded-arp.pcap');
  const filesOf = async (...words: readonly string[]) => {
    const plans = await plansOf('frames', ...words);
    const looked = await lookAt(
      plans.map(({ target }) => target),
      new AbortController().signal,
    );
    return [...looked.values()].flatMap(({ files }) => files);
  };

  expect(await filesOf('--captures', file)).toEqual([{ what: 'capture', path: file, sha256: sha256Of(file) }]);
  expect(await filesOf()).toEqual([]);
});

test('the version of a program in a sandbox is told in there', async (context) => {
  needsSandbox(context, bin);
  const place = folder();
  mkdirSync(join(place, 'ada'));
  copyFileSync(program('lines_careful.py'), join(place, 'ada/server.py'));
  writeFileSync(join(place, 'secret'), 'x');
  const version = `sh -c 'test -e ${JSON.stringify(join(place, 'secret'))} && echo seen || echo hidden'`;
  const defaults = { sandbox: true, exec: 'python3 -S server.py {host} {port}', version };
  const targets = ['ada', 'bob'].map((name) => ({ name, suite: 'lines/server', folder: join(place, name) }));
  const { run } = await runReport(['--profile', profile(targets, { defaults }), '--only', CASE]);

  expect(run.cases.map(({ target, verdict }) => [target, verdict])).toEqual(
    expect.arrayContaining([
      ['ada', 'pass'],
      ['bob', 'inconclusive'],
    ]),
  );
  expect(run.targets.map(({ tested }) => tested?.[0])).toMatchObject([
    { version: 'hidden' },
    { versionProblem: expect.stringContaining('there is no folder') },
  ]);
});

test('nothing of it is said on standard output', async () => {
  const words = ['run', 'lines/server', '--exec', exec(), '--iut-version', '2.1', '--only', CASE, '--report', 'none'];

  expect(await sockspec(words)).toMatchObject({ status: 0, stdout: '' });
});

test('a statement of a run in part names what was left out, and one of a target that there were more', async () => {
  const targets = ['good', 'dead'].map((name) => ({
    ...{ name, suite: 'lines/server' },
    exec: name === 'good' ? exec() : `python3 -c 'import sys; sys.exit("boom")' {host} {port}`,
  }));
  const report = join(folder(), 'run.json');
  const only = ['--only', `${CASE}[three in one segment]`];
  const ended = await sockspec(['run', '--profile', profile(targets), ...only, '--report', `json=${report}`]);
  const statement = async (...words: readonly string[]) =>
    (await inProcess(['report', report, ...words, '--report', 'statement'])).stdout.replaceAll('`', '');
  const [all, good, dead] = [
    await statement(),
    await statement('--target', 'good'),
    await statement('--target', 'dead'),
  ];

  expect(ended.status).toBe(3);
  expect(all).toMatch(
    /2 targets were judged by lines\/server on \S+ \(1 of \d+ requirements\): .*; dead was not judged;/,
  );
  expect(good).toMatch(/good \(version not told\) was judged .* \(1 of \d+ requirements\): conformant, with/);
  expect(good).toContain('it has 1 more target, of which this does not tell (--target)');
  expect(good).toMatch(/only 1 of \d+ cases of lines\/server\/shows-each-line/);
  expect(dead).toMatch(/\(0 of \d+ requirements\): not concluded/);
  expect(dead).toContain('only runs it: what it runs is not hashed');
});
