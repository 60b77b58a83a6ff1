import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { literalPattern } from '../text/quoting.ts';
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

test('the help says where the pages are that it names', async () => {
  const { stdout } = await inProcess(['run', '--help']);
  const [, place = ''] = /README\.md and docs\/ are in\s+(\S+)\n/.exec(stdout) ?? [];
  const named = [...stdout.matchAll(/\bdocs\/\w+\.md/g)].map(([page]) => page);

  expect(named.length).toBeGreaterThan(0);
  expect(['README.md', ...named].filter((page) => !existsSync(join(place, page)))).toEqual([]);
});

test('the version is that of the package', async () => {
  expect(await inProcess(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
});

test.each([
  [['rnu'], 'Unknown argument: rnu; did you mean run?'],
  [['run', '--exce', 'x'], 'Unknown argument: exce; did you mean --exec?'],
  [['run', '--update-basline'], 'Unknown arguments: update-basline, updateBasline; did you mean --update-baseline?'],
  [['run', '--nothing-like-it'], 'Unknown arguments: nothing-like-it, nothingLikeIt'],
  [['run', 'uplaod/server'], 'found "uplaod/server"; did you mean upload/server?'],
  [['run', '--only', 'upload/server/size-is-four-octet'], 'did you mean upload/server/size-is-four-octets?'],
  [['explain', 'cut-anywere'], 'did you mean cut-anywhere?'],
  [['list', 'lines/servr/**'], 'found "lines/servr/**", which no id matches; did you mean lines/server/**?'],
  [['list', 'uplaod/**'], 'did you mean upload/**?'],
  [['run', '--only', '**/empty-line'], 'did you mean **/empty-lines?'],
  [['run', '--only', '**/early*'], 'found "**/early*", which no id matches'],
  [['run', '--report', 'statemnt=x.md'], 'found "statemnt"; did you mean statement?'],
  [['run', 'lines/server', '--reference', 'line'], 'found line; did you mean lines?'],
  [['run', 'lines/server', '--fault', 'drops-empty-line'], 'did you mean drops-empty-lines?'],
  [['run', 'frames', '--fault', 'arp-for-brodcast'], 'did you mean arp-for-broadcast?'],
  [['serve', 'uplaod'], 'found "uplaod"; did you mean upload?'],
  [['serve', 'lines', '--fault', 'drops-empty-line'], 'found "drops-empty-line"; did you mean drops-empty-lines?'],
  [['call', 'fortun', '127.0.0.1:1'], 'found "fortun"; did you mean fortune?'],
  [['call', 'fortune', '127.0.0.1:1', '--fault', 'sends-greeting'], 'did you mean sends-a-greeting?'],
  [['completion', 'bsh'], 'found "bsh"; did you mean bash?'],
  [['explain', 'lines/server/strips-newlin'], 'found "lines/server/strips-newlin"'],
])('what was meant by %j', async (words, hint) => {
  const { status, stdout, stderr } = await inProcess(words);

  expect({ status, stdout, lines: stderr.split('\n').length }).toEqual({ status: 2, stdout: '', lines: 2 });
  expect(stderr).toMatch(new RegExp(`${literalPattern(hint)}(?: \\(see sockspec [^)]*\\))?\n$`));
});

test.each(['"q"', "'q'", '"', '"q" and "r"', '"q'])(
  "the quotes of a value (%s) are the value's, behind a space and behind =",
  async (value) => {
    const found = `found ${JSON.stringify(value)}`;
    for (const words of [['--seed', value], [`--seed=${value}`], ['--only', value], [`--only=${value}`]])
      expect(await inProcess(['run', ...words])).toMatchObject({ status: 2, stderr: expect.stringContaining(found) });
  },
);
