import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { UsageError } from '../../contracts/errors.ts';
import { databaseReader, endedPhrases, readPhrases } from './phrases.ts';

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'sockspec phrases-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  return root;
}

test('a file with a phrase a line, or with several lines each between lines of %', async () => {
  const root = folder({ lines: 'a\nb\n', fortunes: 'a\nb\n%\nc\n%\n' });

  expect(await readPhrases('target 1', join(root, 'lines'))).toEqual(['a', 'b']);
  expect(await readPhrases('target 1', join(root, 'fortunes'))).toEqual(['a\nb', 'c']);
});

test('a folder holds a file a phrase: its last line end is no part of it, folders are none', async () => {
  const root = folder({ b: 'two\n\n', a: 'one\nline\n%\n', c: '' });
  mkdirSync(join(root, 'other'));

  expect(await readPhrases('target 1', root)).toEqual(['one\nline\n%', 'two\n', '']);
});

test('what is sent behind each phrase is told', () => {
  expect(endedPhrases(['a', ''], 'crlf')).toEqual(['a\r\n', '\r\n']);
  expect(endedPhrases(['a'], undefined)).toEqual(['a']);
});

test('targets that have the same database and the same ends share what is read of it', async () => {
  const path = join(folder({ one: 'a\n' }), 'one');
  const read = databaseReader();

  const phrases = await read('target 1', path, undefined);

  expect(phrases).toEqual(['a']);
  expect(await read('target 2', path, undefined)).toBe(phrases);
  expect(await read('target 3', path, 'lf')).toEqual(['a\n']);
});

test.each([
  ['nothing', 'none', /expected --phrases to be a file or a folder that can be read, found .*none/],
  ['a folder without files', '', /expected at least one phrase in .*, found none/],
])('%s holds no phrases', async (_, name, message) => {
  const reading = readPhrases('target 1', join(folder({}), name));

  await expect(reading).rejects.toThrow(UsageError);
  await expect(reading).rejects.toThrow(message);
});
