import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRun } from '../../reports/json.ts';
import { namespaceWith } from './namespace.test.helper.ts';
import { bin, folder, program, requirementsWith } from './shell.test.helper.ts';

/** connect/client over other people's programs: names that do not resolve are asked for where no query can leave. */

const { exec } = namespaceWith([]);

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
  const [enter, ...inside] = exec;
  const words = [process.execPath, bin, 'run', '--profile', profile, '--report', 'json'];
  const child = spawn(enter, [...inside, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  await new Promise((resolve) => child.once('close', resolve));
  return readRun(text, name);
}
