import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { suites } from '../../../suites/index.ts';
import { Profile } from '../../contracts/profile.ts';
import { capturesFolder } from '../../frames/captions.ts';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { freePort } from '../../targets/ports.ts';
import { readProfile } from '../files/profile.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { folder, needs, sockspec } from '../shell.test.helper.ts';
import { terminal } from '../terminal.test.helper.ts';

/** For those that start a command, or a terminal. */
const inTurns = takingTurns(test, 3);

/** Profiles as people get them: from flags, and asked for on a terminal. */

inTurns('writes what the flags say, and run takes it', async () => {
  const home = folder();
  const store = join(home, 'store');
  const file = join(home, 'phone.json');
  const port = await freePort('127.0.0.1');
  mkdirSync(store);

  const ended = await sockspec(
    ['init', '--suite', 'upload/server', '--target', `127.0.0.1:${port}`, '--store', store].concat('--file', file),
  );

  expect(ended).toMatchObject({
    status: 0,
    stdout: '',
    stderr: expect.stringContaining(`is written: sockspec run --profile`),
  });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    $schema: expect.stringMatching(/^\.\.?\//),
    targets: [{ suite: 'upload/server', target: `127.0.0.1:${port}`, store }],
  });
  expect((await sockspec(['run', '--profile', file])).status).toBe(3);
  expect(readdirSync(home).toSorted()).toEqual(['phone.json', 'store']);
});

test.each(['json', 'yaml', 'yml'])('writes %s that reads back', async (ending) => {
  const file = join(folder(), `profile.${ending}`);
  const exec = "python3 'my client.py' {host} {port}";

  await inProcess(['init', '--suite', 'fortune/client', '--exec', exec, '--operator', '--tty', '--file', file]);

  expect((await readProfile(file)).targets).toEqual([{ suite: 'fortune/client', exec, operator: true, tty: true }]);
});

test.each([
  ['json', (text: string): unknown => JSON.parse(text).$schema],
  ['yaml', (text: string): unknown => /^# yaml-language-server: \$schema=(.*)\n/.exec(text)?.[1]],
])('the schema of %s is where an editor looks for it', async (ending, addressIn) => {
  const home = folder();
  const file = join(home, 'deep', `profile.${ending}`);

  await inProcess(['init', '--suite', 'fortune/client', '--listen', '127.0.0.1:54321', '--file', file]);

  const found = new URL(String(addressIn(readFileSync(file, 'utf8'))), pathToFileURL(file));
  expect(JSON.parse(readFileSync(found, 'utf8'))).toEqual(JSON.parse(JSON.stringify(Profile)));
});

test('replaces a file only with --force', async () => {
  const file = join(folder(), 'profile.json');
  writeFileSync(file, 'mine');
  const words = ['init', '--suite', 'fortune/client', '--listen', '127.0.0.1:54321', '--file', file];

  const refused = await inProcess(words);
  expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('is there already') });
  expect(readFileSync(file, 'utf8')).toBe('mine');

  expect((await inProcess([...words, '--force'])).status).toBe(0);
  expect((await readProfile(file)).targets).toEqual([{ suite: 'fortune/client', listen: '127.0.0.1:54321' }]);
});

test.each([
  [[], 'expected --suite and one of --target, --exec and --listen, found none, and no terminal to ask on'],
  [['--suite', 'fortune/server'], 'expected one of --target, --exec and --listen, found none'],
  [['--exec', 'x'], 'expected --suite, found none'],
  [['--suite', 'x/y', '--exec', 'x'], 'expected a suite ('],
  [['--suite', 'frames'], 'expected --captures, found none'],
  [['--suite', 'frames', '--captures', '/nowhere'], 'expected a capture, found "/nowhere"'],
  [['--suite', 'fortune/server', '--target', 'x'], 'expected HOST:PORT'],
  [['--suite', 'fortune/server', '--listen', '127.0.0.1:1'], 'expected --listen with a suite of clients'],
  [['--suite', 'upload/server', '--exec', 'x', '--store', '/nowhere'], 'expected --store to be a folder'],
  [
    ['--suite', 'fortune/server', '--exec', 'x', '--file', 'x.txt'],
    'expected a name that ends in .json, .yaml or .yml',
  ],
])('refuses %j in one line', async (words, expected) => {
  const { status, stdout, stderr } = await inProcess(['init', ...words]);

  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(expected);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

inTurns('asks on a terminal, again where an answer is wrong', async (context) => {
  needs(context, 'tmux');
  const home = folder();
  const screen = terminal(['init'], home);

  await screen.shows('Which one (number or name): ');
  screen.type('upload');
  await screen.shows(`expected a number from 1 to ${suites.length} or a name, found "upload"`);
  await screen.shows('Which one (number or name): ', 2);
  const menu = screen.screen();
  screen.type(/(\d+)\)\s+fortune\/client\s+a client over TCP/.exec(menu)?.[1] ?? '');
  await screen.shows('How it is reached:');
  await screen.shows('Which one (number or name): ', 3);
  expect(screen.screen()).toMatch(
    /1\)\s+exec\s+a command launches it\n\s+2\)\s+listen\s+somebody starts it elsewhere\n/,
  );
  screen.type('2');
  await screen.shows('Address to listen on, HOST:PORT [0.0.0.0:54321]: ');
  screen.type('127.0.0.1:54321');
  await screen.shows('Command that prints what it prints (empty for none): ');
  screen.type('');
  await screen.shows('Does a person say what its screen shows (y or n) [n]: ');
  screen.type('y');
  await screen.shows('File to write [profile.json]: ');
  screen.type('phone.yaml');
  await screen.shows('phone.yaml is written: sockspec run --profile phone.yaml');
  await screen.shows('ended with status 0');

  expect((await readProfile(join(home, 'phone.yaml'))).targets).toEqual([
    { suite: 'fortune/client', listen: '127.0.0.1:54321', operator: true },
  ]);
});

