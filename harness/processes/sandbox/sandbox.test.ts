import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { kernelFile, processIds } from '../kernel-file.ts';
import { enclosedEnv, enclosing } from './enclosure.ts';
import { FOLDER_MIB, PROCESSES } from './limits.ts';
import { needsSandbox, ordinary, type User, users } from './users.test.helper.ts';

/** The compiled helper: it is run by Node itself, in namespaces of its own. `npm test` builds it first. */
const helper = fileURLToPath(
  new URL('../../../dist/harness/processes/sandbox/launch-one.test.helper.js', import.meta.url),
);

/** The same for one whose work is measured. */
const measuring = helper.replace('launch-one', 'spin-one');

/** The same for one that meets limits. */
const meeting = helper.replace('launch-one', 'meet-limits');

/** Processor time that a program uses, in milliseconds. */
const SPUN_MS = 300;

/** errno(3) of Linux. */
const [EAGAIN, EFBIG, ENOSPC] = [11, 27, 28];

/** Somebody's home, with a secret, the working folder in it, and in that the folder of the program. */
const home = mkdtempSync(join(tmpdir(), 'sockspec home-'));
const working = join(home, 'class of 30');
const own = join(working, 'ada');
const writable = join(home, 'writable');

/** What a process of the machine outside carries, which nobody in a sandbox may end. */
let bystander: ChildProcess;

beforeAll(() => {
  for (const folder of [working, own, writable]) mkdirSync(folder);
  writeFileSync(join(home, 'secret'), 'grades');
  writeFileSync(join(working, 'solution'), 'grades');
  for (const [name, source] of Object.entries(programs)) writeFileSync(join(own, `${name}.py`), source);
  // It may not write to its own folder, whosever the files in it are.
  for (const name of Object.keys(programs)) chmodSync(join(own, `${name}.py`), 0o666);
  chmodSync(home, 0o755);
  chmodSync(writable, 0o777);
  bystander = spawn('sleep', ['600'], { stdio: 'ignore' });
});
afterAll(() => {
  bystander.kill('SIGKILL');
  rmSync(home, { recursive: true });
});

/** Each tells in one line of JSON what became of what it tried. All of them are bounded by themselves too. */
const programs = {
  tries: `
import ctypes, json, os, signal, socket, sys
def tries(what, *words):
    try: return repr(what(*words))
    except Exception as error: return type(error).__name__ + ' ' + str(getattr(error, 'errno', ''))
def connects(host, port):
    with socket.create_connection((host, port), 5): return 'connected'
home, writable, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
sees = {
    'secret': tries(open, home + '/secret'),
    'solution': tries(open, home + '/class of 30/solution'),
    'home': sorted(os.listdir(home)),
    'own': tries(open, __file__, 'a'),
    'system': tries(open, '/usr/bin/new', 'w'),
    'password': tries(open, '/etc/shadow'),
    'outside': tries(os.listdir, '/var'),
    'setting': tries(open, '/proc/sys/kernel/core_pattern', 'w'),
    'written': open(writable + '/written', 'w').write('by the program'),
    'working': os.getcwd(),
    'uid': os.getuid(),
    'environment': sorted(os.environ),
    'elsewhere': tries(connects, '192.0.2.1', 9),
    'harness': tries(connects, '127.0.0.1', port),
    'namespace': ctypes.CDLL(None).unshare(0x10000000),
}
os.symlink('/etc/passwd', writable + '/link')
if os.getppid() != 0: sys.exit('in no namespace of its own: nobody is signalled')
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pids = [int(name) for name in os.listdir('/proc') if name.isdigit()]
for pid in [*pids, 0, -1]:
    if pid != os.getpid(): tries(os.kill, pid, signal.SIGKILL if pid > 0 else signal.SIGTERM)
print(json.dumps({**sees, 'seen': len(pids)}))`,
  forks: `
import json, os, time
children = 0
for _ in range(1000):
    try: child = os.fork()
    except OSError as error: print(json.dumps({'children': children, 'errno': error.errno}), flush=True); break
    if child == 0: time.sleep(600); os._exit(0)
    children += 1
else: print(json.dumps({'children': children}), flush=True)`,
  fills: `
import json, sys
block, became = bytes(8 << 20), []
for name in ('one', 'two'):
    with open(sys.argv[1] + '/' + name, 'wb', buffering=0) as file:
        try:
            for _ in range(100): file.write(block)
        except OSError as error: became.append([file.tell() >> 20, error.errno])
print(json.dumps(became))`,
  spins: `
import os, sys, time
if os.fork() == 0:
    if os.fork() != 0: os._exit(0)
    print('ready', flush=True)
    sys.stdin.readline()
    began = time.process_time()
    while time.process_time() - began < ${SPUN_MS / 1000}: pass
    print('spun', flush=True)
time.sleep(600)`,
  crowds: `
import os, time
try:
    while True:
        if os.fork() == 0: time.sleep(600)
except OSError: print('done', flush=True)
time.sleep(600)`,
  overflows: `
import sys, time
for place in (sys.argv[1], '/tmp'):
    with open(place + '/file', 'wb', buffering=0) as file:
        try:
            while True: file.write(bytes(1 << 20))
        except OSError: pass
        with open(place + '/rest', 'wb', buffering=0) as rest:
            try:
                while True: rest.write(bytes(4096))
            except OSError: pass
print('done', flush=True)
time.sleep(600)`,
  refuses: `
print("RuntimeError: can't start new thread")`,
  spends: `
import os, signal
os.kill(os.getpid(), signal.SIGXCPU)`,
  floods: `
import time
for _ in range(5): print('x' * (1 << 20))
print('done', flush=True)
time.sleep(600)`,
  behaves: `
import time
print('done', flush=True)
time.sleep(600)`,
  crashes: `import os, signal
os.kill(os.getpid(), signal.SIGSEGV)`,
  leaves: `
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: time.sleep(600)
    os._exit(0)
os.wait()
raise SystemExit(200)`,
} as const;

