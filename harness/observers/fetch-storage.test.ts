import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UsageError } from '../contracts/errors.ts';
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

test.each(['false', '/no/such/program {name} {file}'])(
  'nothing is there where the command fails: %s',
  async (command) => {
    expect(await fetchStorage(command).compare('x', [])).toEqual({ kind: 'absent' });
  },
);

test('can neither list nor remove', async () => {
  await copying.remove(NAME);

  expect(copying.lists).toBe(false);
  expect(await copying.list()).toEqual([]);
  expect(await copying.compare(NAME, [Buffer.from('contents')])).toEqual({ kind: 'equal' });
});

test('a placeholder that it does not have is refused', async () => {
  await expect(fetchStorage('cp {dir}/{name} {file}').compare('x', [])).rejects.toThrow(UsageError);
});
