import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeLab } from './lab.ts';
import { ip, runTool } from './tool.ts';
import { useLab } from './use-lab.test.helper.ts';

/** A lab is gone when its owner is, however the owner ended; and nothing else is ever removed. */

useLab({ hosts: ['a'] });
const soon = { timeout: 10_000, interval: 20 };
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A process that makes a lab with a program in it, says so, and never ends by itself. */
const owner = `
  const { makeLab } = await import('./dist/harness/lab/lab.js');
  const lab = await makeLab({ hosts: ['a', 'b'], impaired: { b: { delayMs: 1 } } });
  const sleeper = await lab.host('a').start('sleep', '600');
  console.log(JSON.stringify([lab.middle.namespace, lab.host('a').namespace, lab.host('b').namespace, String(sleeper.pid)]));
  setInterval(() => undefined, 1000);
`;

/** Tries to make a lab whose relay cannot begin. Labs of other processes come and go meanwhile: its own have its number. */
const failing = `
  const { readdirSync, watch } = await import('node:fs');
  const { makeLab } = await import('${new URL('../../dist/harness/lab/lab.js', import.meta.url).href}');
  const isOwn = (name) => name.startsWith('sockspec-' + process.pid + '-');
  const seen = [];
  const watcher = watch('/run/netns', (_, name) => seen.push(name));
  const told = await makeLab({ hosts: ['a', 'b'], impaired: { b: { seed: Number.NaN } } }).then(() => 'made', String);
  console.log(JSON.stringify({ told, hadSome: seen.some(isOwn), left: readdirSync('/run/netns').filter(isOwn) }));
  watcher.close();
`;

test('an ordinary end removes namespaces, programs and names', async () => {
  const lab = await makeLab({ hosts: ['a', 'b'] });
  const { namespace, start } = lab.host('a');
  const sleeper = await start('sleep', '600');
  expect([isThere(namespace), existsSync(`/etc/netns/${namespace}`)]).toEqual([true, true]);

  await lab.close();

  expect([isThere(namespace), existsSync(`/etc/netns/${namespace}`)]).toEqual([false, false]);
  expect(await sleeper.ended).toEqual({ status: null, signal: 'SIGKILL' });
});

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('an owner that %s ends takes its lab with it', async (signal) => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', owner], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  const [middle, a, b, sleeper] = JSON.parse(String(line));
  expect([middle, a, b].map(isThere)).toEqual([true, true, true]);

  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([null, signal]);

  await vi.waitFor(() => expect([middle, a, b].filter(isThere)).toEqual([]), soon);
  await vi.waitFor(() => expect([a, b].filter((name) => existsSync(`/etc/netns/${name}`))).toEqual([]), soon);
  await vi.waitFor(() => expect(existsSync(`/proc/${sleeper}`)).toBe(false), soon);
});

test('what a killed keeper left behind is removed when the next lab is made; what has an owner, or another name, stays', async () => {
  const ended = await runTool(['sh', '-c', 'echo $$']);
  const pid = ended.stdout.trim();
  const mine = startOf('self');
  const names = {
    left: `sockspec-${pid}-1-00000000-a`,
    reused: `sockspec-${process.pid}-1-00000000-a`,
    owned: `sockspec-${process.pid}-${mine}-00000000-a`,
    foreign: `sockspec-test-${pid}-1`,
  };
  onTestFinished(async () => {
    for (const name of Object.values(names)) await runTool(['ip', 'netns', 'del', name]);
  });
  await ip(Object.values(names).map((name) => `netns add ${name}`));

  await (await makeLab({ hosts: ['a'] })).close();

  expect(Object.entries(names).flatMap(([what, name]) => (isThere(name) ? [what] : []))).toEqual(['owned', 'foreign']);
});

test('a lab that cannot be made leaves nothing behind', async () => {
  const { stdout } = await runTool([process.execPath, '--input-type=module', '-e', failing]);

  expect(JSON.parse(stdout)).toEqual({
    told: expect.stringContaining('the relay, found its end: TypeError'),
    hadSome: true,
    left: [],
  });
});

function isThere(namespace: string): boolean {
  return existsSync(`/run/netns/${namespace}`);
}

function startOf(process: string): string {
  return readFileSync(`/proc/${process}/stat`, 'latin1').split(') ')[1]?.split(' ')[19] ?? '';
}
