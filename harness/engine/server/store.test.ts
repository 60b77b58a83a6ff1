import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Storage } from '../../contracts/observer.ts';
import { fetchStorage } from '../../observers/fetch-storage.ts';
import { folderStorage } from '../../observers/folder-storage.ts';
import { listTree } from '../../observers/list-tree.ts';
import { Inconclusive } from '../finding.ts';
import { caseLimits } from '../limits.ts';
import { startTranscript } from '../tester/transcript.ts';
import { type CaseFile, openStore, type Store } from './store.ts';

const NONCE = 'n0nc';

let hasFailed = false;
let root = '';
let dir = '';

beforeEach(() => {
  hasFailed = false;
  root = mkdtempSync(join(tmpdir(), 'sockspec store-'));
  dir = join(root, 'outer', 'store');
  mkdirSync(dir, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, contents: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), contents);
}

function open(
  storage: Storage = folderStorage(dir),
  storageMs = 20_000,
  tree = () => listTree(root, { but: dir }),
): Promise<Store> {
  const running = { host: '127.0.0.1', port: 1, stop: async () => undefined };
  return openStore({
    iut: { running, storage, output: undefined, tree },
    limits: caseLimits({ storageMs }),
    nonce: NONCE,
    earlier: ['prev'],
    transcript: startTranscript(),
    hasFailed: () => hasFailed,
  });
}

function fileOf(name: string, contents: string): CaseFile {
  return { name, octets: contents.length, pieces: () => [...contents].map((octet) => Buffer.from(octet)) };
}

test('stored exactly, as soon as it is', async () => {
  const store = await open();
  put('a.b', 'con');
  const outcome = store.outcome(fileOf('a.b', 'contents'));
  put('a.b', 'contents');

  expect(await outcome).toBe('stored exactly');
});

test.each([
  [undefined, 'nothing stored under "a.b"'],
  ['', 'stored empty, in place of 8 octets'],
  ['cont', 'stored with 4 octets of 8 octets, unlike what was sent from octet 5 on'],
  ['contents!', 'stored with 9 octets of 8 octets, unlike what was sent from octet 9 on'],
  ['conTents', 'stored with other contents from octet 4 on'],
])('%j in place of the contents: %s', async (found, words) => {
  const store = await open();
  if (found !== undefined) put('a.b', found);

  expect(await store.outcome(fileOf('a.b', 'contents'), 0)).toBe(words);
});

test('either of two contents will do', async () => {
  const store = await open();
  const either = [fileOf('a.b', 'first'), fileOf('a.b', 'other')];
  put('a.b', 'other');

  expect(await store.outcomeOfEither(either)).toBe('stored exactly');
});

test('a mixture of two contents is stored as neither', async () => {
  const store = await open(folderStorage(dir), 1);
  put('a.b', 'fther');

  expect(await store.outcomeOfEither([fileOf('a.b', 'first'), fileOf('a.b', 'other')])).toBe(
    'stored as neither: stored with other contents from octet 2 on',
  );
  expect(await store.outcomeOfEither([])).toBe('nothing stored');
});

test('a stimulus that was not stored makes the case inconclusive', async () => {
  const store = await open(folderStorage(dir), 1);
  put('a.b', 'there');

  await expect(store.mustHold(fileOf('a.b', 'there'))).resolves.toBeUndefined();
  await expect(store.mustHold(fileOf('c.d', ''))).rejects.toThrow(
    'an upload that the case rests on was not stored: nothing stored under "c.d"',
  );
});

test('additions: what is new or has another size, without what the case ignores and earlier cases left', async () => {
  put('old', 'as it was');
  put('grown', 'short');
  const store = await open();
  put('grown', 'longer');
  put('new', '1');
  put('sub/deep', '12');
  put('next-client', 'ignored');
  put('prev01.b', 'late');
  store.ignore('next-client');

  expect([...(await store.additions())].sort()).toEqual([
    '"grown" (6 octets)',
    '"new" (1 octet)',
    '"sub/deep" (2 octets)',
  ]);
});

