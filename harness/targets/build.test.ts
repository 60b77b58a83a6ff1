import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { kernelFile } from '../processes/kernel-file.ts';
import { build } from './build.ts';
import type { ExecMeans } from './exec-plan.ts';

/** Programs are really built here, by a shell. */

const never = new AbortController().signal;

/** More than any of these builds takes, in milliseconds. */
const PLENTY = 30_000;

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'sockspec build-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function means(script: string, changes: Partial<ExecMeans> = {}, limitMs = PLENTY): ExecMeans {
  const command = `sh -c '${script}'`;
  return { ...{ kind: 'exec', command: '', host: '', tty: false, env: {}, build: { command, limitMs } }, ...changes };
}

test('a build runs in its folder, which its command may name, with the environment of the program', async () => {
  const cwd = folder();
  const script = 'test "$PWD" = "$0" && echo $FLAGS > out';
  const command = `sh -c '${script}' {folder}`;
  const given = { cwd, folder: cwd, env: { FLAGS: '-O2' }, build: { command, limitMs: PLENTY } };

  expect(await build(means('', given), never)).toBeUndefined();
  expect(kernelFile(join(cwd, 'out'))).toBe('-O2\n');
});

test.each([
  [
    'a status',
    'echo one; echo two; echo; seq 3 5; exit 3',
    /^the build failed: "sh -c '.*'" ended with status 3; its last lines: two \| 3 \| 4 \| 5$/,
  ],
  ['a signal', 'kill -9 $$', /" was ended by SIGKILL; it printed nothing$/],
  ['a long line', 'printf %0300d 0; exit 1', / its last lines: 0{160}…$/],
])('a build that ends with %s has failed, and its last lines are told', async (_, script, reason) => {
  expect((await build(means(script), never))?.reason).toMatch(reason);
});

test('the end of what a build printed is kept, however much it was', async () => {
  const problem = await build(means('seq 100000; exit 1'), never);

  expect(problem?.said).toHaveLength(2048);
  expect(problem?.said).toMatch(/\n99999\n100000\n$/);
});

test('a build that hangs is ended at its limit, with all that it has started', async () => {
  const cwd = folder();
  const script = 'sleep 600 & echo $! > pid; echo waiting; wait';
  const problem = await build(means(script, { cwd }, 1500), never);
  const pid = kernelFile(join(cwd, 'pid')).trim();

  expect(problem?.reason).toMatch(/" did not end within 1\.5 s; its last lines: waiting$/);
  expect(pid).toMatch(/^\d+$/);
  expect(kernelFile(`/proc/${pid}/cmdline`)).not.toContain('sleep');
});

test('a build that reads its input comes to the end of it', async () => {
  expect((await build(means('cat; echo read; exit 1'), never))?.reason).toMatch(/: read$/);
});

test('a program that builds nothing needs its folder alone', async () => {
  const { build: _, ...nothing } = means('');
  const missing = join(folder(), 'missing');
  writeFileSync(join(folder(), 'file'), '');

  expect(await build(nothing, never)).toBeUndefined();
  expect(await build({ ...nothing, cwd: folder() }, never)).toBeUndefined();
  expect(await build({ ...nothing, cwd: missing }, never)).toEqual({
    reason: `there is no folder ${missing} to launch the program in`,
    said: '',
  });
});

test('of a folder that is not there it is told why, where that can be seen', async () => {
  const { build: _, ...nothing } = means('');
  const top = folder();
  mkdirSync(Buffer.from(join(top, 'm\u00fcller'), 'latin1'));
  symlinkSync('nowhere', join(top, 'link'));
  const problemOf = async (name: string) => {
    const place = join(top, name);
    const problem = await build({ ...nothing, cwd: place, folder: place }, never);
    return problem?.reason.replace(`there is no folder ${place} to launch the program in: `, '');
  };

  expect(await problemOf('link')).toBe('it is a link to nowhere');
  expect(await problemOf('m\\xFCller')).toBe('its name is not UTF-8, and has to be another one');
});

test('a builder that is not there is told', async () => {
  const given = means('', { build: { command: 'no-such-builder', limitMs: PLENTY } });

  expect((await build(given, never))?.reason).toBe(
    'the build failed: the command could not be launched: no-such-builder: no such program',
  );
});

test('an interrupted build is ended, and nothing is said of it', async () => {
  const controller = new AbortController();
  const building = build(means('sleep 600'), controller.signal);
  controller.abort();

  expect(await building).toBeUndefined();
});
