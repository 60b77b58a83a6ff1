import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Static, Type } from '@sinclair/typebox';
import { beforeEach, test as everyTurn, expect } from 'vitest';
import { parse } from 'yaml';
import { readRun } from '../../reports/json.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { firstProblem } from '../text/problems.ts';
import { bin, folder, needs, program, sockspecLine } from './shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** What runs sockspec elsewhere: the action, the workflow, the image, and the page that tells how. */

const repository = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string): string => readFileSync(join(repository, name), 'utf8');

const Step = Type.Object({
  id: Type.Optional(Type.String()),
  run: Type.Optional(Type.String()),
  env: Type.Optional(Type.Record(Type.String(), Type.String())),
});
const Action = Type.Object({
  inputs: Type.Record(Type.String(), Type.Object({ description: Type.String(), default: Type.String() })),
  runs: Type.Object({ using: Type.Literal('composite'), steps: Type.Array(Step) }),
});
const Workflow = Type.Object({
  jobs: Type.Record(
    Type.String(),
    Type.Object({
      steps: Type.Array(Type.Object({ run: Type.Optional(Type.String()) })),
      strategy: Type.Optional(Type.Object({ matrix: Type.Object({ node: Type.Array(Type.String()) }) })),
    }),
  ),
});
const Package = Type.Object({
  scripts: Type.Record(Type.String(), Type.String()),
  engines: Type.Object({ node: Type.String() }),
});

beforeEach((context) => needs(context, 'bash'));

const action = readAction();

test('every input of the action is used, and every one that is used is declared', () => {
  const used = [...read('action.yml').matchAll(/\binputs\.([\w-]+)/g)].map(([, name]) => name);

  expect([...new Set(used)].sort()).toEqual(Object.keys(action.inputs).sort());
});

test.each([
  [
    'a careful server, with two words that are given as they are',
    { suites: 'lines/server', exec: lines('lines_careful.py'), arguments: '--only\n**/line-in-pieces\n' },
    { status: '0', outcome: 'conformant', annotations: 0 },
  ],
  [
    'a careless one',
    { suites: 'lines/server', arguments: '--only\n**/empty-lines\n--fault\ndrops-empty-lines' },
    { status: '1', outcome: 'nonconformant', annotations: 1 },
  ],
  ['a suite that is not there', { suites: 'lines/sever' }, { status: '2', outcome: undefined, annotations: 0 }],
])('the action judges %s', { timeout: 120_000 }, (_, inputs, expected) => {
  const place = folder();
  mkdirSync(join(place, 'sockspec/node_modules/.bin'), { recursive: true });
  const command = `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`;
  writeFileSync(join(place, 'sockspec/node_modules/.bin/sockspec'), command, { mode: 0o755 });

  const { stdout, outputs, status } = judgeStep(place, { ...inputs, reports: join(place, 'reports') });

  const annotations = stdout.split('\n').filter((line) => line.startsWith('::error')).length;
  expect({ status: outputs.status, outcome: outputs.outcome, annotations }).toEqual(expected);
  expect(['report.html', 'junit.xml', 'run.json'].map((name) => existsSync(join(place, 'reports', name)))).toEqual(
    Array(3).fill(expected.outcome !== undefined),
  );
  // The last step alone fails the job, after the reports are kept.
  expect(status).toBe(0);
});

test('the workflow runs scripts that are there, on versions of Node that the package names', () => {
  const workflow: unknown = parse(read('.github/workflows/ci.yml'));
  const about: unknown = JSON.parse(read('package.json'));
  if (!is(Workflow, workflow) || !is(Package, about)) throw new Error('the workflow or the package has another form');

  const runs = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  const scripts = runs.flatMap((run) => /^npm (?:run )?(start|test\S*)$/.exec(run)?.[1] ?? []);
  expect(scripts.filter((name) => about.scripts[name] === undefined)).toEqual([]);
  expect(scripts).toEqual(expect.arrayContaining(['start', 'test:quick']));
  expect(runs.filter((run) => run.startsWith('.') && !existsSync(join(repository, run)))).toEqual([]);
  const majors = about.engines.node.split(' || ').map((range) => /\d+/.exec(range)?.[0]);
  expect(workflow.jobs.matrix?.strategy?.matrix.node.map((version) => version.split('.')[0])).toEqual(majors);
});

