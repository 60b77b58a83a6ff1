import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { watchLeft } from '../processes/left-behind.ts';
import { folderStorage } from './folder-storage.ts';

let place = '';
let dir = '';

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'sockspec stored-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  dir = join(place, 'store');
  for (const folder of [dir, join(place, 'outside')]) mkdirSync(folder);
  writeFileSync(join(place, 'outside', 'x'), 'of the user');
});

test('a folder that was exchanged for a link: nothing outside is removed, and what is left is told', async () => {
  const left = watchLeft();
  onTestFinished(left.close);
  const storage = folderStorage(dir);
  await storage.list();
  symlinkSync(join(place, 'outside'), join(dir, 'a folder'));

  await storage.remove('a folder/x');

  expect(readdirSync(join(place, 'outside'))).toEqual(['x']);
  await vi.waitFor(() => expect(left.paths()).toEqual([join(dir, 'a folder/x')]));
});

test('the store itself, exchanged for a link', async () => {
  const storage = folderStorage(dir);
  await storage.list();
  renameSync(dir, join(place, 'away'));
  symlinkSync(join(place, 'outside'), dir);

  await storage.remove('x');

  expect(readdirSync(join(place, 'outside'))).toEqual(['x']);
});

test("a user's file under another name stays; a file that came later goes", async () => {
  writeFileSync(join(dir, 'photo'), 'of the user');
  const storage = folderStorage(dir);
  await storage.list();
  renameSync(join(dir, 'photo'), join(dir, 'sent'));
  writeFileSync(join(dir, 'late'), 'of a case');
  await storage.list();

  await storage.remove('sent');
  await storage.remove('late');

  expect(existsSync(join(dir, 'sent'))).toBe(true);
  expect(existsSync(join(dir, 'late'))).toBe(false);
});
