import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hashedFile, launchedFiles } from './iut-files.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'sockspec files-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Two folders of programs and one of a project. */
function house() {
  const root = folder();
  for (const name of ['one', 'two', 'project/sub']) mkdirSync(join(root, name), { recursive: true });
  writeFileSync(join(root, 'one/runner'), 'not a program');
  writeFileSync(join(root, 'two/runner'), '#!/bin/sh\n');
  writeFileSync(join(root, 'two/python3'), '#!/bin/sh\n');
  for (const name of ['runner', 'python3']) chmodSync(join(root, 'two', name), 0o755);
  writeFileSync(join(root, 'project/server.py'), 'pass\n');
  writeFileSync(join(root, 'project/other.py'), 'pass\n');
  const place = { cwd: join(root, 'project'), path: `${join(root, 'one')}:${join(root, 'two')}` };
  return { root, place };
}

test.each<[string, readonly [string, ...string[]], readonly string[]]>([
  [
    'a program of PATH, and the script that it runs',
    ['runner', '-u', 'server.py', 'other.py'],
    ['two/runner', 'project/server.py'],
  ],
  ['a folder and a flag are no script', ['runner', 'sub', '--x', 'other.py'], ['two/runner', 'project/other.py']],
  ['what a module of Python is given is no script', ['python3', '-S', '-m', 'server', 'other.py'], ['two/python3']],
  [
    'a script of Python may be given -m',
    ['python3', 'server.py', '-m', 'other.py'],
    ['two/python3', 'project/server.py'],
  ],
  ['nothing that is filled in later is a script', ['runner', '\0/server.py', ''], ['two/runner']],
  ['a program by its path, from where it is launched', ['./server.py'], ['project/server.py']],
  ['a program that is not there is named as it is', ['nowhere'], ['nowhere']],
])('%s', async (_, words, expected) => {
  const { root, place } = house();
  const found = await launchedFiles(words, place);

  expect(found.map(({ path }) => path.replace(`${root}/`, ''))).toEqual(expected);
  expect(found.map(({ what }) => what)).toEqual(['program', 'script'].slice(0, expected.length));
});

test('a file is told with the hash that other tools find, also through a link', async () => {
  const root = folder();
  const octets = Buffer.alloc(3 * 1024 * 1024 + 1, 'sockspec');
  writeFileSync(join(root, 'program'), octets);
  symlinkSync('program', join(root, 'link'));
  const sha256 = createHash('sha256')
    .update(readFileSync(join(root, 'program')))
    .digest('hex');

  for (const name of ['program', 'link']) {
    const path = join(root, name);
    expect(await hashedFile({ what: 'program', path })).toEqual({ what: 'program', path, sha256 });
  }
});

test('what is no file, is too large or is not there has no hash, and the reason is told', async () => {
  const root = folder();
  spawnSync('mkfifo', [join(root, 'fifo')]);
  writeFileSync(join(root, 'large'), 'four');
  const problems = ['fifo', 'large', 'missing'].map((name) =>
    hashedFile({ what: 'script', path: join(root, name) }, 3),
  );

  expect(await Promise.all(problems)).toEqual([
    { what: 'script', path: join(root, 'fifo'), problem: 'it is no regular file' },
    { what: 'script', path: join(root, 'large'), problem: 'it has more than 3 octets, and is not hashed' },
    { what: 'script', path: join(root, 'missing'), problem: expect.stringContaining('ENOENT') },
  ]);
});
