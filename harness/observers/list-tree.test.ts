import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { listTree } from './list-tree.ts';

let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sockspec tree-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
});

function fill(folder: string, files: number): void {
  mkdirSync(join(dir, folder), { recursive: true });
  for (let file = 0; file < files; file += 1) writeFileSync(join(dir, folder, `${file}`), '');
}

test('lists more files than it looks at at a time', async () => {
  fill('.', 1001);

  const { files, isAll } = await listTree(dir);

  expect(new Set(files.map(({ name }) => name)).size).toBe(1001);
  expect(isAll).toBe(true);
});

test('of too many files lists some, the top first, and says that these are not all', async () => {
  fill('crowd', 8);
  fill('.', 1);
  expect((await listTree(dir, { most: 10 })).isAll).toBe(true);
  fill('crowd/deep', 1);

  const { files, isAll } = await listTree(dir, { most: 10 });

  expect(isAll).toBe(false);
  expect(files.map(({ name }) => name)).toContain('0');
  expect(files.length).toBeLessThan(10);
});

test('nobody looks into the folder that is left out', async () => {
  fill('outer/store', 2);
  fill('outer', 1);

  expect(await listTree(dir, { but: join(dir, 'outer', 'store') })).toEqual({
    files: [{ name: 'outer/0', octets: 0, identity: expect.any(String) }],
    isAll: true,
  });
});

test('a file keeps its identity under another name; a link has its own', async () => {
  fill('.', 1);
  const [before] = (await listTree(dir)).files;
  renameSync(join(dir, '0'), join(dir, 'other'));
  symlinkSync('other', join(dir, 'link'));

  const { files } = await listTree(dir);

  const identities = new Map(files.map(({ name, identity }) => [name, identity]));
  expect(identities.get('other')).toBe(before?.identity);
  expect(identities.get('link')).not.toBe(before?.identity);
});

test('a folder that is gone is told', async () => {
  await expect(listTree(join(dir, 'gone'))).rejects.toThrow('ENOENT');
});
