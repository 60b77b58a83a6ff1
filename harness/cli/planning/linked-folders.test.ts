import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { linkedFolders } from './linked-folders.ts';
import { plansOf } from './plans.test.helper.ts';

test('a folder that is a link to that of another, or into it, is told with its name', async () => {
  const top = mkdtempSync(join(tmpdir(), 'sockspec links-'));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  for (const folder of ['s/ada/src', 's/ada 2', 'elsewhere/dan']) mkdirSync(join(top, folder), { recursive: true });
  for (const [name, leads] of [
    ['bob', 'ada'],
    ['carol', 'ada/src'],
    ['dan', '../elsewhere/dan'],
    ['erin', 'nowhere'],
  ] as const)
    symlinkSync(leads, join(top, 's', name));
  const targets = [{ suite: 'lines/server', exec: 'x {port}', each: 's/*/' }];
  writeFileSync(join(top, 'class.json'), JSON.stringify({ targets }));

  expect(linkedFolders(await plansOf('--profile', join(top, 'class.json')))).toEqual([
    { target: 'bob', other: 'ada' },
    { target: 'carol', other: 'ada' },
  ]);
});
