import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readRun } from '../../reports/json.ts';
import type { Run } from '../contracts/run.ts';
import { bin, folder } from './shell.test.helper.ts';

/** Does the page about suites of one's own tell the truth: its files are those of the example, and its commands do what it says. */

const page = readFileSync(fileURLToPath(new URL('../../docs/your-own-suite.md', import.meta.url)), 'utf8');
const example = fileURLToPath(new URL('../../fixtures/examples/tickets', import.meta.url));

const files = [...page.matchAll(/^`([\w.]+)`:\n\n```\w+\n(.*?)^```$/gms)];
const commands = [...page.matchAll(/^sockspec (.*?)(?: # exit status (\d))?$/gm)];

test('the files of docs/your-own-suite.md are those of the example', () => {
  expect(files.map(([, name]) => name)).toEqual(['tickets.suite.mjs', 'careful.py', 'tickets.yaml', 'known.json']);
  for (const [, name = '', text] of files) expect(text, name).toBe(readFileSync(join(example, name), 'utf8'));
});

test('its commands do what it says: each careless server fails what it is careless of', { timeout: 300_000 }, () => {
  const cwd = folder();
  cpSync(example, cwd, { recursive: true });
  const { PYTHONUNBUFFERED: _, ...env } = process.env;
  const red = commands.map(([, words = '', status = '0']) => {
    const report = words.startsWith('run ') ? '--report json=run.json' : '';
    const ended = spawnSync('sh', ['-c', `"$NODE" "$BIN" ${words} ${report}`], {
      ...{ cwd, encoding: 'utf8', timeout: 90_000 },
      env: { ...env, NODE: process.execPath, BIN: bin },
    });
    expect({ words, status: ended.status }, `${ended.stdout}${ended.stderr}`).toEqual({
      words,
      status: Number(status),
    });
    return report === '' ? [] : redIn(readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), words));
  });

  expect(red).toEqual([
    [],
    [],
    [],
    ['the forgetful office: done-once', 'the office of many counters: numbers-follow'],
    ['the forgetful office: done-once, known'],
  ]);
});

/** What did not pass, by target. Every case can be repeated by the module that it is of. */
function redIn({ cases }: Run): readonly string[] {
  expect(cases.length).toBeGreaterThanOrEqual(3);
  for (const { reproduce } of cases) expect(reproduce).toMatch(/ --suite .*tickets\.suite\.mjs'? --only /);
  return cases
    .filter(({ verdict }) => verdict !== 'pass')
    .map(
      ({ target, requirement, known }) =>
        `${target}: ${requirement.split('/').at(-1)}${known === undefined ? '' : ', known'}`,
    )
    .toSorted();
}
