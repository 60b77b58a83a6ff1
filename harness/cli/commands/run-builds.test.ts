import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plansOf } from '../planning/plans.test.helper.ts';
import { folder, program, sockspecLine } from '../shell.test.helper.ts';
import { buildAll } from './run-builds.ts';

const signal = new AbortController().signal;
const exec = './server {port}';

/** The plans of a profile that stands in a folder with these folders. */
async function plansIn(root: string, folders: readonly string[], targets: readonly object[]) {
  for (const name of folders) mkdirSync(join(root, 's', name), { recursive: true });
  writeFileSync(join(root, 'profile.json'), JSON.stringify({ defaults: { exec }, targets }));
  return plansOf('--profile', join(root, 'profile.json'));
}

test('what several suites judge in one folder is built once', async () => {
  const root = folder();
  const build = `sh -c 'echo built >> log'`;
  const targets = ['lines/server', 'record/server'].map((suite) => ({
    suite,
    each: 's/*',
    build,
    name: `{folder} ${suite}`,
  }));
  const plans = await plansIn(root, ['alice', 'bob'], targets);
  const built = await buildAll(plans, signal);

  expect(built).toEqual({ plans, unbuilt: [] });
  for (const name of ['alice', 'bob']) expect(readFileSync(join(root, 's', name, 'log'), 'utf8')).toBe('built\n');
});

test('builds of one folder never overlap', async () => {
  const root = folder();
  const build = (name: string) => `sh -c 'mkdir lock && echo ${name} > out && rmdir lock'`;
  const targets = ['a', 'b', 'c', 'd'].map((name) => ({
    ...{ name, suite: 'lines/server', folder: 's/alice', build: build(name) },
  }));
  const plans = await plansIn(root, ['alice'], targets);

  expect((await buildAll(plans, signal)).unbuilt).toEqual([]);
});

test('a build that fails keeps no other program from being judged: its own cases say why', async () => {
  const root = folder();
  const build = `sh -c 'echo no rule; test -e Makefile'`;
  const plans = await plansIn(root, ['alice', 'bob'], [{ suite: 'lines/server', each: 's/*', build }]);
  writeFileSync(join(root, 's', 'bob', 'Makefile'), '');
  const { plans: ready, unbuilt } = await buildAll(plans, signal);
  const [first, ...others] = unbuilt;
  const reason = `the build failed: "${build}" ended with status 1; its last lines: no rule`;

  expect(ready.map(({ target }) => target.name)).toEqual(['bob']);
  expect(others.length).toBeGreaterThan(10);
  // What its profile does not declare is not applicable, whether it was built or not.
  const undeclared = unbuilt.filter(({ verdict }) => verdict === 'not-applicable');
  expect(new Set(undeclared.map((one) => one.requirement))).toEqual(new Set(['lines/server/ends-idle-client']));
  const open = unbuilt.filter((one) => !undeclared.includes(one));
  expect(new Set(open.map((one) => `${one.target} ${one.verdict} ${one.reason}`))).toEqual(
    new Set([`alice inconclusive ${reason}`]),
  );
  expect(first?.evidence).toEqual([{ t: 0, who: 'iut', what: 'output', text: 'no rule\n' }]);
  expect(others.every(({ evidence }) => evidence.length === 0)).toBe(true);
  expect(first?.reproduce).toContain(`--folder '${join(root, 's', 'alice')}' --build`);
});

test('a store named from where the command was typed is the one that a program in a folder of its own is told', async () => {
  const root = folder();
  mkdirSync(join(root, 's', 'alice'), { recursive: true });
  mkdirSync(join(root, 'store'));
  copyFileSync(program('upload_careful.py'), join(root, 's', 'alice', 'server.py'));
  const line = `run upload/server --exec 'python3 server.py {host} {port} {dir}' --folder s/alice --store store`;
  const { status, stderr } = await sockspecLine(`${line} --only upload/server/stores-under-its-name`, root);

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