test('what stands under a name', async () => {
  const store = await open();
  put('a.b', '123');
  put('empty', '');

  expect(await store.holding('a.b')).toBe('a file of 3 octets');
  expect(await store.holding('empty')).toBe('a file of 0 octets');
  expect(await store.holding('none')).toBe('no file of that name');
});

test('a free name is one that was not there before', async () => {
  put('con', 'a device?');
  const store = await open();

  expect(store.freeName(['con', 'nul'])).toBe('nul');
  expect(() => store.freeName(['con'])).toThrow(Inconclusive);
});

test('escapes: files of the workspace outside the folder, and absolute paths, which are taken away', async () => {
  writeFileSync(join(root, 'ours before'), '');
  const store = await open();
  const absolute = join(root, 'absolute');
  put('inside', '');
  put('../beside', '');
  put('../../above', '');

  expect([...(await store.escapes([absolute]))].sort()).toEqual(['above', 'outer/beside']);
  writeFileSync(absolute, '');
  expect(await store.escapes([absolute])).toContain(absolute);
  expect(existsSync(absolute)).toBe(false);
});

test('dispose removes the files of the case, and no others', async () => {
  put('user', 'there before');
  put(`user-${NONCE}`, 'there before');
  const store = await open();
  put('user', 'changed meanwhile');
  put('user-new', 'of somebody else');
  put(`${NONCE}01.b`, 'sent by the case');
  put(`tmp.${NONCE}02.b.part`, 'left over from the case');
  put('next', 'of the next client');
  put('n', 'of somebody else');
  for (const file of [fileOf('next', 'of the next client'), fileOf('n', 'sent by the case')]) {
    store.ignore(file.name);
    await store.outcome(file, 0);
  }
  await store.dispose();

  expect(readdirSync(dir).sort()).toEqual(['n', 'user', `user-${NONCE}`, 'user-new']);
});

test("a user's file stays that came under a name of the case meanwhile", async () => {
  put('photo', 'there before');
  writeFileSync(join(root, 'elsewhere'), 'older than the case');
  utimesSync(join(root, 'elsewhere'), 0, 0);
  const store = await open();
  renameSync(join(dir, 'photo'), join(dir, `${NONCE}01.b`));
  renameSync(join(root, 'elsewhere'), join(dir, `${NONCE}02.b`));
  await store.dispose();

  expect(readdirSync(dir)).toEqual([`${NONCE}01.b`, `${NONCE}02.b`]);
});

test('a file at an absolute path that is older than the case is no escape, and stays', async () => {
  const absolute = join(root, 'absolute');
  writeFileSync(absolute, 'of somebody else');
  utimesSync(absolute, 0, 0);
  const store = await open();

  expect(await store.escapes([absolute])).toEqual([]);
  expect(existsSync(absolute)).toBe(true);
});

/** How many entries the folders of these tests may have. */
const most = 5;

function crowd(path: string): void {
  for (let file = 0; file <= most; file += 1) put(`${path}/${file}`, '');
}

test('of a folder with more files than are looked through, what is new is told only where it was seen', async () => {
  const storage: Storage = { ...folderStorage(dir), list: () => listTree(dir, { most }) };
  const empty = await open(storage);
  crowd('crowd');
  const crowded = await open(storage);
  put('a.b', 'contents');

  expect(await empty.additions()).not.toEqual([]);
  await expect(crowded.additions()).rejects.toThrow(
    new Inconclusive('what is new in the folder cannot be seen: it has more than 10,000 files and folders'),
  );
  await expect(crowded.newNames()).rejects.toThrow(Inconclusive);
  expect(() => crowded.freeName(['con'])).toThrow(Inconclusive);
  expect(await crowded.escapes([])).toEqual([]);
  expect(await crowded.outcome(fileOf('a.b', 'contents'))).toBe('stored exactly');
});

test('in such a folder what the case has sent is removed all the same, by a name that nobody else has', async () => {
  crowd('crowd');
  put('crowd/deep/n', 'contents');
  const store = await open({ ...folderStorage(dir), list: () => listTree(dir, { most }) });
  put(`crowd/deep/${NONCE}01.b`, 'contents');
  for (const name of [`crowd/deep/${NONCE}01.b`, 'crowd/deep/n']) await store.outcome(fileOf(name, 'contents'));
  await store.dispose();

  expect(readdirSync(join(dir, 'crowd', 'deep'))).toEqual(['n']);
});

