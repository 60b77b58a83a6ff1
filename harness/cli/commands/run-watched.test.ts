import type { ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test as everyTurn, expect, onTestFinished, vi } from 'vitest';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { processesWith } from '../environments.test.helper.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { type Ended, folder, needs, program, sockspec } from '../shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** `run --watch`: a program's file is really changed while its server is judged again and again. */

/** A run of a few cases, on a machine that is busy, in milliseconds. */
const SOON = { timeout: 150_000 };

const careless = program('lines_one_recv.py');
const careful = program('lines_careful.py');

beforeEach((context) => needs(context, 'python3'));

/** A run that is watched. */
interface Watched {
  readonly ended: Promise<Ended>;
  readonly interrupt: () => void;
  /** What it has said so far. */
  readonly said: () => string;
  /** Resolves when the text was said so many times. */
  readonly says: (text: string, times?: number) => Promise<void>;
}

function watched(words: readonly string[], env: NodeJS.ProcessEnv = {}): Watched {
  let said = '';
  let interrupt = (): void => undefined;
  const began = (child: ChildProcess): void => {
    child.stderr?.on('data', (text: string) => (said += text));
    interrupt = () => void child.kill('SIGINT');
    onTestFinished(() => void child.kill('SIGKILL'));
  };
  const ended = sockspec(['run', ...words], began, env);
  const says = (text: string, times = 1): Promise<void> =>
    vi.waitFor(() => expect(said.split(text).length, said).toBeGreaterThan(times), SOON);
  return { ended, interrupt, said: () => said, says };
}

/** How many cases failed in each of the tables that were printed. */
function failures(stdout: string): readonly number[] {
  return [...stdout.matchAll(/^\d+ pass, (\d+) fail/gm)].map(([, count]) => Number(count));
}

/** One case that fails, and one that does not. */
const only = ['--only', 'lines/server/line-in-pieces[2]', '--only', 'lines/server/answers-nothing'];

test.each([
  ['is written in place', (from: string, to: string) => copyFileSync(from, to)],
  [
    'is replaced by rename, as editors do',
    (from: string, to: string) => {
      copyFileSync(from, `${to}.new`);
      renameSync(`${to}.new`, to);
    },
  ],
])('a script that %s is judged again, first what failed, then the rest', { timeout: 300_000 }, async (_, put) => {
  const home = folder();
  const script = join(home, 'server.py');
  const place = join(home, 'temporary');
  mkdirSync(place);
  put(careless, script);
  const run = watched(['lines/server', ...only, '--watch', '--exec', `python3 -S '${script}' {host} {port}`], {
    TMPDIR: place,
  });
  await run.says('Ctrl-C ends');
  expect(run.said()).not.toContain('judging first');

  put(careful, script);
  await run.says('Ctrl-C ends', 2);
  run.interrupt();
  const { status, stdout, stderr } = await run.ended;

  expect(status).toBe(130);
  expect(failures(stdout)).toEqual([expect.toSatisfy((count: number) => count > 0), 0]);
  expect(stderr).toMatch(
    /server\.py has changed\n.*judging first what failed: (\d+) cases?\n.*0 of \1 cases? fail still; now the rest\n/,
  );
  expect([readdirSync(place), processesWith(place)]).toEqual([[], []]);
});

test('a change in the middle of judging begins it anew, and what was begun is not reported', {
  timeout: 300_000,
}, async () => {
  const home = folder();
  const script = join(home, 'server.py');
  copyFileSync(careless, script);
  const words = ['lines/server', '--verbose', '--watch', '--exec', `python3 -S '${script}' {host} {port}`];
  const run = watched(words);
  await run.says('pass');

  copyFileSync(careful, script);
  await run.says('Ctrl-C ends');
  run.interrupt();
  const { status, stdout } = await run.ended;

  expect(status).toBe(130);
  expect(failures(stdout)).toEqual([0]);
});

