import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Profile } from '../contracts/profile.ts';
import { useLab } from '../lab/use-lab.test.helper.ts';
import { beyondSample, turnOfRun } from '../selftest/sample.ts';
import { runTargets } from './lab.test.helper.ts';
import { bin, folder, requirementsWith } from './shell.test.helper.ts';

/** Servers that run already on another host: what can be seen of them is what a folder and a log show. */

const lab = useLab({ hosts: ['a', 'b'] });

/** What cannot be concluded of them: nothing was launched, no folder above theirs is seen, no phrase is that long. */
const asProcess = ['ends-when-asked', 'leaves-nothing-open', 'reports-port-in-use', 'restarts-on-its-port', 'rests'];
const unseen: Readonly<Record<string, readonly string[]>> = {
  fortune: [
    ...asProcess,
    'survives-client-leaving',
    'survives-client-reset',
    'survives-half-close',
    'survives-slow-reader',
    'survives-unsolicited-data',
  ],
  upload: ['name-stays-inside', ...asProcess],
  rx: ['name-stays-inside', ...asProcess],
  lines: ['empty-lines', ...asProcess],
  record: asProcess,
};

const phrases = 'fixtures/phrases/default.txt';

/** A case of each requirement, and every case of those: in other turns they are others. */
async function withFewCases(target: Profile['targets'][number], name: string): Promise<Profile['targets'][number]> {
  const sample = { name: `${name} running`, suite: target.suite, known: unseen[name] ?? [], cases: 1, turns: 1 };
  return { ...target, skip: [...(await beyondSample(sample, turnOfRun()))] };
}

/** Starts a reference server in host b, its output in a file, and tells how host a judges it. */
async function running(name: string, port: number, words: readonly string[]): Promise<Profile['targets'][number]> {
  const log = join(folder(), 'output.txt');
  const command = `exec '${process.execPath}' '${bin}' serve ${name} --host 0.0.0.0 --port ${port} "$@" > '${log}' 2>&1`;
  await lab()
    .host('b')
    .start('sh', '-c', command, 'sh', ...words);
  await expect.poll(() => readText(log), { timeout: 20_000 }).toContain(String(port));
  const target = {
    name,
    suite: `${name === 'rx' ? 'upload' : name}/server`,
    target: `${lab().host('b').address}:${port}`,
    output: `tail -n +1 -F '${log}'`,
    limits: { idleMs: 8000, closeMs: 4000 },
  };
  return withFewCases(target, name);
}

test('every TCP server', { timeout: 300_000 }, async () => {
  const [uploads, files] = [folder(), folder()];
  const targets = [
    { ...(await running('fortune', 54_321, ['--phrases', phrases])), phrases: join(process.cwd(), phrases) },
    { ...(await running('upload', 54_322, ['--dir', uploads, '--idle', '6000'])), store: uploads },
    { ...(await running('rx', 54_323, ['--dir', files, '--idle', '6000'])), store: files },
    await running('lines', 54_324, ['--idle', '6000']),
    await running('record', 54_325, ['--idle', '6000']),
  ];

  const { run, status } = await runTargets(lab().host('a'), targets);

  expect(status).toBe(0);
  expect(requirementsWith(run.cases, 'fail', 'warning', 'error', 'not-applicable')).toEqual([]);
  for (const { name } of targets) {
    const cases = run.cases.filter((one) => one.target === name);
    expect([name, requirementsWith(cases, 'inconclusive')]).toEqual([name, unseen[name ?? '']?.toSorted()]);
  }
  const cut = run.cases.filter((one) => one.requirement === 'upload/server/header-split-anywhere');
  expect(new Set(cut.flatMap((one) => one.notes))).toEqual(
    new Set(['cut not proven: 1 of 1 segments may have been read together with the next']),
  );
});

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
