import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { namespaceWith } from '../namespace.test.helper.ts';
import { bin, folder, needs } from '../shell.test.helper.ts';
import { terminal } from '../terminal.test.helper.ts';

/** "Which access point": a flag, the only candidate, or a person. Each runs where the interfaces are known: a namespace. */

/** A program that chooses for two endpoints at once and prints what was chosen, as a command would. */
const chooser = (flag?: string): readonly string[] => [
  process.execPath,
  '--input-type=module',
  '-e',
  `import { chooseInterface } from ${JSON.stringify(new URL('planning/interface.js', pathToFileURL(bin)).href)};
try {
  const ends = ["the multicast receiver", "the multicast sender"];
  const [one, other] = await Promise.all(ends.map((what) => chooseInterface(${JSON.stringify(flag)}, what)));
  console.log("chose", one.name, one.address, one.mask, one === other ? "once" : "twice");
} catch (error) {
  console.error(error.name, error.message);
  process.exitCode = 2;
}`,
];

function choose(exec: readonly [string, ...string[]], flag?: string) {
  const [program, ...words] = [...exec, ...chooser(flag)];
  const { status, stdout, stderr } = spawnSync(program ?? '', words, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('where there are two', () => {
  const { exec } = namespaceWith([
    { name: 'wlan0', address: '192.168.77.20/24' },
    { name: 'wlan1', address: '172.16.10.1/26' },
  ]);

  test.each([
    ['wlan0', 'wlan0 192.168.77.20 255.255.255.0'],
    ['172.16.10.1', 'wlan1 172.16.10.1 255.255.255.192'],
    ['lo', 'lo 127.0.0.1 255.0.0.0'],
  ])('--interface %s answers without asking', (flag, expected) => {
    expect(choose(exec, flag)).toMatchObject({ status: 0, stdout: expect.stringContaining(expected), stderr: '' });
  });

  test('an unknown one is told in one line, with those there are', () => {
    expect(choose(exec, 'wlan7')).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'UsageError expected --interface to be an interface that is up, lo (127.0.0.1) or wlan0 (192.168.77.20) or wlan1 (172.16.10.1), found "wlan7"\n',
    });
  });

  test('without a terminal the choice must be a flag', () => {
    expect(choose(exec)).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'UsageError expected --interface for the multicast receiver: lo (127.0.0.1) or wlan0 (192.168.77.20) or wlan1 (172.16.10.1); found none, and no terminal to ask on\n',
    });
  });

  test('a person is asked once, in a menu', async (context) => {
    needs(context, 'tmux');
    const screen = terminal(chooser(), folder(), exec);

    const menu = await screen.shows('Which one (number, name or address):');
    expect(menu.trimEnd().split('\n')).toEqual([
      'Interfaces for the multicast receiver:',
      '  1)  lo     127.0.0.1      255.0.0.0        this machine alone',
      '  2)  wlan0  192.168.77.20  255.255.255.0',
      '  3)  wlan1  172.16.10.1    255.255.255.192',
      'Which one (number, name or address):',
    ]);
    screen.type('4');
    await screen.shows('expected a number from 1 to 3, a name or an address, found "4"');
    screen.type('');
    await screen.shows('expected an answer, found nothing');
    screen.type('3');

    expect(await screen.shows('ended with status 0')).toContain('chose wlan1 172.16.10.1 255.255.255.192 once');
  });

  test('a person may answer with a name or an address', async (context) => {
    needs(context, 'tmux');
    const answers = ['wlan0', '172.16.10.1', 'lo'];
    const screens = answers.map(async (answer) => {
      const screen = terminal(chooser(), folder(), exec);
      await screen.shows('Which one (number, name or address):');
      screen.type(answer);
      return screen.shows('ended with status 0');
    });

    expect(await Promise.all(screens)).toEqual([
      expect.stringContaining('chose wlan0 192.168.77.20'),
      expect.stringContaining('chose wlan1 172.16.10.1'),
      expect.stringContaining('chose lo 127.0.0.1'),
    ]);
  });

  test('the end of the input and Ctrl-C end the question', async (context) => {
    needs(context, 'tmux');
    const ended = terminal(chooser(), folder(), exec);
    await ended.shows('Which one (number, name or address):');
    ended.press('C-d');
    expect(await ended.shows('ended with status 2')).toContain('found the end of the input; no interface was chosen');

    const interrupted = terminal(chooser(), folder(), exec);
    await interrupted.shows('Which one (number, name or address):');
    interrupted.press('C-c');
    await interrupted.shows('ended with status 130');
  });
});

describe('where there is one beside loopback', () => {
  const { exec } = namespaceWith([{ name: 'wlan0', address: '192.168.77.20/24' }]);

  test('it is not taken unasked: what is sent through it leaves this machine', () => {
    expect(choose(exec)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('lo (127.0.0.1) or wlan0 (192.168.77.20); found none'),
    });
  });
});

describe('where there is loopback alone', () => {
  const { exec, ip } = namespaceWith([]);

  test('it is the only candidate', () => {
    expect(choose(exec)).toMatchObject({ status: 0, stdout: expect.stringContaining('lo 127.0.0.1 255.0.0.0') });
  });

  test('and without it there is none', () => {
    ip('link set lo down');

    expect(choose(exec)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('the multicast receiver needs an interface that is up and has an IPv4 address'),
    });
    expect(choose(exec, 'lo')).toMatchObject({ status: 2, stderr: expect.stringContaining('found "lo"') });
  });
});
