import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test as everyTurn, expect, onTestFinished, vi } from 'vitest';
import { readRun } from '../../reports/json.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { folder, needs, requirementsWith, sockspec } from './shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** Programs that store, print or send what has no end: every run ends, within its limits and its memory, and nothing is left. */

beforeEach((context) => needs(context, 'python3'));

/** What the harness may take, in MiB, whatever the program does. */
const MEMORY_MIB = 500;

/** Serves clients one after another: `took(client)` is what it does with one. The words behind the port are its own. */
const SERVER = `
import os, socket, sys
def lines(c):
    for line in c.makefile('r', encoding='utf8', errors='replace', newline='\\n'):
        yield line.rstrip('\\n')
def upload(c):
    f = c.makefile('rb')
    name = f.readline(129).rstrip(b'\\n').decode()
    size = int.from_bytes(f.read(4), 'big')
    f.read(1)
    return os.path.join(sys.argv[3], name), f.read(size)
def for_ever(text):
    octets = (text * (65536 // len(text))).encode()
    while True: os.write(1, octets)
CODE
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind((sys.argv[1], int(sys.argv[2])))
s.listen(50)
while True:
    c, _ = s.accept()
    try: took(c)
    except OSError: pass
    c.close()
`;

/**
 * Runs one or two cases of a suite against such servers, by what each does, at the same time: most of the time they wait for
 * a limit. Temporary files are in a folder of their own.
 */
async function judge(suite: string, servers: Readonly<Record<string, string>>, only: string) {
  const place = folder();
  const targets = Object.entries(servers).map(([name, code]) => {
    const file = join(folder(), 'server.py');
    writeFileSync(file, SERVER.replace('CODE', code));
    return { name, suite, exec: `python3 -S '${file}' {host} {port} {dir}` };
  });
  const profile = join(folder(), 'profile.json');
  writeFileSync(profile, JSON.stringify({ targets }));
  vi.stubEnv('TMPDIR', place);
  onTestFinished(() => void vi.unstubAllEnvs());
  const words = ['run', '--profile', profile, '--only', `${suite}/${only}`, '--timeout', '5000', '--report', 'json'];
  let peakMiB = 0;

  const ended = await sockspec(words, (child) => watchMemory(child, (mib) => (peakMiB = Math.max(peakMiB, mib))));

  const left = readdirSync(place).filter((name) => name !== 'sockspec-vite');
  const run = readRun(ended.stdout, ended.stderr);
  expect(run.targets.map(({ name }) => name)).toEqual(Object.keys(servers));
  return { run, status: ended.status, peakMiB, left };
}