interface Told {
  readonly end: { readonly status: number | null; readonly signal: string | null };
  readonly output: string;
  /** Whether the harness follows a link that the program has left behind. */
  readonly isFollowed: boolean;
}

/** Runs one of the programs in a sandbox, as root or as somebody without rights. */
async function launched(as: User, name: keyof typeof programs, words: readonly string[] = []): Promise<Told> {
  const command = [
    process.execPath,
    helper,
    home,
    own,
    writable,
    '/usr/bin/python3',
    join(own, `${name}.py`),
    ...words,
  ];
  const [program, ...rest] = [...as.words, ...enclosing(as.isRoot), ...command];
  const env = { ...enclosedEnv(), HOME: home, SECRET: 'of the environment' };
  const child = spawn(program ?? '', rest, { cwd: working, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(err).toBe('');
  return JSON.parse(out);
}

/** Processes of a launch of this file, inside and outside of its sandbox: each has the environment that was given. */
function leftThere(): readonly number[] {
  return processIds().filter((pid) => kernelFile(`/proc/${pid}/environ`).includes(`GIVEN=${home}`));
}

beforeEach((context) => needsSandbox(context, helper));

test.each(users)('it sees its folder, reaches nobody, and signals nobody: $name', async (user) => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { output, end, isFollowed } = await launched(user, 'tries', [home, writable, String(port)]);
  server.close();

  expect({ end, isFollowed }).toEqual({ end: { status: 0, signal: null }, isFollowed: false });
  expect(JSON.parse(output)).toEqual({
    secret: 'FileNotFoundError 2',
    solution: 'FileNotFoundError 2',
    home: ['class of 30', 'writable'],
    own: 'OSError 30',
    system: 'OSError 30',
    password: 'FileNotFoundError 2',
    outside: 'FileNotFoundError 2',
    setting: 'PermissionError 13',
    written: 14,
    working,
    uid: 65_534,
    environment: ['GIVEN', 'LANG', 'PATH', 'PWD', 'PYTHONIOENCODING', 'PYTHONUNBUFFERED', 'SOCKSPEC_LAUNCH'],
    // No route: it is told at once.
    elsewhere: 'OSError 101',
    // The loopback outside is another one.
    harness: 'ConnectionRefusedError 111',
    // CLONE_NEWUSER of unshare(2), in which it could mount.
    namespace: -1,
    // Itself, and the init that it can do nothing to.
    seen: 2,
  });
  expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
});

test.each(users)('a fork bomb is held at its limit, and nothing of it is left: $name', async (user) => {
  const { output, end } = await launched(user, 'forks');

  expect(end).toEqual({ status: 0, signal: null });
  // The program itself is the one that is not its child.
  expect(JSON.parse(output)).toEqual({ children: PROCESSES - 1, errno: EAGAIN });
  await vi.waitFor(() => expect(leftThere()).toEqual([]), { timeout: 20_000, interval: 20 });
});

test('neither a file nor a folder grows beyond its limit', async () => {
  const { output } = await launched(ordinary, 'fills', [writable]);

  expect(JSON.parse(output)).toEqual([
    [FOLDER_MIB, EFBIG],
    [0, ENOSPC],
  ]);
});

test.each([
  ['crowds', 'the program came to 256 processes and threads, and may have no more'],
  ['refuses', 'the program came to 256 processes and threads, and may have no more'],
  ['overflows', 'the program has filled the 256 MiB that it may store', 'the program has filled the 64 MiB of /tmp'],
  ['spends', 'the program was ended by SIGXCPU: a process may have 600 s of processor time'],
  ['floods', 'the program has printed more than 4 MiB, of which the last are kept'],
  ['behaves'],
] as const)('the limits that a program meets are told: one that %s', async (name, ...told) => {
  for (const user of users) {
    const [program = '', ...rest] = [
      ...user.words,
      ...enclosing(user.isRoot),
      process.execPath,
      meeting,
      own,
      writable,
    ];
    const words = ['/usr/bin/python3', join(own, `${name}.py`), writable];
    const child = spawn(program, [...rest, ...words], { env: enclosedEnv(), stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);

    expect(err).toBe('');
    expect(JSON.parse(out)).toEqual(told.map((one) => `in its sandbox ${one}`));
  }
});

test('its signal is told, and no status', async () => {
  expect(await launched(ordinary, 'crashes')).toMatchObject({ end: { status: null, signal: 'SIGSEGV' } });
});

test('a status over 128 is one, and a daemon ends with the launch', async () => {
  const { end } = await launched(ordinary, 'leaves');

  expect(end).toEqual({ status: 200, signal: null });
  await vi.waitFor(() => expect(leftThere()).toEqual([]), { timeout: 20_000, interval: 20 });
});

test('whom a program leaves behind keeps processors busy with it', async () => {
  const [program = '', ...rest] = [...ordinary.words, ...enclosing(ordinary.isRoot), process.execPath, measuring, own];
  const words = ['/usr/bin/python3', join(own, 'spins.py')];
  const child = spawn(program, [...rest, ...words], { env: enclosedEnv(), stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);

  expect(err).toBe('');
  // The program itself has slept. The kernel counts by ticks, and what is printed comes a little later.
  expect(Number(out)).toBeGreaterThan(SPUN_MS / 2);
});
