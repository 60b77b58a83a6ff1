import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UsageError } from '../contracts/errors.ts';
import { ObserverFailed } from '../contracts/observer.ts';
import { fetchStorage } from './fetch-storage.ts';

const NAME = `it's "a" name.b`;
const dir = mkdtempSync(join(tmpdir(), 'sockspec fetched from-'));
beforeAll(() => writeFileSync(join(dir, NAME), 'contents'));
afterAll(() => rmSync(dir, { recursive: true }));

const copying = fetchStorage(`cp "${dir}/{name}" {file}`);

test.each([
  [NAME, 'contents', { kind: 'equal' }],
  [NAME, 'content?', { kind: 'different', octets: 8, firstDifference: 7 }],
  ['missing', 'contents', { kind: 'absent' }],
])('fetches %s and compares it with "%s"', async (name, contents, result) => {
  expect(await copying.compare(name, [Buffer.from(contents)])).toEqual(result);
});

test('every comparison fetches anew', async () => {
  writeFileSync(join(dir, 'changing'), 'before');
  expect(await copying.compare('changing', [Buffer.from('after')])).toMatchObject({ kind: 'different' });

  writeFileSync(join(dir, 'changing'), 'after');
  expect(await copying.compare('changing', [Buffer.from('after')])).toEqual({ kind: 'equal' });
});

test('nothing is there where the command fails that has fetched a file before', async () => {
  const storage = fetchStorage(`cp "${dir}/{name}" {file}`);
  await storage.compare(NAME, []);

  expect(await storage.compare('missing', [])).toEqual({ kind: 'absent' });
});

test('nothing is there where the command fetches nothing and says that all is well', async () => {
  expect(await fetchStorage('true').compare('x', [])).toEqual({ kind: 'absent' });
});

test.each([
  ['false', 'it ended with status 1; it printed nothing'],
  [`sh -c "echo no device; exit 3"`, 'it ended with status 3; its last line: "no device"'],
  ['/no/such/program {name} {file}', 'no such program: /no/such/program; it printed nothing'],
  ['sh -c "kill -9 $$"', 'it was ended by signal SIGKILL; it printed nothing'],
])('a command that has fetched nothing yet says nothing of the IUT: %s', async (command, why) => {
  await expect(fetchStorage(command).compare('x', [])).rejects.toThrow(
    new ObserverFailed(`the --fetch command has fetched nothing yet: ${why}`),
  );
});

test('a command that a shell does not find any more says nothing of the IUT', async () => {
  const script = join(dir, 'fetch.sh');
  writeFileSync(script, 'printf x > "$1"');
  const storage = fetchStorage(`sh -c '. "${script}"' sh {file}`);
  expect(await storage.compare('x', [Buffer.from('x')])).toEqual({ kind: 'equal' });

  writeFileSync(script, 'no-such-program-of-sockspec');
  await expect(storage.compare('x', [])).rejects.toThrow(/it ended with status 127; its last line: ".*not found"$/);
});

test('can neither list nor remove', async () => {
  await copying.remove(NAME, { others: new Set(), since: 0 });

  expect(copying.lists).toBe(false);
  expect((await copying.list()).files).toEqual([]);
  expect(await copying.compare(NAME, [Buffer.from('contents')])).toEqual({ kind: 'equal' });
});

test('a placeholder that it does not have is refused', async () => {
  await expect(fetchStorage('cp {dir}/{name} {file}').compare('x', [])).rejects.toThrow(UsageError);
});
