import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { processNamespace } from '../processes/process-start.ts';
import { makeSandbox, removeOrphans, removeOwn } from './sandbox.ts';

test('the sandbox of a run that was killed is removed by the next; what has an owner, or another name, stays', async (context) => {
  context.skip(process.platform !== 'linux', 'only Linux tells when a process was started');
  const place = mkdtempSync(join(tmpdir(), 'sockspec test-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  vi.stubEnv('TMPDIR', place);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { root } = await makeSandbox();
  const { pid } = spawnSync('true');
  const dead = `sockspec iut-${processNamespace()}-${pid}-123-abcdef`;
  const notOurs = [`sockspec iut-1-${pid}-123-abcdef`, 'sockspec iut-abcdef', `sockspec fetch-${pid}`];
  for (const name of [dead, ...notOurs]) mkdirSync(join(place, name, 'outer', 'store'), { recursive: true });
  writeFileSync(join(place, dead, 'outer', 'store', 'file'), 'stored');

  await removeOrphans();

  expect(readdirSync(place).sort()).toEqual([basename(root), ...notOurs].sort());

  await removeOwn();

  expect(readdirSync(place).sort()).toEqual(notOurs.sort());
});