test('the image is made of files that are there, and starts the command that the package has', () => {
  const lines = read('Dockerfile').split('\n');
  const copied = lines.flatMap((line) => /^COPY (?!--from)(.*) \S+$/.exec(line)?.[1]?.split(' ') ?? []);
  const { bin: commands, engines }: { bin: object; engines: { node: string } } = JSON.parse(read('package.json'));

  expect(copied.filter((name) => !existsSync(join(repository, name)))).toEqual([]);
  expect(lines).toContain(`ENTRYPOINT ${JSON.stringify(Object.keys(commands))}`);
  const majors = lines.flatMap((line) => /^FROM node:(\d+)/.exec(line)?.[1] ?? []);
  expect(majors.filter((major) => !engines.node.includes(`^${major}.`))).toEqual([]);
  expect(majors).toHaveLength(2);
});

test('the commands of docs/ci.md do what it says', { timeout: 300_000 }, async () => {
  const cwd = folder();
  symlinkSync(join(repository, 'fixtures'), join(cwd, 'fixtures'));
  const blocks = [...read('docs/ci.md').matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = '']) =>
    text.trimEnd().split('\n'),
  );
  expect(blocks.map((block) => block.length)).toEqual([1, 5]);

  // The one needs nothing of the other.
  await Promise.all(blocks.map((block) => runInTurn(block, cwd)));
  const known = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), 'run.json');
  expect(known.summary).toMatchObject({ fail: 1, warning: 0, error: 0 });
  expect(existsSync(join(cwd, 'whole.xml'))).toBe(true);
});

async function runInTurn(block: readonly string[], cwd: string): Promise<void> {
  for (const line of block) {
    const { status, stderr } = await sockspecLine(line.replace(/^sockspec /, ''), cwd);
    expect([line, status], stderr).toEqual([line, 0]);
  }
}

function lines(file: string): string {
  return `python3 -S '${program(file)}' {host} {port}`;
}

/** Runs the step that judges as a runner of GitHub Actions would: its environment is filled in, and outputs are a file. */
function judgeStep(place: string, given: Readonly<Record<string, string>>) {
  const step = action.runs.steps.find(({ id }) => id === 'judge');
  const inputs = Object.fromEntries(Object.entries(action.inputs).map(([name, one]) => [name, one.default]));
  const filled = (text: string): string =>
    text.replace(/\$\{\{ (\w+)\.([\w-]+) \}\}/g, (_, from: string, name: string) =>
      from === 'inputs' ? (given[name] ?? inputs[name] ?? '') : place,
    );
  const env = Object.fromEntries(Object.entries(step?.env ?? {}).map(([name, text]) => [name, filled(text)]));
  const output = join(place, 'output');
  writeFileSync(output, '');
  const { GITHUB_STEP_SUMMARY: _, ...outer } = process.env;
  const { stdout, status } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? ''], {
    ...{ cwd: place, encoding: 'utf8' },
    env: { ...outer, ...env, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: join(place, 'summary.md') },
  });
  const outputs: Readonly<Record<string, string>> = Object.fromEntries(
    readFileSync(output, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('=')),
  );
  return { stdout, status, outputs };
}

function readAction(): Static<typeof Action> {
  const value: unknown = parse(read('action.yml'));
  if (is(Action, value)) return value;
  throw new Error('action.yml: expected inputs, each with a description and a default, and steps');
}

function is<Schema extends typeof Action | typeof Workflow | typeof Package>(
  schema: Schema,
  value: unknown,
): value is Static<Schema> {
  return firstProblem(schema, value) === undefined;
}
