import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolders } from './make-folders.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'sockspec test-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test('a folder, and those that lead to it; one that is there stays', () => {
  const made = join(folder(), 'some', 'where');
  makeFolders(made);
  writeFileSync(join(made, 'file'), '');
  makeFolders(made);

  expect(existsSync(join(made, 'file'))).toBe(true);
});

test('what cannot be made is an error: below a file, and behind a link that leads nowhere', () => {
  const dir = folder();
  writeFileSync(join(dir, 'file'), '');
  symlinkSync(join(dir, 'nothing', 'here'), join(dir, 'link'));

  for (const name of ['file', 'file/x', 'link', 'link/x']) expect(() => makeFolders(join(dir, name))).toThrow(/^E/);
});

test.skipIf(process.platform !== 'linux')('a system that makes none there is not asked for ever', () => {
  expect(() => makeFolders('/proc/foo/bar')).toThrow(/^ENOENT/);
});