/** VmHWM of a process, looked at until it ends. */
function watchMemory(child: ChildProcess, tell: (mib: number) => void): void {
  const look = setInterval(() => {
    try {
      const [, kib = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      tell(Number(kib) / 1024);
    } catch {
      // It has ended, or the system does not tell.
    }
  }, 20);
  child.once('close', () => clearInterval(look));
}

/** What a server stores in place of a file, and how the failure words it. A device is made by root alone. */
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const stored: Readonly<Record<string, readonly [code: string, words: RegExp]>> = {
  'a FIFO': ['os.mkfifo(path)', /a FIFO in place of a file/],
  'a file of 1 TiB of holes': [
    "f = open(path, 'wb'); f.write(octets); f.truncate(2**40); f.close()",
    /1,099,511,627,776 octets of 1 octet/,
  ],
  ...(isRoot && {
    'a link to a device that never ends': [
      "d = path + '.device'; os.mknod(d, 0o20600, os.makedev(1, 5)); os.symlink(d, path)",
      /a device in place of a file/,
    ],
  }),
};

test('servers that store what is no file, or what has no end', { timeout: 120_000 }, async () => {
  const servers = Object.entries(stored).map(([what, [code]]) => [
    what,
    `def took(c):\n    path, octets = upload(c)\n    ${code}`,
  ]);

  const judged = await judge('upload/server', Object.fromEntries(servers), 'stores-contents-exactly[1]');

  const { run, status, peakMiB, left } = judged;
  expect(status).toBe(1);
  expect(run.cases.map(({ target, verdict, reason }) => [target, verdict, reason])).toEqual(
    Object.entries(stored).map(([what, [, words]]) => [what, 'fail', expect.stringMatching(words)]),
  );
  expect(peakMiB).toBeLessThan(MEMORY_MIB);
  expect(left).toEqual([]);
});

test('a server that fills its folder: nobody looks through all of it, and all of it is removed', {
  timeout: 120_000,
}, async () => {
  const took = `
os.mkdir(sys.argv[3] + '/many')
for n in range(10001): os.mkfifo(f'{sys.argv[3]}/many/{n}')
def took(c):
    path, octets = upload(c)
    open(path, 'wb').write(octets)`;

  const { run, peakMiB, left } = await judge('upload/server', { fills: took }, 'leaves-no-debris');

  expect(run.cases.map(({ verdict, reason }) => [verdict, reason])).toEqual(
    ['short', 'refused', 'reset', 'short after 200000 octets', 'reset after 200000 octets'].map(() => [
      'inconclusive',
      'what is new in the folder cannot be seen: it has more than 10,000 files and folders',
    ]),
  );
  expect(peakMiB).toBeLessThan(MEMORY_MIB);
  expect(left).toEqual([]);
});

test.for([
  [
    'items',
    {
      'an item for ever, without a line end': 'for line in lines(c): print(line, flush=True); for_ever(line)',
      'an item for ever, line by line': "for line in lines(c): print(line, flush=True); for_ever(line + '\\n')",
    },
  ],
  [
    'line ends',
    {
      'line ends for ever': "for line in lines(c): print(line, flush=True); for_ever('\\n')",
      'line ends as escapes': "for line in lines(c): print('\\\\n' * (40 + len(line) % 7), line, sep='', flush=True)",
    },
  ],
] as const)('servers that print %s without an end', { timeout: 120_000 }, async ([_, printed]) => {
  const servers = Object.entries(printed).map(([what, code]) => [what, `def took(c):\n    ${code}`]);

  const { run, peakMiB, left } = await judge(
    'lines/server',
    Object.fromEntries(servers),
    'shows-each-line[spaces, syntax of others, Unicode, repetition]',
  );

  expect(run.cases).toHaveLength(2);
  expect(requirementsWith(run.cases, 'pass', 'error')).toEqual([]);
  expect(peakMiB).toBeLessThan(MEMORY_MIB);
  expect(left).toEqual([]);
});

test('a server that prints the numbers of a record 20,000 times before it', { timeout: 120_000 }, async () => {
  const took = `
def took(c):
    f = c.makefile('rb')
    version, size = (int.from_bytes(f.read(4), 'big') for _ in 'vs')
    data = f.read(size)
    print(f'{version} {size} ' * 20000)
    print(f'version {version} size {size} data', data.decode('utf8', 'backslashreplace'), flush=True)`;

  const { run, status, peakMiB, left } = await judge('record/server', { 'numbers first': took }, 'octet-by-octet');

  expect(run.cases.map(({ verdict, reason }) => [verdict, reason])).toEqual([['pass', '']]);
  expect(status).toBe(0);
  expect(peakMiB).toBeLessThan(MEMORY_MIB);
  expect(left).toEqual([]);
});

test('a server that sends for ever', { timeout: 120_000 }, async () => {
  const took = `def took(c):\n    while True: c.sendall(b'phrase ' * 9362)`;

  const { run, peakMiB, left } = await judge('fortune/server', { floods: took }, 'closes-after-phrase');

  expect(requirementsWith(run.cases, 'pass', 'error')).toEqual([]);
  expect(peakMiB).toBeLessThan(MEMORY_MIB);
  expect(left).toEqual([]);
});

test.runIf(process.platform === 'linux')('a server that leaves a daemon behind', { timeout: 120_000 }, async () => {
  const pids = join(folder(), 'pids');
  const took = `
import signal
def took(c):
    if os.fork() == 0:
        c.close()
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if os.fork() == 0:
            open('${pids}', 'a').write(f'{os.getpid()}\\n')
            signal.pause()
        os._exit(0)
    c.sendall(b'phrase')`;

  await judge('fortune/server', { forks: took }, 'closes-after-phrase');

  const daemons = readFileSync(pids, 'utf8').trim().split('\n').map(Number);
  expect(daemons.length).toBeGreaterThan(0);
  // Killed by the time the run ends; whoever takes over orphans learns of it a moment later.
  await expect.poll(() => daemons.filter(isThere), { timeout: 5000 }).toEqual([]);
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
