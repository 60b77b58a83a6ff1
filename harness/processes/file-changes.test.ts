import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { watchFiles } from './file-changes.ts';

/** A file, a second one, and a list of the changes that were told. */
function watching() {
  const home = mkdtempSync(join(tmpdir(), 'sockspec test-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const [file, other] = [join(home, 'server.py'), join(home, 'other.py')];
  for (const path of [file, other]) writeFileSync(path, 'one');
  const told: string[] = [];
  const begin = (...paths: readonly string[]): void => {
    const { close } = watchFiles(paths, (path) => told.push(path), expect.fail);
    onTestFinished(close);
  };
  return { home, file, other, told, begin };
}

test('a file that is written is told, and no other', async () => {
  const { file, other, told, begin } = watching();
  begin(file, other);

  writeFileSync(other, 'two');
  await vi.waitFor(() => expect(told).toContain(other));

  expect(told).not.toContain(file);
});

test('a file that is gone is told when it is there again', async () => {
  const { home, file, other, told, begin } = watching();
  begin(file, other);

  renameSync(file, join(home, 'backup'));
  writeFileSync(other, 'two');
  await vi.waitFor(() => expect(told).toContain(other));
  expect(told).not.toContain(file);

  writeFileSync(file, 'two');
  await vi.waitFor(() => expect(told).toContain(file));
});

test('a file is told once more after it was replaced', async () => {
  const { home, file, told, begin } = watching();
  begin(file);
  for (const text of ['two', 'three']) {
    told.length = 0;
    writeFileSync(join(home, 'draft'), text);
    renameSync(join(home, 'draft'), file);
    await vi.waitFor(() => expect(told).toContain(file));
  }
});

test('what a link leads to is watched', async () => {
  const { home, file, told, begin } = watching();
  const elsewhere = mkdtempSync(join(tmpdir(), 'sockspec test-'));
  onTestFinished(() => rmSync(elsewhere, { recursive: true, force: true }));
  const link = join(elsewhere, 'link.py');
  symlinkSync(join(home, 'server.py'), link);
  begin(link);

  writeFileSync(file, 'two');

  await vi.waitFor(() => expect(told).toContain(link));
});
