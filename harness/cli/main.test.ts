import { expect, test } from 'vitest';
import { commands } from './commands.ts';
import { inProcess } from './in-process.test.helper.ts';
import { sockspec } from './shell.test.helper.ts';
import { version } from './version.ts';

/** Help and version, which are results and go to standard output. */

test('a shell gets the list of commands', async () => {
  const { status, stdout, stderr } = await sockspec(['--help']);

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const { name } of commands) expect(stdout).toMatch(new RegExp(`^ {2}sockspec ${name}\\b`, 'm'));
});

test.each(commands.map(({ name }) => name))('the help of %s has examples', async (name) => {
  const { status, stdout, stderr } = await inProcess([name, '--help']);

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(new RegExp(`\\nExamples:\\n {2}.*sockspec ${name}\\b`));
});

test('the version is that of the package', async () => {
  expect(await inProcess(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
});
