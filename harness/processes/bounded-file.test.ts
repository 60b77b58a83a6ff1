import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { writeUpTo } from './bounded-file.ts';

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sockspec bounded-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'file');
}

const pieces = (): Readable => Readable.from(['abc', 'def', 'g'].map((text) => Buffer.from(text)));

test('what comes is written, up to the limit and with it', async () => {
  const path = place();

  expect(await writeUpTo(pieces(), path, 7)).toBeUndefined();
  expect(readFileSync(path, 'utf8')).toBe('abcdefg');
});

test('what comes beyond the limit is read and forgotten, and that is told', async () => {
  const path = place();
  const octets = pieces();

  expect(await writeUpTo(octets, path, 5)).toBe('it is larger than 5 octets');
  expect(readFileSync(path, 'utf8')).toBe('abc');
  expect(octets.readableEnded).toBe(true);
});

test('a file that cannot be written is told', async () => {
  const path = place();
  writeFileSync(path, 'of the user');

  expect(await writeUpTo(pieces(), path, 7)).toMatch(/^it cannot be written: .*exists/);
  expect(readFileSync(path, 'utf8')).toBe('of the user');
});
