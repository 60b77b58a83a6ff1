import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { folderOutput } from './folder-output.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sockspec-folder-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const write = (name: string, text: string | Uint8Array): void => writeFileSync(join(dir, name), text);

/** What is told of a folder in which nothing changes any more: two looks have found the same. */
function told(output: ReturnType<typeof folderOutput>['observer']): string {
  output.text();
  return output.text();
}

test('files come one after another, below folders too, and what is there at first is not told', () => {
  write('old.txt', 'old');
  const { observer } = folderOutput(dir);

  expect(told(observer)).toBe('');
  write('b.txt', 'first');
  expect(told(observer)).toBe('b.txt: first');
  mkdirSync(join(dir, 'a'));
  write('a/c.txt', 'second\n');
  write('octets.bin', Buffer.from('gr\xf6\xdfe', 'latin1'));
  expect(told(observer)).toBe('b.txt: first\noctets.bin: gr\\xF6\\xDFe\na/c.txt: second\n');
  expect(observer.total?.()).toBe(observer.text().length);
});

test('what is written behind a file comes by itself, also of one that was there at first', () => {
  write('log', 'old\n');
  const { observer } = folderOutput(dir);
  appendFileSync(join(dir, 'log'), 'one\n');
  expect(told(observer)).toBe('log: one\n');
  appendFileSync(join(dir, 'log'), 'two\n');

  expect(told(observer)).toBe('log: one\ntwo\n');
  write('other', 'x');
  told(observer);
  appendFileSync(join(dir, 'log'), 'three\n');
  expect(told(observer)).toBe('log: one\ntwo\n\nother: x\nlog: three\n');
});

test('names that stand above leave the lines of files whole', () => {
  write('log', 'old\n');
  const { observer } = folderOutput(dir, { namesAbove: true });
  appendFileSync(join(dir, 'log'), 'one\n');
  told(observer);
  write('other', 'x');

  expect(told(observer)).toBe('log:\none\n\nother:\nx');
});

test('a file is told when it has come to rest, under the name that it has then', () => {
  const { observer } = folderOutput(dir);
  write('name.part', 'half');
  expect(observer.text()).toBe('');
  appendFileSync(join(dir, 'name.part'), ' and half');
  expect(observer.text()).toBe('');
  renameSync(join(dir, 'name.part'), join(dir, 'name'));

  expect(told(observer)).toBe('name: half and half');
  renameSync(join(dir, 'name'), join(dir, 'later'));
  expect(told(observer)).toBe('name: half and half');
});

test('a file in place of one that was removed is told whole, though it may have the number of that', () => {
  const { observer } = folderOutput(dir);
  for (const name of ['1', '2', '3', '4', '5']) {
    write(name, `text of ${name}, ${'x'.repeat(Number(name))}`);
    told(observer);
    rmSync(join(dir, name));
  }

  expect(told(observer)).toBe(
    ['1', '2', '3', '4', '5'].map((name) => `${name}: text of ${name}, ${'x'.repeat(Number(name))}`).join('\n'),
  );
});

test('who waits for more is told of it, and of the end', async () => {
  const { observer, close } = folderOutput(dir);
  const changed = observer.changed();
  write('late', 'text');
  await changed;
  expect(observer.text()).toBe('late: text');

  const never = vi.fn();
  const waiting = observer.changed().then(never);
  await close();
  await waiting;
  expect(never).toHaveBeenCalledOnce();
});
