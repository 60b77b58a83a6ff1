import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formats } from '../../reports/index.ts';
import { candidates } from './candidates.ts';
import { inProcess } from './in-process.test.helper.ts';
import { bin, folder, needs } from './shell.test.helper.ts';

test.each([
  [['re'], ['report']],
  [
    ['run', 'upload/'],
    ['upload/server', 'upload/client'],
  ],
  [['run', 'upload/server', '--update'], ['--update-baseline']],
  [['run', '--strict', 'lines/s'], ['lines/server']],
  [['run', '--only', 'fortune/server/phrase-is-w'], ['fortune/server/phrase-is-whole']],
  [['explain', 'fortune/server/phrase-is-w'], ['fortune/server/phrase-is-whole']],
  [['list', 'fortune/serv'], expect.arrayContaining(['fortune/server', 'fortune/server/phrase-is-whole'])],
  [['run', '--profile', ''], []],
  [
    ['run', '--report', ''],
    [...formats.map(({ name }) => name), 'none'],
  ],
  [['report', 'run.json', '--report', 'gr'], ['gradescope']],
  [
    ['run', 'lines/client', '--input', ''],
    ['own', 'stdin'],
  ],
  [
    ['run', '--ends', ''],
    ['lf', 'crlf'],
  ],
  [
    ['run', 'upload/server', '--reference', ''],
    ['upload', 'rx'],
  ],
  [['run', '--reference', 'cap'], ['captures']],
  [['run', 'lines/server', '--fault', 'drops-e'], ['drops-empty-lines']],
  [['run', 'fortune/server', '--fault', 'drops-e'], []],
  [['run', 'frames', '--fault', 'arp-for-g'], ['arp-for-group']],
  [['run', 'resp/server', '--fault', 'one-r'], ['one-read']],
  [
    ['serve', ''],
    expect.arrayContaining(['fortune', 'upload', 'rx', 'lines', 'record', 'multicast', 'broadcast', 'mqtt']),
  ],
  [['serve', '--port', '0', 'upl'], ['upload']],
  [['serve', 'upload', ''], []],
  [['serve', 'upload', '--fault', 'newline-e'], ['newline-ends-size']],
  [['serve', 'fortune', '--fault', 'ends-with-status'], []],
  [['call', 'pro'], ['probe']],
  [['call', 'fortune', '--fault', 'ends-with-status'], ['ends-with-status-1']],
  [['serve', 'mqtt', '--fault', 'one-r'], ['one-read']],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['explain', 'cut-any'], ['cut-anywhere']],
  [['init', '--suite', 'lines/s'], ['lines/server']],
  [['serve', '--fau'], ['--fault']],
  [['rnu', ''], []],
])('what may stand for the last of %j', async (words, found) => {
  expect(await candidates(words)).toEqual(found);
});

test('the words of a line that is being typed are answered, whatever they are', async () => {
  const { status, stdout, stderr } = await inProcess(['completion', 'words', 'run', '--re', 'x', '--base']);

  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '--baseline\n', stderr: '' });
});

test('another shell is refused', async () => {
  expect(await inProcess(['completion', 'tcsh'])).toMatchObject({
    status: 2,
    stderr: 'sockspec: SHELL: expected bash, zsh, fish, found "tcsh"\n',
  });
});

/** How each shell is asked for what it would offer, once the script is read. */
const shells = {
  bash: 'COMP_WORDS=(sockspec run --only fortune/server/phrase-is-w); COMP_CWORD=3; _sockspec; printf "%s\\n" "$COMPREPLY"',
  zsh: 'compadd() { eval print -l -- \\$$2 }; words=(sockspec run --only fortune/server/phrase-is-w); CURRENT=4; _sockspec',
  fish: 'complete -C "sockspec run --only fortune/server/phrase-is-w"',
} as const;

test.for(['bash', 'zsh', 'fish'] as const)('%s completes an id', async (shell, context) => {
  needs(context, shell);
  const tools = folder();
  writeFileSync(join(tools, 'sockspec'), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`);
  chmodSync(join(tools, 'sockspec'), 0o755);
  const { stdout } = await inProcess(['completion', shell]);
  const script = `${shell === 'zsh' ? 'compdef() { : }\n' : ''}${stdout}${shells[shell]}`;
  const env = { ...process.env, HOME: tools, PATH: `${tools}:${process.env.PATH}` };

  expect(execFileSync(shell, ['-c', script], { encoding: 'utf8', env })).toBe('fortune/server/phrase-is-whole\n');
});