inTurns('asks for a capture where the suite is frames', async (context) => {
  needs(context, 'tmux');
  const home = folder();
  copyFileSync(join(capturesFolder, 'crafted-right.pcap'), join(home, 'phone.pcap'));
  const screen = terminal(['init', '--suite', 'frames'], home);

  await screen.shows('Capture, a pcap or pcapng file: ');
  screen.type('profile.json');
  await screen.shows('Capture: expected a capture, found "profile.json"');
  screen.type('phone.pcap');
  await screen.shows('Prefix attached to its link, as 192.168.1.0/24 (empty for none): ');
  screen.type('10.0.0.0/24');
  await screen.shows('File to write [profile.json]: ');
  screen.type('');
  await screen.shows('ended with status 0');

  expect(JSON.parse(readFileSync(join(home, 'profile.json'), 'utf8')).targets).toEqual([
    { suite: 'frames', captures: ['phone.pcap'], nets: ['10.0.0.0/24'] },
  ]);
});

inTurns('writes the captures that flags name, and run takes them', async () => {
  const home = folder();
  const capture = join(home, 'phone.pcap');
  copyFileSync(join(capturesFolder, 'crafted-right.pcap'), capture);
  const file = join(home, 'phone.yaml');
  const words = ['init', '--suite', 'frames', '--captures', capture, '--net', '10.0.0.0/24', '--file', file];

  expect(await inProcess(words)).toMatchObject({ status: 0 });

  expect((await readProfile(file)).targets).toEqual([{ suite: 'frames', captures: [capture], nets: ['10.0.0.0/24'] }]);
  expect((await sockspec(['run', '--profile', file])).status).toBe(0);
});

inTurns('asks before it replaces a file', async (context) => {
  needs(context, 'tmux');
  const home = folder();
  writeFileSync(join(home, 'profile.json'), 'mine');
  const screen = terminal(['init', '--suite', 'fortune/server'], home);
  await screen.shows('Which one (number or name): ');
  screen.type('exec');
  await screen.shows('Command, with {host} {port} {dir} where they go: ');
  screen.type('python3 server.py {host} {port}');
  await screen.shows('File of its phrases, one a line (empty for none): ');
  screen.type('');
  await screen.shows('File to write [profile.json]: ');
  screen.type('');
  await screen.shows('profile.json is there already. Replace it (y or n) [n]: ');
  screen.type('');
  await screen.shows('nothing was written');
  await screen.shows('ended with status 2');

  expect(readFileSync(join(home, 'profile.json'), 'utf8')).toBe('mine');
});

inTurns('asks by a menu which interface datagrams go through', async (context) => {
  needs(context, 'tmux');
  const home = folder();
  const screen = terminal(['init', '--suite', 'multicast/receiver'], home);
  await screen.shows('Which one (number or name): ');
  screen.type('2');
  await screen.shows('Command, with {group} {port} {address} where they go: ');
  screen.type('rx {group} {port} {address}');
  await screen.shows('Interfaces for multicast/receiver:');
  await screen.shows('Which one (number, name or address): ');
  screen.type('127.0.0.1');
  await screen.shows('File to write [profile.json]: ');
  screen.type('');
  await screen.shows('ended with status 0');

  expect((await readProfile(join(home, 'profile.json'))).targets).toEqual([
    { suite: 'multicast/receiver', exec: 'rx {group} {port} {address}', interface: 'lo' },
  ]);
});

test('a profile of datagrams names its interface', async () => {
  const file = join(folder(), 'rx.json');
  const words = ['init', '--suite', 'multicast/receiver', '--exec', 'rx {group} {port} {address}', '--file', file];

  expect(await inProcess([...words, '--interface', 'lo', '--group', '239.1.2.3'])).toMatchObject({ status: 0 });

  expect(JSON.parse(readFileSync(file, 'utf8')).targets).toEqual([
    { suite: 'multicast/receiver', exec: 'rx {group} {port} {address}', interface: 'lo', group: '239.1.2.3' },
  ]);
});
