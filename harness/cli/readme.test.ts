import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, test as everyTurn, expect } from 'vitest';
import { needsSandbox } from '../processes/sandbox/users.test.helper.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { freePort } from '../targets/ports.ts';
import { onPrompt, TO_SEND } from './by-hand.test.helper.ts';
import { bin, needs, program } from './shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** Does the README tell the truth: its commands are typed by somebody who has a fresh copy of the repository, and nothing else. */

const repository = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(repository, 'README.md'), 'utf8');

/** The lines of each section that are typed into a shell, by its heading. */
const typed = new Map(
  page
    .split(/^#+ (?=.*\n)/m)
    .map((section): [string, readonly string[]] => [
      section.split('\n', 1)[0] ?? '',
      [...section.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, text = '']) => text.trimEnd().split('\n')),
    ])
    .filter(([, lines]) => lines.length > 0),
);

/** What `npm start` is tried with: nothing-leaves.lab.test.ts runs all suites, as it does without words. */
const ONE_SUITE = ' -- frames';

const place = mkdtempSync(join(tmpdir(), 'sockspec fresh-'));
const [copy, prefix] = [join(place, 'sockspec'), join(place, 'prefix')];
afterAll(() => rmSync(place, { recursive: true, force: true }));

beforeAll(async () => {
  for (const name of sources().filter((one) => one !== '' && existsSync(join(repository, one))))
    cpSync(join(repository, name), join(copy, name), { recursive: true });
  mkdirSync(prefix);
  const [main = ''] = typed.get('sockspec') ?? [];
  const [link = ''] = typed.get('One minute each') ?? [];

  expect(main).toMatch(/^npm ci && npm start +#/);
  expect(link).toMatch(/^npm link +#/);
  // The tests themselves run on what `npm ci` has installed.
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
  for (const line of [main.replace(/^npm ci && | +#.*/g, '') + ONE_SUITE, link]) {
    const { status, said } = await type(line);
    expect({ line, status }, said).toEqual({ line, status: 0 });
  }
}, 300_000);

test('each user has a section', () => {
  expect([...typed.keys()].slice(2)).toEqual([
    'My server',
    "My phone's client",
    'My protocol',
    'My CI',
    'My class',
    'My captures',
  ]);
});

// They wait most of their time.
describe.concurrent('its commands do what it says', () => {
  test.for(['My server', 'My protocol', 'My CI', 'My captures'])(
    '%s',
    { timeout: 180_000 },
    async (heading, context) => {
      needs(context, 'python3');
      await typeAll(heading);
    },
  );

  test('My class', { timeout: 180_000 }, async (context) => {
    needs(context, 'python3');
    needsSandbox(context, bin);
    await typeAll('My class');

    const rows = readFileSync(join(copy, 'class/grades.csv'), 'utf8').split('\n');
    expect(rows.slice(1, 3)).toEqual([expect.stringMatching(/^ada,.*pass/), expect.stringMatching(/^ben,.*fail/)]);
    expect(existsSync(join(copy, 'class/class.html'))).toBe(true);
  });

  test("My phone's client", { timeout: 180_000 }, async (context) => {
    needs(context, 'python3');
    const port = String(await freePort('127.0.0.1'));
    const clients: ChildProcess[] = [];
    context.onTestFinished(() => {
      for (const client of clients) client.kill('SIGKILL');
    });
    const start = onPrompt((prompt) => {
      const [, name = '', , folder = ''] = TO_SEND.exec(prompt) ?? [];
      const words = [program('upload_client_careful.py'), '127.0.0.1', port, join(folder, name)];
      clients.push(spawn('python3', words, { stdio: 'ignore' }));
    });
    // A person takes a minute; of the rows that wait for what does not come, none is tried.
    const rows = ['contents-exact', 'name-exact'].map((row) => ` --only upload/client/${row}`).join('');

    await typeAll("My phone's client", (line) => `${line.replace('54321', port)}${rows}`, start);
    expect(clients.length).toBeGreaterThan(0);
  });
});

/** What a clone has; where nothing tells that, all but what is made here. */
function sources(): readonly string[] {
  // Tests that root runs read the checkout of somebody else.
  const words = ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { status, stdout } = spawnSync('git', words, { cwd: repository, encoding: 'utf8' });
  if (status === 0) return stdout.split('\0');
  return readdirSync(repository).filter((name) => !['.git', 'dist', 'node_modules'].includes(name));
}

/** Types the lines of a section, each of which ends with the status that stands behind it, or with 0. */
async function typeAll(
  heading: string,
  change = (line: string) => line,
  began: (child: ChildProcess) => void = () => undefined,
): Promise<void> {
  for (const line of typed.get(heading) ?? []) {
    const [, status = '0'] = /# exit status (\d)$/.exec(line) ?? [];
    const ended = await type(change(line), began);
    expect({ line, status: ended.status }, ended.said).toEqual({ line, status: Number(status) });
  }
}

/** What a shell makes of a line. npm asks no registry, and links nothing into this machine. */
async function type(line: string, began: (child: ChildProcess) => void = () => undefined) {
  const { PYTHONUNBUFFERED: _, NO_COLOR: __, ...outer } = process.env;
  const PATH = [join(prefix, 'bin'), dirname(process.execPath), outer.PATH].join(delimiter);
  const quietly = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_offline: 'true' };
  const child = spawn('sh', ['-c', line], {
    cwd: copy,
    env: { ...outer, ...quietly, PATH, npm_config_prefix: prefix },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  began(child);
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, said };
}
