import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { makeOwnFolder, removeOrphans, removeOwnFolder } from './own-folders.ts';
import { processNamespace } from './process-start.ts';

let place = '';

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'sockspec test-'));
  vi.stubEnv('TMPDIR', place);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(place, { recursive: true, force: true });
  });
});

test('the folders of a run that was killed are removed by the next; what has an owner, or another name, stays', async (context) => {
  context.skip(process.platform !== 'linux', 'only Linux tells when a process was started');
  const own = await makeOwnFolder('iut');
  const { pid } = spawnSync('true');
  const letters = 'abcdefghij012345';
  const dead = ['iut', 'fetch', 'pipes', 'capture'].map(
    (kind) => `sockspec ${kind}-${processNamespace()}-${pid}-123-${letters}`,
  );
  const notOurs = [`sockspec iut-1-${pid}-123-${letters}`, 'sockspec iut-abcdef', `sockspec fetch-${pid}`];
  for (const name of [...dead, ...notOurs]) mkdirSync(join(place, name, 'outer', 'store'), { recursive: true });
  writeFileSync(join(place, dead[0] ?? '', 'outer', 'store', 'file'), 'stored');
  symlinkSync(join(place, 'sockspec iut-abcdef'), join(place, dead[0] ?? '', 'outer', 'link'));

  await removeOrphans();

  expect(readdirSync(place).sort()).toEqual([basename(own), ...notOurs].sort());
  expect(readdirSync(join(place, 'sockspec iut-abcdef'))).toEqual(['outer']);
});

test('a folder has an absolute path, also where TMPDIR has none', async () => {
  vi.stubEnv('TMPDIR', relative('.', place));

  expect(dirname(await makeOwnFolder('iut'))).toBe(place);
});

test('a folder of this process has a name that nobody has by chance, and goes with all that is in it', async () => {
  const own = await makeOwnFolder('fetch');
  mkdirSync(join(own, 'a', 'b'), { recursive: true });

  expect(basename(own)).toMatch(/^sockspec fetch-\d+-\d+-\d+-[a-z0-9]{16}$/);
  await removeOwnFolder(own);
  expect(readdirSync(place)).toEqual([]);
});
