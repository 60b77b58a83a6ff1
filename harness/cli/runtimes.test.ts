import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, test as everyTurn, expect, type TestContext } from 'vitest';
import { readRun } from '../../reports/json.ts';
import type { Run } from '../contracts/run.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { installIn, passedNothing } from './installed.test.helper.ts';
import { type Ended, folder, needs, program } from './shell.test.helper.ts';

const test = takingTurns(everyTurn);

/**
 * Does the package, as it is installed, run on every version of Node that it names? `SOCKSPEC_RUNTIMES` lists their
 * executables as `PATH` lists folders; `.ci/run` fetches them.
 */

/**
 * The versions that package.json names, as the beginnings of their numbers; which of the cases of each suite are judged on each,
 * so that all are judged on one; and whether zlib has zstd in the newest of them.
 */
const versions = [
  { version: '20.19.', shard: '1/3', hasZstd: false },
  { version: '22.', shard: '2/3', hasZstd: true },
  { version: '24.', shard: '3/3', hasZstd: true },
] as const;

/** Half a minute, and more on a machine that is busy. */
const RUN_MS = 300_000;

const installed = mkdtempSync(join(tmpdir(), 'sockspec runtimes-'));

const executables = (process.env.SOCKSPEC_RUNTIMES ?? '').split(delimiter).filter((path) => path !== '');
const runtimes = executables.map((path) => ({
  path,
  version: execFileSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }),
}));

beforeAll(() => {
  if (runtimes.length > 0) installIn(installed);
}, RUN_MS);

afterAll(() => rmSync(installed, { recursive: true, force: true }));

everyTurn.for(versions)(
  'Node $version runs every suite against the references',
  { timeout: RUN_MS },
  async (one, context) => {
    const sockspec = installedOn(one.version, context);

    const judgeShare = async (): Promise<Run> => {
      const { stdout, stderr } = await sockspec(['run', '--shard', one.shard, '--report', 'json']);
      const run = readRun(stdout, stderr);
      expect(run).toMatchObject({ exitStatus: 0, complete: true, summary: { fail: 0, warning: 0, error: 0 } });
      return run;
    };

    expect(await passedNothing(judgeShare)).toEqual([]);
  },
);

test.for(versions)(
  'Node $version launches a program and sees its mistake',
  { timeout: RUN_MS },
  async (one, context) => {
    const sockspec = installedOn(one.version, context);
    const judged = (name: string): Promise<Ended> =>
      sockspec([
        'run',
        'lines/server',
        '--only',
        'lines/server/line-in-pieces[2]',
        '--exec',
        `python3 '${program(name)}' {host} {port}`,
      ]);

    expect(await judged('lines_careful.py')).toMatchObject({ status: 0 });
    expect((await judged('lines_one_recv.py')).status).toBe(1);
  },
);

test.for(versions)('Node $version judges a described protocol', { timeout: RUN_MS }, async (one, context) => {
  const sockspec = installedOn(one.version, context);

  const rows = ['answers', 'octet-by-octet'].flatMap((row) => ['--only', `echo/server/${row}`]);

  expect((await sockspec(['run', 'echo/server', ...rows])).status).toBe(0);
  expect((await sockspec(['run', 'echo/server', '--fault', 'one-read', ...rows])).status).toBe(1);
});

test.for(versions)(
  'Node $version reads compressed captures',
  { timeout: RUN_MS },
  async ({ version, hasZstd }, context) => {
    needs(context, 'zstd');
    const sockspec = installedOn(version, context);
    const capture = join(installed, 'node_modules/sockspec/fixtures/captures/crafted-right.pcap');
    const dir = folder();
    const packedBy = (tool: string, ending: string): string => {
      const file = join(dir, `right.pcap${ending}`);
      writeFileSync(file, execFileSync(tool, ['-c', capture]));
      return file;
    };
    const inspected = (file: string): Promise<Ended> => sockspec(['inspect', file, '--net', '10.0.0.0/24']);

    expect(await inspected(packedBy('gzip', '.gz'))).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('pcap in gzip, 27 frames\n'),
    });
    const zstd = await inspected(packedBy('zstd', '.zst'));
    if (hasZstd) {
      expect(zstd).toMatchObject({ status: 0, stdout: expect.stringContaining('pcap in zstd, 27 frames\n') });
    } else {
      expect(zstd).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(
          /^.* compressed with zstd \(which Node 22\.15 and later unpack\): zstd -dk FILE.*\n$/,
        ),
      });
    }
  },
);

/** The installed command on that version of Node, which comes first on its path too; skips where there is none, and fails in CI. */
function installedOn(version: string, context: TestContext): (words: readonly string[]) => Promise<Ended> {
  const runtime = runtimes.find((one) => one.version.startsWith(version));
  if (runtime === undefined) {
    const lack = `needs Node ${version}x (SOCKSPEC_RUNTIMES names its executable)`;
    if (process.env.CI !== undefined) throw new Error(`CI ${lack}`);
    return context.skip(lack);
  }
  const env = { ...process.env, PATH: [dirname(runtime.path), process.env.PATH].join(delimiter) };
  const bin = join(installed, 'node_modules/.bin/sockspec');
  return (words) => {
    const child = spawn(bin, words, { cwd: installed, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    return new Promise((resolve) => child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr })));
  };
}