test('an interrupt in the middle of judging reports what was finished, and leaves nothing', {
  timeout: 300_000,
}, async () => {
  const home = folder();
  const report = join(home, 'run.json');
  const words = ['lines/server', '--verbose', '--watch', '--report', `json=${report}`];
  const run = watched([...words, '--exec', `python3 -S '${careful}' {host} {port}`]);
  await run.says('pass');

  run.interrupt();

  expect((await run.ended).status).toBe(130);
  expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ exitStatus: 130, complete: false });
});

test('a profile is watched too: its programs in their folders, and files that are named beside them', {
  timeout: 300_000,
}, async () => {
  const home = folder();
  mkdirSync(join(home, 'server'));
  copyFileSync(careful, join(home, 'server', 'server.py'));
  writeFileSync(join(home, 'settings.txt'), 'one');
  const target = { suite: 'lines/server', exec: 'python3 -S server.py {host} {port}', cwd: 'server' };
  writeFileSync(join(home, 'profile.json'), JSON.stringify({ targets: [target] }));
  const run = watched(['--profile', join(home, 'profile.json'), ...only, '--watch', join(home, 'settings.txt')]);
  await run.says('Ctrl-C ends');

  writeFileSync(join(home, 'settings.txt'), 'two');
  await run.says('settings.txt has changed');
  await run.says('Ctrl-C ends', 2);
  copyFileSync(careless, join(home, 'server', 'server.py'));
  await run.says('server.py has changed');
  await run.says('Ctrl-C ends', 3);
  run.interrupt();

  const { status, stdout } = await run.ended;
  expect(status).toBe(130);
  expect(failures(stdout)).toEqual([0, 0, expect.toSatisfy((count: number) => count > 0)]);
});

test('what a build makes is not watched, what it is made of is', { timeout: 300_000 }, async () => {
  const home = folder();
  copyFileSync(careless, join(home, 'source.py'));
  writeFileSync(join(home, 'made.py'), '');
  const target = {
    suite: 'lines/server',
    exec: 'python3 -S made.py {host} {port}',
    build: 'cp source.py made.py',
    cwd: '.',
  };
  writeFileSync(join(home, 'profile.json'), JSON.stringify({ targets: [target] }));
  const run = watched(['--profile', join(home, 'profile.json'), ...only, '--watch']);
  await run.says('Ctrl-C ends');

  // One change at once: this process may be held up while it writes in place.
  copyFileSync(careful, join(home, 'draft'));
  renameSync(join(home, 'draft'), join(home, 'source.py'));
  await run.says('Ctrl-C ends', 2);
  run.interrupt();

  expect((await run.ended).stderr).not.toContain('made.py has changed');
  expect(run.said().split('source.py has changed')).toHaveLength(2);
});

test.each([
  [
    'nothing that is launched',
    ['--target', '127.0.0.1:9'],
    'expected a program that sockspec launches (--exec), found none',
  ],
  ['no target', [], 'expected a program that sockspec launches (--exec), found none'],
  [
    'no file in the command',
    ['--exec', 'python3 -m server {host} {port}'],
    'expected a file in the command of the program, or --watch PATH, found none',
  ],
  [
    'a file that is not there',
    ['--exec', careful, '--watch', 'gone.txt'],
    'expected a file behind it, or nothing, found "gone.txt"',
  ],
  [
    'a report for a program',
    ['--exec', careful, '--report', 'json'],
    'expected a table or nothing on standard output, found --report json (--report json=FILE writes a file)',
  ],
  ['frames', ['--exec', careful, '--capture'], 'expected a run without --capture, found --capture'],
  ['an earlier run', ['--exec', careful, '--resume', 'run.json'], 'expected a run without --resume, found --resume'],
  [
    'a baseline that is written',
    ['--exec', careful, '--update-baseline'],
    'expected a run without --update-baseline, found --update-baseline',
  ],
  ['a person', ['--exec', careful, '--operator'], 'expected a run that asks nobody, found --operator of'],
])('is refused with %s', async (_, words, problem) => {
  const suite = words.includes('--operator') ? 'lines/client' : 'lines/server';

  const { status, stdout, stderr } = await inProcess(['run', suite, ...words, '--watch']);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).toContain(`--watch: ${problem}`);
});
