import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { kernelFile } from '../processes/kernel-file.ts';
import { toldVersion } from './iut-version.ts';

/** Commands are really run here, by a shell. */

const never = new AbortController().signal;

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'sockspec version-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const shell = (script: string) => `sh -c '${script}'`;

test('a warning on standard error is no version, whenever it comes; of a command that prints nothing else the first line there is one', async () => {
  for (const script of ['echo careful! >&2; echo kvd 2.1', 'printf "kvd 2.1"; echo careful! >&2'])
    expect(await toldVersion(shell(script), {}, {}, never)).toEqual({ version: 'kvd 2.1' });
  expect(await toldVersion(shell('printf "\\n"; echo kvd 2.1 >&2'), {}, {}, never)).toEqual({ version: 'kvd 2.1' });
});

test('a command that fails has no version, though it printed one', async () => {
  const command = shell('echo kvd 2.1; echo no such flag >&2; exit 1');

  expect(await toldVersion(command, {}, {}, never)).toEqual({
    versionProblem: `"${command}" told no version: it ended with status 1; its first line: kvd 2.1`,
  });
});

test('the first line is the version, of either stream, without blanks around it', async () => {
  expect(await toldVersion(shell('printf " kvd 2.1 \\r\\nmore\\n"'), {}, {}, never)).toEqual({ version: 'kvd 2.1' });
  expect(await toldVersion(shell('echo 17 >&2'), {}, {}, never)).toEqual({ version: '17' });
  expect(await toldVersion(shell('printf %0300d 0'), {}, {}, never)).toEqual({ version: '0'.repeat(200) });
});

test('it is run where the program is launched, with its environment, and may name its folder', async () => {
  const cwd = folder();
  const command = `${shell('test "$PWD" = "$0" && echo $RELEASE')} {folder}`;

  expect(await toldVersion(command, { folder: cwd }, { cwd, env: { RELEASE: '3' } }, never)).toEqual({ version: '3' });
});

test.each([
  ['a status', shell('echo usage; exit 2'), 'it ended with status 2; its first line: usage'],
  ['a signal', shell('kill -9 $$'), 'it was ended by SIGKILL'],
  ['silence', shell('true'), 'it printed an empty first line, or nothing'],
  ['a flood', shell('while :; do echo 1; done'), 'it printed more than 65536 characters'],
])('%s is no version, and the reason is told', async (_, command, why) => {
  expect(await toldVersion(command, {}, {}, never)).toEqual({ versionProblem: `"${command}" told no version: ${why}` });
});

test('a command that is not there is told', async () => {
  expect(await toldVersion('no-such-program', {}, {}, never)).toEqual({
    versionProblem: 'the command could not be launched: no-such-program: no such program',
  });
});

test('a command that hangs is ended at its limit, with all that it has started', async () => {
  const cwd = folder();
  const command = shell('sleep 600 & echo $! > pid; wait');
  const told = await toldVersion(command, {}, { cwd }, never, 1500);
  const pid = kernelFile(join(cwd, 'pid')).trim();

  expect(told).toEqual({ versionProblem: `"${command}" told no version: it did not end within 1.5 s` });
  expect(pid).toMatch(/^\d+$/);
  expect(kernelFile(`/proc/${pid}/cmdline`)).not.toContain('sleep');
});

test('an interrupted run waits for no version', async () => {
  const command = shell('sleep 600');

  expect(await toldVersion(command, {}, {}, AbortSignal.abort())).toEqual({
    versionProblem: `"${command}" told no version: it was ended with the run`,
  });
});
