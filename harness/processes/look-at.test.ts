import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lookAt } from './look-at.ts';
import { removeTree } from './removal.ts';

/** Packages that are reached through a link, as those of pnpm are: one is found before, and the other one afterwards. */
function linked() {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'sockspec test-')));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  for (const name of ['before', 'after']) {
    mkdirSync(join(place, 'store', name), { recursive: true });
    writeFileSync(join(place, 'store', name, 'index.js'), '');
  }
  symlinkSync(join(place, 'store'), join(place, 'node_modules'));
  const { resolve } = createRequire(join(place, 'main.js'));
  const at = (name: string): string => join(place, 'store', name, 'index.js');
  expect(resolve('before')).toBe(at('before'));
  return { place, resolve, at };
}

test('after a FIFO was removed, a package is found where it really is', async (context) => {
  context.skip(process.platform === 'win32', 'needs mkfifo');
  const { place, resolve, at } = linked();
  expect(spawnSync('mkfifo', [join(place, 'fifo')]).status).toBe(0);

  expect(await removeTree(place, 'fifo')).toEqual([]);
  expect(resolve('after')).toBe(at('after'));
});

test.each([false, true])('after a look at a socket (follows: %s), too', async (follows) => {
  const { place, resolve, at } = linked();
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((done) => server.listen(join(place, 'socket'), done));

  expect(lookAt(join(place, 'socket'), { follows }).isSocket()).toBe(true);
  expect(resolve('after')).toBe(at('after'));
});