test('a crowd beside the folder hides no escape that was seen', async () => {
  const tree = () => listTree(root, { but: dir, most });
  const store = await open(folderStorage(dir), 1, tree);
  const absolute = join(root, 'absolute');
  crowd('../crowd');
  const late = await open(folderStorage(dir), 1, tree);
  put('../beside', '');

  expect(await store.escapes([])).not.toEqual([]);
  await expect(late.escapes([absolute])).rejects.toThrow(Inconclusive);
  writeFileSync(absolute, '');
  expect(await late.escapes([absolute])).toEqual([absolute]);
});

test('without an observer of storage nothing is concluded', async () => {
  const store = await openStore({
    iut: {
      running: { host: '127.0.0.1', port: 1, stop: async () => undefined },
      storage: undefined,
      output: undefined,
      tree: undefined,
    },
    limits: caseLimits({}),
    nonce: NONCE,
    earlier: [],
    transcript: startTranscript(),
    hasFailed: () => hasFailed,
  });

  expect(store.observed).toBe(false);
  await expect(store.outcome(fileOf('a.b', ''))).rejects.toThrow('needs --store DIR or --fetch COMMAND');
  await expect(store.additions()).rejects.toThrow(Inconclusive);
  await expect(store.escapes([])).rejects.toThrow('needs a launched IUT');
  await expect(store.mustHold(fileOf('a.b', ''))).resolves.toBeUndefined();
  await expect(store.dispose()).resolves.toBeUndefined();
});

test('a store that can only be asked by name is not listed', async () => {
  const store = await open(fetchStorage('true'));

  await expect(store.additions()).rejects.toThrow('the store cannot be listed: needs --store DIR');
  expect(await store.outcome(fileOf('a.b', ''), 0)).toBe('nothing stored under "a.b"');
});

test('a file for which there is no room is not missing', async () => {
  const store = await open({ ...folderStorage(dir), room: async () => 7 }, 0);
  put('short', 'x');

  await expect(store.outcome(fileOf('a.b', 'contents'))).rejects.toThrow(
    new Inconclusive(`there is no room for the file: 8 octets, and 7 octets left in folder ${dir}`),
  );
  expect(await store.outcome(fileOf('a.b', 'content'))).toBe('nothing stored under "a.b"');
  expect(await store.outcome(fileOf('short', 'x'))).toBe('stored exactly');
});

const HOUR_MS = 3_600_000;

/** A folder that has so much room where it is looked at first, and so much later. */
function withRoom(first: number, later: number): Storage {
  const looks = [first];
  return { ...folderStorage(dir), room: async () => looks.shift() ?? later };
}

test('where the disk was full before, and still is, a file is not waited for', async () => {
  const store = await open(withRoom(0, 0), HOUR_MS);

  await expect(store.outcome(fileOf('a.b', 'contents'))).rejects.toThrow('there is no room for the file: 8 octets');
});

test.each([
  ['that was not full before', 8, 0],
  ['of which something was removed', 0, 8],
] as const)('a file is waited for on a disk %s', async (_, first, later) => {
  const store = await open(withRoom(first, later), HOUR_MS);
  const outcome = store.outcome(fileOf('a.b', 'contents'));
  put('a.b', 'contents');

  expect(await outcome).toBe('stored exactly');
});

test('what a program that has failed did not store is not waited for, and what it did counts', async () => {
  const store = await open(folderStorage(dir), HOUR_MS);
  put('a.b', 'contents');
  hasFailed = true;

  expect(await store.outcome(fileOf('a.b', 'contents'))).toBe('stored exactly');
  expect(await store.outcome(fileOf('b.c', 'contents'))).toBe('nothing stored under "b.c"');
});

test('a folder that is gone is no error where the case is tidied up', async () => {
  const store = await open();
  rmSync(dir, { recursive: true });

  await expect(store.dispose()).resolves.toBe(undefined);
});
