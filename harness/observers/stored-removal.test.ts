import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { MadeByCase } from '../contracts/observer.ts';
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

function made(since = 0): MadeByCase {
  return { others: new Set(), since };
}

test('a folder that was exchanged for a link: nothing outside is removed, and what is left is told', async () => {
  const left = watchLeft();
  onTestFinished(left.close);
  const storage = folderStorage(dir);
  await storage.list();
  symlinkSync(join(place, 'outside'), join(dir, 'a folder'));

  await storage.remove('a folder/x', made());

  expect(readdirSync(join(place, 'outside'))).toEqual(['x']);
  await vi.waitFor(() => expect(left.paths()).toEqual([join(dir, 'a folder/x')]));
});

test('the store itself, exchanged for a link', async () => {
  const storage = folderStorage(dir);
  await storage.list();
  renameSync(dir, join(place, 'away'));
  symlinkSync(join(place, 'outside'), dir);

  await storage.remove('x', made());

  expect(readdirSync(join(place, 'outside'))).toEqual(['x']);
});

test("a user's file under another name stays; a file that came later goes", async () => {
  writeFileSync(join(dir, 'photo'), 'of the user');
  const storage = folderStorage(dir);
  const others = new Set((await storage.list()).files.map(({ identity }) => identity));
  renameSync(join(dir, 'photo'), join(dir, 'sent'));
  writeFileSync(join(dir, 'late'), 'of a case');

  await storage.remove('sent', { others, since: Date.now() });
  await storage.remove('late', { others, since: Date.now() });

  expect(readdirSync(dir)).toEqual(['sent']);
});

test('a file that is older than the case stays, moved or linked into the store, and is told', async () => {
  const left = watchLeft();
  onTestFinished(left.close);
  const storage = folderStorage(dir);
  const since = Date.now();
  utimesSync(join(place, 'outside', 'x'), 0, 0);
  linkSync(join(place, 'outside', 'x'), join(dir, 'linked'));
  writeFileSync(join(place, 'moved'), 'of the user');
  utimesSync(join(place, 'moved'), 0, 0);
  renameSync(join(place, 'moved'), join(dir, 'moved'));

  await storage.remove('linked', made(since));
  await storage.remove('moved', made(since));

  expect(readdirSync(dir).sort()).toEqual(['linked', 'moved']);
  await vi.waitFor(() => expect(left.paths()).toEqual([join(dir, 'linked'), join(dir, 'moved')]));
});

test.each([
  ['all that was sent', 'contents', []],
  ['the front of it', 'cont', []],
  ['more than that', 'contents and more', ['n']],
  ['something else', 'of another', ['n']],
])('a file whose name others have, too, goes by what it holds: %s', async (_, held, stays) => {
  const storage = folderStorage(dir);
  writeFileSync(join(dir, 'n'), held);

  await storage.remove('n', { others: new Set(), contents: [Buffer.from('con'), Buffer.from('tents')] });

  expect(readdirSync(dir)).toEqual(stays);
});

test('a file of which nothing shows that a case has made it stays', async () => {
  writeFileSync(join(dir, 'n'), '');

  await folderStorage(dir).remove('n', { others: new Set() });

  expect(readdirSync(dir)).toEqual(['n']);
});
