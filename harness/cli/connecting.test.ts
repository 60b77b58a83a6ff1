import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readRun } from '../../reports/json.ts';
import { bin, folder, program, requirementsWith } from './shell.test.helper.ts';

/** connect/client over other people's programs: names that do not resolve are asked for where no query can leave. */

const namespace = `sockspec-${process.pid}`;

/** Why there is no namespace on this machine; CI must have one. */
let missing: string | undefined;

beforeAll(() => {
  try {
    execFileSync('ip', ['netns', 'add', namespace], { stdio: 'pipe' });
    execFileSync('ip', ['-n', namespace, 'link', 'set', 'lo', 'up'], { stdio: 'pipe' });
  } catch (error) {
    missing = `needs a network namespace (root, iproute2): ${String(error).split('\n')[0]}`;
  }
});

afterAll(() => {
  if (missing === undefined) execFileSync('ip', ['netns', 'del', namespace]);
});

beforeEach((context) => {
  if (missing === undefined) return;
  if (process.env.CI !== undefined) throw new Error(missing);
  context.skip(missing);
});

const programs = [
  { name: 'connect_client_careful.py', musts: [], shoulds: [] },
  {
    name: 'connect_client_hides.py',
    musts: ['no-false-success', 'reports-address-error', 'reports-refused', 'reports-timeout'],
    shoulds: ['tells-errors-apart'],
  },
  { name: 'connect_client_one_text.py', musts: [], shoulds: ['tells-errors-apart'] },
  { name: 'connect_client_no_timeout.py', musts: ['reports-timeout'], shoulds: [] },
];

test.each(programs)('connect/client judges $name', { timeout: 120_000 }, async ({ name, musts, shoulds }) => {
  const run = await runInNamespace(name);

  expect({ musts: requirementsWith(run.cases, 'fail'), shoulds: requirementsWith(run.cases, 'warning') }).toEqual({
    musts,
    shoulds,
  });
  expect(requirementsWith(run.cases, 'error')).toEqual([]);
});

async function runInNamespace(name: string) {
  const profile = join(folder(), 'profile.json');
  const limits = { connectTimeoutMs: 5000, resolveMs: 15_000 };
  const target = { suite: 'connect/client', exec: `python3 '${program(name)}' {host} {port}`, limits };
  writeFileSync(profile, JSON.stringify({ targets: [target] }));
  const words = ['netns', 'exec', namespace, process.execPath, bin, 'run', '--profile', profile, '--report', 'json'];
  const child = spawn('ip', words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  await new Promise((resolve) => child.once('close', resolve));
  return readRun(text, name);
}
