import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder } from '../shell.test.helper.ts';
import { checkWritable, withdrawn, writeWhole } from './whole-file.ts';

test('a new file, and the folders that lead to it', async () => {
  const file = join(folder(), 'some', 'where', 'run.json');
  await checkWritable('--report', file);
  expect(existsSync(join(file, '..'))).toBe(false);

  await writeWhole(file, 'whole\n');

  expect(readFileSync(file, 'utf8')).toBe('whole\n');
});

test('a symbolic link is written through', async () => {
  const dir = folder();
  const [file, link] = [join(dir, 'file'), join(dir, 'link')];
  writeFileSync(file, 'as it was, and longer');
  symlinkSync(file, link);
  await checkWritable('--report', link);

  await writeWhole(link, 'whole\n');

  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe('whole\n');
});

describe.skipIf(process.platform === 'win32')('a FIFO', () => {
  function fifo(): string {
    const file = join(folder(), 'fifo');
    expect(spawnSync('mkfifo', [file]).status).toBe(0);
    return file;
  }

  test('is written to, however long the text', async () => {
    const file = fifo();
    const reader = spawn('sh', ['-c', 'wc -c < "$0"', file], { stdio: ['ignore', 'pipe', 'inherit'] });
    let counted = '';
    reader.stdout.setEncoding('utf8').on('data', (text: string) => {
      counted += text;
    });
    const text = 'x'.repeat(1_000_000);
    await expect.poll(() => writeWhole(file, text).then(() => true, String), { timeout: 10_000 }).toBe(true);
    await once(reader, 'close');

    expect(Number(counted)).toBe(1_000_000);
    expect(lstatSync(file).isFIFO()).toBe(true);
  });

  test('that nobody reads is an error, and not waited for', async () => {
    const file = fifo();

    await expect(writeWhole(file, 'x')).rejects.toThrow(`expected a reader of the FIFO ${file}, found none`);
  });
});

test('a device is written to, and stays', async (context) => {
  const file = join(folder(), 'null');
  context.skip(spawnSync('mknod', [file, 'c', '1', '3']).status !== 0, 'making a device takes root');
  await checkWritable('--report', file);

  await writeWhole(file, 'whole\n');

  expect(lstatSync(file).isCharacterDevice()).toBe(true);
});

test('what cannot be written is told before', async (context) => {
  const dir = folder();
  writeFileSync(join(dir, 'file'), '');
  await expect(checkWritable('--report', join(dir, 'file', 'x'))).rejects.toThrow(
    `--report: expected a folder, found the file ${join(dir, 'file')}`,
  );

  context.skip(process.getuid?.() === 0, 'root may write everywhere');
  mkdirSync(join(dir, 'closed'));
  chmodSync(join(dir, 'closed'), 0o500);
  await expect(checkWritable('--report', join(dir, 'closed', 'x'))).rejects.toThrow(/expected a folder that can/);
});

test('what an earlier run has left is taken away: a file, what a link leads to, and no device', async () => {
  const dir = folder();
  const [file, link, led] = [join(dir, 'file'), join(dir, 'link'), join(dir, 'led')];
  for (const one of [file, led]) writeFileSync(one, 'former');
  symlinkSync(led, link);

  expect(await Promise.all([file, link, '/dev/null', join(dir, 'none')].map(withdrawn))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(existsSync(file)).toBe(false);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(led, 'utf8')).toBe('');
});
