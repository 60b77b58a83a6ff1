import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseProfile } from '../files/profile.ts';
import { plansOf } from './plans.test.helper.ts';

/** A folder with these folders in it, and a profile. */
function home(profile: object, folders: readonly string[] = []): string {
  const made = mkdtempSync(join(tmpdir(), 'sockspec class-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  for (const folder of folders) mkdirSync(join(made, folder), { recursive: true });
  writeFileSync(join(made, 'profile.json'), JSON.stringify(profile));
  return made;
}

async function targetsOf(root: string) {
  return (await parseProfile(join(root, 'profile.json'))).targets;
}

const suite = 'lines/server';
const exec = 'x {port}';

test('what holds for all holds for each target that does not say otherwise', async () => {
  const defaults = { exec, store: 'in', limits: { replyMs: 1, idleMs: 2 }, env: { A: '1' }, tty: true };
  const root = home({
    defaults,
    targets: [{ suite }, { suite, exec: 'y', limits: { replyMs: 3 }, env: { B: '2' }, tty: false }],
  });

  expect(await targetsOf(root)).toEqual([
    { suite, ...defaults, store: join(root, 'in') },
    {
      ...{ suite, exec: 'y', store: join(root, 'in'), tty: false },
      ...{ limits: { replyMs: 3, idleMs: 2 }, env: { A: '1', B: '2' } },
    },
  ]);
});

test('a version that a target says in one way is not that of the defaults in the other', async () => {
  const version = 'cat VERSION';
  const root = home({ defaults: { exec, iutVersion: '1' }, targets: [{ suite }, { suite, version }] });

  expect(await targetsOf(root)).toEqual([
    { suite, exec, iutVersion: '1' },
    { suite, exec, version },
  ]);
});

test.each([
  ['submissions/*/', ['alice', 'bob b', 'zoe']],
  ['submissions/*', ['alice', 'bob b', 'zoe']],
  ['submissions/[ab]*', ['alice', 'bob b']],
  ['submissions/{zoe,alice}/', ['alice', 'zoe']],
  ['*/*/lab', ['submissions/alice/lab', 'submissions/zoe/lab']],
  ['./submissions/alice', ['alice']],
  ['submissions/.*', ['.git']],
])('each folder that %s means is a target, sorted', async (each, names) => {
  const folders = ['.git', 'bob b', 'alice/lab', 'zoe/lab'].map((name) => `submissions/${name}`);
  const root = home({ targets: [{ suite, exec, each }] }, folders);
  writeFileSync(join(root, 'submissions', 'aaa'), 'no folder');
  const top = each.startsWith('*') ? root : join(root, 'submissions');

  expect(await targetsOf(root)).toEqual(names.map((name) => ({ suite, exec, name, folder: join(top, name) })));
});

test('no name of a folder has it left out, and no link that leads nowhere; a file is no folder', async () => {
  const names = ['nb\u00a0', 'new\nline', 'paragraph\u2029', 'tab\t'];
  const root = home(
    { targets: [{ suite, exec, each: 's/*/' }] },
    names.map((name) => `s/${name}`),
  );
  mkdirSync(Buffer.from(join(root, 's', 'm\u00fcller'), 'latin1'));
  symlinkSync('nowhere', join(root, 's', 'link'));
  symlinkSync('../profile.json', join(root, 's', 'file'));

  expect((await targetsOf(root)).map(({ name, folder }) => [name, folder])).toEqual(
    ['link', 'm\\xFCller', ...names].map((name) => [name, join(root, 's', name)]),
  );
});

test('what is not told apart at a level keeps its place among the targets', async () => {
  const root = home({ targets: [{ suite, exec, each: 's/*/src' }] }, ['s/a/src', 's/b']);
  symlinkSync('nowhere', join(root, 's', 'c'));

  expect((await targetsOf(root)).map(({ name }) => name)).toEqual(['a/src', 'c']);
});

test('targets are sorted by their whole names, whatever order their folders are read in', async () => {
  const root = home({ targets: [{ suite, exec, each: 's/*/*' }] }, ['s/b/x', 's/b c/y', 's/a/z']);

  expect((await targetsOf(root)).map(({ name }) => name)).toEqual(['a/z', 'b c/y', 'b/x']);
});

test('a folder stands in the name, and is where the program is launched and built', async () => {
  const target = {
    suite,
    name: '{folder} (lines)',
    each: 's/*/',
    exec: 'java -cp {folder}/out S {port}',
    build: 'make',
  };
  const root = home({ targets: [target, { ...target, name: '{folder} 2', cwd: '{folder}/src' }] }, ['s/{port} $& a']);
  const plans = await plansOf('--profile', join(root, 'profile.json'));
  const folder = join(root, 's', '{port} $& a');

  expect(plans.map(({ target: { name, means } }) => ({ name, means }))).toMatchObject([
    {
      name: '{port} $& a (lines)',
      means: { command: target.exec, folder, cwd: folder, build: { command: 'make', limitMs: 60_000 } },
    },
    { name: '{port} $& a 2', means: { folder, cwd: join(folder, 'src') } },
  ]);
  expect(plans[1]?.target.reproduce).toBe(
    `lines/server --exec 'java -cp {folder}/out S {port}' --cwd '{folder}/src' --folder '${folder}' --build make`,
  );
});

test('the limit of a build is declared as all limits are', async () => {
  const root = home({ targets: [{ suite, exec, build: 'make', limits: { buildMs: 5 } }] });

  expect((await plansOf('--profile', join(root, 'profile.json')))[0]?.target.means).toMatchObject({
    build: { limitMs: 5 },
  });
});

test.each([
  [{ each: 's/*/' }, /targets\[0\]\.each: expected a glob that means a folder, found none for "s\/\*\/" in \/.*$/],
  [{ each: 's/**' }, /targets\[0\]\.each: expected a glob of at most 16 parts without \*\*, found "s\/\*\*"$/],
  [{ each: 's/*', folder: 's' }, /targets\[0\]: expected each without folder, found ".*s"$/],
  [{ cwd: 'gone' }, /^target 1: expected --cwd to be a folder, found nothing at \/.*gone$/],
  [{ cwd: 'profile.json' }, /^target 1: expected --cwd to be a folder, found a file at \/.*profile\.json$/],
  [{ cwd: '{folder}/a' }, /^target 1: expected --folder together with \{folder\} in --cwd, found \{folder\}\/a$/],
  [{ build: 'make {folder}' }, /^target 1: --build: expected one of {2}in the command, found \{folder\}$/],
  [{ build: 'make "' }, /^target 1: --build: expected each quote of the command to be closed, found "make \\""$/],
  [
    { exec: undefined, target: '127.0.0.1:1', build: 'make' },
    /^target 1: expected --build with --exec, found no program/,
  ],
])('%j is refused', async (changes, message) => {
  const root = home({ targets: [{ suite, exec, ...changes }] });

  await expect(plansOf('--profile', join(root, 'profile.json'))).rejects.toThrow(message);
});

test('two targets of one folder need names of their own', async () => {
  const root = home(
    {
      targets: [
        { suite, exec, each: 's/*' },
        { suite, exec, each: 's/*' },
      ],
    },
    ['s/alice'],
  );

  await expect(plansOf('--profile', join(root, 'profile.json'))).rejects.toThrow(
    'expected a name of its own for each target, found "alice" twice',
  );
});
