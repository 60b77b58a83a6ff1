import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as everyTurn, expect, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { Baseline } from '../contracts/baseline.ts';
import { Profile } from '../contracts/profile.ts';
import { needsSandbox } from '../processes/sandbox/users.test.helper.ts';
import { gradesIn, handIn, thirty } from '../selftest/class.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { firstProblem } from '../text/problems.ts';
import { bin, folder, needs, requirementsWith, runReport, sockspec } from './shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** The profiles that one's own begins with; docs/ci.md and its test run the one of a gate. */

const examples = fileURLToPath(new URL('../../fixtures/examples', import.meta.url));

test.each(readdirSync(examples).filter((name) => name.endsWith('.yaml')))('%s has the form that it names', (name) => {
  const value: unknown = parse(readFileSync(join(examples, name), 'utf8'));
  const schema = name.endsWith('.baseline.yaml') ? Baseline : Profile;

  expect(firstProblem(schema, value)).toBeUndefined();
  expect(value).toHaveProperty('$schema', `../../dist/${name.split('.')[1]}.schema.json`);
});

test('the profile of a phone judges what listens at its address and stores in its folder', {
  timeout: 120_000,
}, async () => {
  const place = folder();
  const text = readFileSync(join(examples, 'phone.profile.yaml'), 'utf8');
  const [, store = ''] = /`mkdir (\w+)` .* Without that folder the run ends with 2\.$/ms.exec(text) ?? [];
  expect(text).toContain('target: 192.168.1.20:54321');
  writeFileSync(join(place, 'early.yaml'), text);
  const early = await sockspec(['run', '--profile', join(place, 'early.yaml')]);
  expect([early.status, early.stderr]).toEqual([2, expect.stringContaining(join(place, store))]);

  mkdirSync(join(place, store));
  const address = await startServer(join(place, store));
  writeFileSync(join(place, 'phone.yaml'), text.replace('192.168.1.20:54321', address));

  const only = ['stores-contents-exactly', 'size-is-four-octets'].flatMap((row) => ['--only', `**/${row}`]);
  const { run, status } = await runReport(['--profile', join(place, 'phone.yaml'), ...only]);

  expect([status, run.targets.map(({ name }) => name), run.summary.fail]).toEqual([0, ['phone'], 0]);
  expect(new Set(run.cases.map(({ verdict }) => verdict))).toEqual(new Set(['pass']));
});

test('the profile of a class grades programs that nobody trusts, and the second time the same', {
  timeout: 300_000,
}, async (context) => {
  needs(context, 'python3');
  needsSandbox(context, bin);
  const place = folder();
  const few = ['ada', 'ben', 'lea', 'leo', 'ned', 'ola', 'pat'];
  handIn(
    place,
    thirty.filter(({ name }) => few.includes(name)),
  );
  const only = ['stores-under-its-name', 'size-is-four-octets'].flatMap((row) => ['--only', `**/${row}`]);

  const grade = async (name: string): Promise<Readonly<Record<string, string>>> => {
    const file = join(place, name);
    const words = ['--profile', join(place, 'class.profile.yaml'), ...only, '--quiet', '--report', `matrix=${file}`];
    const { status, stdout, stderr } = await sockspec(['run', ...words]);
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: expect.any(String), stderr: '' });
    return Object.fromEntries(gradesIn(readFileSync(file, 'utf8')));
  };

  const grades = await grade('grades.csv');
  expect(grades).toEqual({
    ada: '2 2 0 pass pass',
    ben: '1 2 0 pass fail',
    lea: '2 2 0 pass pass',
    leo: '2 2 0 pass pass',
    ned: ' 2  inconclusive inconclusive',
    ola: ' 2  inconclusive inconclusive',
    pat: ' 2  inconclusive inconclusive',
  });
  expect(await grade('again.csv')).toEqual(grades);
});

test('the profile of a protocol of one’s own judges its server and its client', {
  timeout: 120_000,
}, async (context) => {
  needs(context, 'python3');
  const only = ['cut-anywhere', 'drip', 'late', 'stalled'].flatMap((law) => ['--only', `**/${law}`]);
  const { run, status } = await runReport(['--profile', 'fixtures/examples/protocol.profile.yaml', ...only]);

  expect([status, requirementsWith(run.cases, 'pass')]).toEqual([0, ['cut-anywhere', 'drip', 'late', 'stalled']]);
  expect(new Set(run.cases.map(({ target }) => target))).toEqual(new Set(['server', 'client']));
});

/** Serves uploads on a port that the kernel chooses, and resolves to its address. */
async function startServer(dir: string): Promise<string> {
  const words = [bin, 'serve', 'upload', '--host', '127.0.0.1', '--port', '0', '--dir', dir];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill());
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (octets: Buffer) => (said += String(octets)));
  await expect.poll(() => said, { timeout: 20_000 }).toMatch(/127\.0\.0\.1:\d+/);
  return /127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '';
}
