import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, type TestContext, test } from 'vitest';
import { speaksDatagrams } from './planning/target-plans.ts';
import { folder, needs, program, requirementsWith, runReport } from './shell.test.helper.ts';

/**
 * The careful programs under the Python of their time, 2.7, and its successor. Python 2 has no package in today's
 * distributions: where no python2.7 runs, by itself or through pyenv, its tests are skipped, in CI too.
 */

/** Where a Python 2.7 is, or undefined. */
function python27(): string | undefined {
  const versions = spawnSync('pyenv', ['versions', '--bare'], { encoding: 'utf8' }).stdout ?? '';
  const installed = versions.split('\n').filter((version) => /^2\.7\.\d+$/.test(version));
  for (const version of [undefined, ...installed]) {
    const env = { ...process.env, ...(version === undefined ? {} : { PYENV_VERSION: version }) };
    const asked = spawnSync('python2.7', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8', env });
    if (asked.status === 0) return asked.stdout.trim();
  }
  return undefined;
}

const pythons: Readonly<Record<string, (context: TestContext) => string>> = {
  'python2.7': (context) => python27() ?? context.skip('needs python2.7, which no distribution packages any more'),
  python3: (context) => {
    needs(context, 'python3');
    return 'python3';
  },
};

const phrases = ['A short phrase.', 'Another short phrase.', 'Eine kürzere Größe.'];

/** Nothing is flushed but by the programs themselves. */
const env = { PYTHONUNBUFFERED: '' };
const limits = {
  replyMs: 1000,
  recoveryMs: 1000,
  storageMs: 1000,
  closeMs: 3000,
  connectTimeoutMs: 5000,
  stallMs: 5000,
};

/** Runs a suite against a program, under a Python that is launched with these words. */
async function judged(suite: string, python: string, words: string) {
  const dir = folder();
  const [database, profile] = [join(dir, 'phrases.txt'), join(dir, 'profile.json')];
  writeFileSync(database, `${phrases.join('\n')}\n`);
  const exec = `${python} ${words.replace('PHRASES', `'${database}'`)}`;
  const known = suite === 'fortune/server' ? { phrases: database } : {};
  const on = speaksDatagrams(suite) ? { interface: '127.0.0.1' } : {};
  writeFileSync(profile, JSON.stringify({ targets: [{ suite, exec, env, limits, ...known, ...on }] }));
  return runReport(['--profile', profile]);
}

/** Under Python 3 counterparts.test.ts judges all of them; here those whose output must come in time. */
const careful = [
  { python: 'python2.7', suite: 'fortune/server', words: `'${program('fortune_careful.py')}' {host} {port} PHRASES` },
  { python: 'python2.7', suite: 'fortune/client', words: `'${program('fortune_client_careful.py')}' {host} {port}` },
  { python: 'python2.7', suite: 'upload/server', words: `'${program('upload_careful.py')}' {host} {port} {dir}` },
  {
    python: 'python2.7',
    suite: 'upload/client',
    words: `'${program('upload_client_careful.py')}' {host} {port} {file}`,
  },
  { python: 'python2.7', suite: 'lines/server', words: `'${program('lines_careful.py')}' {host} {port}` },
  { python: 'python2.7', suite: 'lines/client', words: `'${program('lines_client_careful.py')}' {host} {port}` },
  { python: 'python2.7', suite: 'record/server', words: `'${program('record_careful.py')}' {host} {port}` },
  { python: 'python2.7', suite: 'record/client', words: `'${program('record_client_careful.py')}' {host} {port}` },
  { python: 'python2.7', suite: 'connect/client', words: `'${program('connect_client_careful.py')}' {host} {port}` },
  {
    python: 'python2.7',
    suite: 'multicast/receiver',
    words: `'${program('multicast_receiver_careful.py')}' {group} {port} {address}`,
  },
  {
    python: 'python2.7',
    suite: 'multicast/sender',
    words: `'${program('multicast_sender_careful.py')}' {group} {port} {address}`,
  },
  { python: 'python2.7', suite: 'broadcast/receiver', words: `'${program('broadcast_receiver_careful.py')}' {port}` },
  {
    python: 'python2.7',
    suite: 'broadcast/sender',
    words: `'${program('broadcast_sender_careful.py')}' {destination} {port} {address}`,
  },
  {
    python: 'python3',
    suite: 'multicast/receiver',
    words: `'${program('multicast_receiver_careful.py')}' {group} {port} {address}`,
  },
  { python: 'python3', suite: 'fortune/client', words: `'${program('fortune_client_careful.py')}' {host} {port}` },
  { python: 'python3', suite: 'lines/server', words: `'${program('lines_careful.py')}' {host} {port}` },
  { python: 'python3', suite: 'record/server', words: `'${program('record_careful.py')}' {host} {port}` },
];

test.for(careful)('$python: the careful program of $suite', { timeout: 300_000 }, async (row, context) => {
  const found = await judged(row.suite, pythons[row.python]?.(context) ?? '', row.words);

  expect(found.run.cases.filter(({ verdict }) => ['fail', 'warning', 'error'].includes(verdict))).toEqual([]);
  expect(found.status).toBe(0);
});

const servers = [
  { suite: 'lines/server', words: `'${program('lines_careful.py')}' {host} {port}`, unseen: 'nothing of its line' },
  { suite: 'record/server', words: `'${program('record_careful.py')}' {host} {port}`, unseen: 'nothing of its record' },
];

describe.each(servers)('$suite', ({ suite, words, unseen }) => {
  test.for(Object.keys(pythons))(
    '%s: what is not flushed is late, no fault',
    { timeout: 120_000 },
    async (name, context) => {
      const python = `${pythons[name]?.(context)} '${program('unflushed.py')}'`;

      const { run, status } = await judged(suite, python, words);

      expect(status).toBe(3);
      expect(requirementsWith(run.cases, 'pass', 'fail', 'warning', 'error')).toEqual([]);
      expect(run.conclusion).toContain(unseen);
      expect(run.conclusion).toContain('needs PYTHONUNBUFFERED=1, --tty, or a flush after each item');
    },
  );
});
