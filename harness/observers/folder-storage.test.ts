import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ObserverFailed, type Storage } from '../contracts/observer.ts';
import { folderStorage } from './folder-storage.ts';

let dir = '';
let storage: Storage;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sockspec folder-'));
  mkdirSync(join(dir, 'a folder', 'deep'), { recursive: true });
  writeFileSync(join(dir, 'größe.txt'), 'contents');
  writeFileSync(join(dir, 'a folder', 'deep', 'x'), '');
  storage = folderStorage(dir);
});
afterEach(() => rmSync(dir, { recursive: true }));

const contents = (...pieces: readonly string[]) => pieces.map((piece) => Buffer.from(piece));

test('lists every file, in folders too, with its size', async () => {
  expect(storage.lists).toBe(true);
  const { files, isAll } = await storage.list();

  expect(files.map(({ name, octets }) => ({ name, octets })).sort((a, b) => a.octets - b.octets)).toEqual([
    { name: 'a folder/deep/x', octets: 0 },
    { name: 'größe.txt', octets: 8 },
  ]);
  expect(isAll).toBe(true);
});

test('leaves out what vanishes while it looks: here, a link to nothing', async () => {
  symlinkSync(join(dir, 'nothing'), join(dir, 'link'));

  expect((await storage.list()).files).toHaveLength(2);
});

test.each([
  ['equal contents', 'größe.txt', contents('con', 'tents'), { kind: 'equal' }],
  ['other contents', 'größe.txt', contents('content'), { kind: 'different', octets: 8, firstDifference: 7 }],
  ['no contents with some', 'größe.txt', [], { kind: 'different', octets: 8, firstDifference: 0 }],
  ['an empty file', 'a folder/deep/x', [], { kind: 'equal' }],
  ['a file that is not there', 'missing', [], { kind: 'absent' }],
  ['a folder', 'a folder', [], { kind: 'absent' }],
  ['a file below a file', 'größe.txt/x', [], { kind: 'absent' }],
  ['a name that is too long', 'n'.repeat(4096), [], { kind: 'absent' }],
  ['a name with a NUL inside', 'a\0b', [], { kind: 'absent' }],
])('compares %s', async (_, name, sent, result) => {
  expect(await storage.compare(name, sent)).toEqual(result);
});

test('compares a file of many reads piece by piece', async () => {
  const piece = Buffer.alloc(1_000_003, 'x');
  writeFileSync(join(dir, 'large'), Buffer.concat([piece, piece, Buffer.from('y')]));

  expect(await storage.compare('large', [piece, piece, Buffer.from('y')])).toEqual({ kind: 'equal' });
  expect(await storage.compare('large', [piece, piece, Buffer.from('z')])).toEqual({
    kind: 'different',
    octets: 2_000_007,
    firstDifference: 2_000_006,
  });
});

test.runIf(process.platform !== 'win32')('opens nothing but files, and links to files', async () => {
  execFileSync('mkfifo', [join(dir, 'fifo')]);
  symlinkSync('fifo', join(dir, 'to a FIFO'));
  symlinkSync('/dev/null', join(dir, 'to a device'));
  symlinkSync('größe.txt', join(dir, 'to a file'));
  symlinkSync('loop', join(dir, 'loop'));
  const names = ['fifo', 'to a FIFO', 'to a device', 'to a file', 'loop'];

  expect(await Promise.all(names.map((name) => storage.compare(name, contents('contents'))))).toEqual([
    { kind: 'special', what: 'a FIFO' },
    { kind: 'special', what: 'a FIFO' },
    { kind: 'special', what: 'a device' },
    { kind: 'equal' },
    { kind: 'absent' },
  ]);
});

test('reads a file no further than it is equal: here, 1 TiB of holes', async () => {
  writeFileSync(join(dir, 'holes'), 'contents');
  truncateSync(join(dir, 'holes'), 2 ** 40);

  expect(await storage.compare('holes', contents('contents'))).toEqual({
    kind: 'different',
    octets: 2 ** 40,
    firstDifference: 8,
  });
});

test('removes a file, and nothing where there is none', async () => {
  await storage.remove('größe.txt', { others: new Set(), since: 0 });
  await storage.remove('missing', { others: new Set(), since: 0 });

  expect(existsSync(join(dir, 'größe.txt'))).toBe(false);
  expect((await storage.list()).files).toHaveLength(1);
});

test('a folder that is gone is an error, not an empty store', async () => {
  await expect(folderStorage(join(dir, 'gone')).list()).rejects.toThrow(ObserverFailed);
});

test.runIf(existsSync('/proc/self/mem'))(
  'a stored file that cannot be read is no file with other contents',
  async () => {
    symlinkSync('/proc/self/mem', join(dir, 'unreadable'));

    await expect(storage.compare('unreadable', contents('x'))).rejects.toThrow(
      /^what is stored cannot be read: EIO: i\/o error, read$/,
    );
  },
);

test('tells for how many octets there is room', async () => {
  expect(await storage.room?.()).toBeGreaterThan(0);
  expect(await folderStorage(join(dir, 'gone')).room?.()).toBe(undefined);
});
