import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UsageError } from '../../contracts/errors.ts';
import { whyNotOwn } from '../../processes/sandbox/own-folder.ts';
import { plansOf } from './plans.test.helper.ts';
import { checkSandboxes, ownFolder, wantsSandbox } from './sandboxes.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'sockspec own-')));
const closed = join(top, 'closed');

beforeAll(() => {
  chmodSync(top, 0o755);
  for (const folder of [join(top, 'classes'), closed]) mkdirSync(folder);
  for (const file of [join(top, 'server.py'), join(closed, 'server.py')]) writeFileSync(file, '');
  chmodSync(closed, 0o700);
});
afterAll(() => rmSync(top, { recursive: true }));

const owns = (...words: readonly string[]) => ownFolder(words, { suite: 'upload/server' }, 'it');

test.each([
  ['that of a script', ['python3', join(top, 'server.py'), '', ''], top],
  ['that of a program that is named by its path', [join(top, 'server.py'), ''], top],
  ['a folder that is named', ['java', '-cp', join(top, 'classes'), 'Server'], join(top, 'classes')],
  ['that of a script of an interpreter of the system', ['/usr/bin/env', 'python3', join(top, 'server.py')], top],
  ['the one that it is launched in, where none is named', ['make', '-s', 'run'], realpathSync(process.cwd())],
])('the own folder of a program: %s', (_, words, folder) => {
  expect(owns(...words)).toBe(folder);
});

test.each(['/', homedir(), join(homedir(), '..'), join(process.cwd(), '..')])(
  'a folder that holds more than the program is refused: %s',
  (folder) => {
    expect(() => owns('java', '-cp', folder)).toThrow(
      new UsageError(`it: --sandbox: expected the program in a folder of its own, found it in ${realpathSync(folder)}`),
    );
  },
);

test('a link of somebody else to a folder that holds more than the program is the outcome of that target', () => {
  const link = join(top, 'link');
  symlinkSync('/', link);

  expect(ownFolder(['true'], { suite: 'upload/server' }, 'it', link)).toBe(link);
  expect(whyNotOwn(link)).toBe('expected the program in a folder of its own, found it in /');
  expect(() => ownFolder(['true'], { suite: 'upload/server' }, 'it', '/')).toThrow(UsageError);
});

test.runIf(process.getuid?.() === 0)('root is told of a folder that nobody else may read', () => {
  expect(() => owns('python3', join(closed, 'server.py'))).toThrow(
    /^it: --sandbox: expected a folder that others may read \(chmod -R o\+rX\)/,
  );
});

test('a file larger than a sandbox holds is refused', () => {
  const target = { suite: 'upload/server', capabilities: { largestFileMiB: 129 } };

  expect(() => ownFolder(['true'], target, 'it')).toThrow('expected largestFileMiB of at most 128, found 129');
});

test('a sandbox is for what is launched', async () => {
  await expect(plansOf('upload/server', '--target', '127.0.0.1:9', '--sandbox')).rejects.toThrow(
    'expected --sandbox with --exec, found no program to be launched',
  );
});

test('all of a run are in one, or none', async () => {
  const [free, held, reached, references] = await Promise.all([
    plansOf('upload/server', '--exec', `python3 "${join(top, 'server.py')}" {port}`),
    plansOf('upload/server', '--exec', `python3 "${join(top, 'server.py')}" {port}`, '--sandbox'),
    plansOf('upload/server', '--target', '127.0.0.1:9'),
    plansOf('upload/server'),
  ]);

  expect(() => checkSandboxes([...held, ...references])).not.toThrow();
  expect(() => checkSandboxes([...held, ...free])).toThrow('found one without');
  expect(() => checkSandboxes([...held, ...reached])).toThrow('found address');
});

test.each([
  [{ sandbox: true }, undefined, true],
  [{ sandbox: undefined }, true, true],
  [{ sandbox: false }, true, false],
  [{ sandbox: undefined }, undefined, false],
])('flags win over the profile: %j %s', (flags, sandbox, wanted) => {
  const targets = [{ suite: 'upload/server', exec: 'x', ...(sandbox === undefined ? {} : { sandbox }) }];

  expect(wantsSandbox(flags, { targets })).toBe(wanted);
});
