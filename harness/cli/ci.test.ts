import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Static, Type } from '@sinclair/typebox';
import { beforeEach, test as everyTurn, expect } from 'vitest';
import { parse } from 'yaml';
import { readRun } from '../../reports/json.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { firstProblem } from '../text/problems.ts';
import { literalPattern } from '../text/quoting.ts';
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
const Job = Type.Object({
  if: Type.Optional(Type.String()),
  steps: Type.Array(
    Type.Object({
      uses: Type.Optional(Type.String()),
      run: Type.Optional(Type.String()),
      with: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    }),
  ),
  strategy: Type.Optional(Type.Object({ matrix: Type.Record(Type.String(), Type.Array(Type.Unknown())) })),
});
type JobStep = Static<typeof Job>['steps'][number];
const Workflow = Type.Object({ jobs: Type.Record(Type.String(), Job) });
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

const one = '--only\n**/line-in-pieces\n';

test.each([
  [
    'a careful server, with two words that are given as they are',
    { suites: 'lines/server', exec: lines('lines_careful.py'), arguments: one },
    { status: '0', outcome: 'conformant', annotations: 0 },
  ],
  [
    'a careless one',
    { suites: 'lines/server', arguments: '--only\n**/empty-lines\n--fault\ndrops-empty-lines' },
    { status: '1', outcome: 'nonconformant', annotations: 1 },
  ],
  [
    'a suite that is not there',
    { suites: 'lines/sever', exec: lines('lines_careful.py') },
    { status: '2', outcome: undefined, annotations: 0 },
  ],
  [
    'a suite that is not there, in the second line',
    { suites: 'lines/server\nlines/sever\n', exec: lines('lines_careful.py'), arguments: one },
    { status: '2', outcome: undefined, annotations: 0 },
  ],
])('the action judges %s, and the reports that were there are gone', { timeout: 120_000 }, (_, inputs, expected) => {
  const place = placeOfAction();
  mkdirSync(join(place, 'reports'));
  for (const name of reportNames) writeFileSync(join(place, 'reports', name), 'of yesterday');

  const { stdout, outputs, status } = judgeStep(place, { ...inputs, reports: join(place, 'reports') });

  const annotations = stdout.split('\n').filter((line) => line.startsWith('::error')).length;
  expect({ status: outputs.status, outcome: outputs.outcome, annotations }).toEqual(expected);
  expect(reportNames.map((name) => existsSync(join(place, 'reports', name)))).toEqual(
    Array(3).fill(expected.outcome !== undefined),
  );
  // The last step alone fails the job, after the reports are kept.
  expect(status).toBe(0);
});

test.each([
  [
    'no program',
    { suites: 'lines/server', arguments: `--strict\n${one}` },
    'expected exec, target or profile, found none of them: no program would be tested',
  ],
  ['nothing at all', {}, 'expected exec, target or profile, found none of them: no program would be tested'],
  [
    'no folder for reports',
    { suites: 'lines/server', exec: lines('lines_careful.py'), arguments: one, reports: '' },
    'reports: expected a folder, found nothing',
  ],
])('the action refuses %s by one annotation', { timeout: 120_000 }, (_, inputs: Record<string, string>, problem) => {
  const { stdout, outputs, status } = judgeStep(placeOfAction(), inputs);

  expect({ stdout, outputs, status }).toEqual({
    stdout: `::error title=sockspec::${problem}\n`,
    outputs: { status: '2' },
    status: 0,
  });
});

test('the job fails unless its gate is said to be false', () => {
  expect(read('action.yml')).toMatch(/^ +if: \$\{\{ inputs\.gate != 'false' \}\}$/m);
});

test('two jobs, and two of a matrix, keep their reports under names of their own', () => {
  expect(action.inputs.artifact?.default).toMatch(
    /^sockspec-report-\$\{\{ github\.job \}\}-\$\{\{ strategy\.job-index \}\}$/,
  );
});

test('what builds the package is installed in a workflow that says NODE_ENV=production', () => {
  const install = action.runs.steps
    .flatMap(({ run }) => run?.split('\n') ?? [])
    .filter((line) => /^npm ci\b/.test(line));
  const cwd = folder();
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(repository, name), join(cwd, name));
  const { stdout, stderr } = spawnSync(`${install.join('\n')} --dry-run --offline`, {
    ...{ cwd, shell: true, encoding: 'utf8' },
    env: { ...process.env, NODE_ENV: 'production' },
  });

  expect(stdout, stderr).toContain('add typescript ');
});

test('the workflow runs scripts that are there, on versions of Node that the package names', () => {
  const workflow = asWorkflow(read('.github/workflows/ci.yml'));
  const about: unknown = JSON.parse(read('package.json'));
  if (!is(Package, about)) throw new Error('the package has another form');

  const runs = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  const scripts = runs.flatMap((run) => /^npm (?:run )?(start|test\S*)$/.exec(run)?.[1] ?? []);
  expect(scripts.filter((name) => about.scripts[name] === undefined)).toEqual([]);
  expect(scripts).toEqual(expect.arrayContaining(['start', 'test:quick']));
  expect(runs.filter((run) => run.startsWith('.') && !existsSync(join(repository, run)))).toEqual([]);
  const majors = about.engines.node.split(' || ').map((range) => /\d+/.exec(range)?.[0]);
  expect(workflow.jobs.matrix?.strategy?.matrix.node?.map((version) => String(version).split('.')[0])).toEqual(majors);
});

/** The blocks of docs/ci.md that are workflows. */
const workflows = [...read('docs/ci.md').matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);

test.each([
  ['.github/workflows/ci.yml', read('.github/workflows/ci.yml'), 4],
  ['the first workflow of docs/ci.md', workflows[0] ?? '', 1],
  ['that of several parts', workflows[1] ?? '', 2],
])('each job of %s has Node and a checkout before it uses them', (_, text, count) => {
  const jobs = Object.entries(asWorkflow(text).jobs);
  const early = jobs.filter(([, { steps }]) => {
    const firstOf = (isIt: (step: JobStep) => boolean): number => steps.findIndex(isIt);
    const uses = (what: RegExp) => firstOf((step) => what.test(step.uses ?? ''));
    const needing = firstOf(
      ({ run = '', uses: used = '' }) => /^(npm|npx|node|sockspec|\.ci)\b/.test(run) || /^\.\/|\/sockspec@/.test(used),
    );
    const before = [uses(/^actions\/checkout@/), uses(/^actions\/setup-node@/)];
    return needing === -1 || before.some((at) => at === -1 || at > needing);
  });

  expect(jobs).toHaveLength(count);
  expect(early.map(([name]) => name)).toEqual([]);
  // The registry has no package that is asked for here.
  expect(jobs.flatMap(([, { steps }]) => steps.flatMap(({ run }) => run ?? [])).join('\n')).not.toMatch(/\bnpx\b/);
});

test('the workflow of several parts makes one report of what its parts have judged, and one that fails of fewer', {
  timeout: 180_000,
}, (context) => {
  needs(context, 'python3');
  const place = placeOfAction();
  const target = { name: 'server', suite: 'lines/server', exec: lines('lines_careful.py') };
  writeFileSync(join(place, 'conformance.yaml'), JSON.stringify({ targets: [target] }));
  const { part, whole } = asWorkflow(workflows[1] ?? '').jobs;
  const used = part?.steps.find(({ uses }) => uses?.includes('/sockspec@') === true);
  const [checkout] = whole?.steps ?? [];
  const merging = whole?.steps.flatMap(({ run = '' }) => (run.includes(' report ') ? [run] : [])).join('\n') ?? '';
  expect([checkout?.with?.path, used?.with?.gate]).toEqual(['sockspec', 'false']);
  expect(whole?.if).toMatch(/^\$\{\{ !cancelled\(\) \}\}$/);
  const cwd = folder();
  symlinkSync(repository, join(cwd, 'sockspec'));
  const { GITHUB_STEP_SUMMARY: _, ...env } = process.env;
  const merge = (): number | null => spawnSync(merging, { cwd, env, shell: true }).status;

  const statuses = part?.strategy?.matrix.part?.map((number) => {
    const inputs = Object.entries(used?.with ?? {}).map(([name, value]) => [
      name,
      String(value).replaceAll(/\$\{\{ matrix\.part \}\}/g, String(number)),
    ]);
    const given: Readonly<Record<string, string>> = Object.fromEntries(inputs);
    const few = `${given.arguments}--only\n**/line-in-pieces\n--only\n**/empty-lines\n`;
    return judgeStep(place, { ...given, arguments: few, reports: join(cwd, given.artifact ?? '') }).outputs.status;
  });
  expect(statuses).toEqual(Array(4).fill('0'));
  expect([merge(), existsSync(join(cwd, 'whole.html'))]).toEqual([0, true]);

  rmSync(join(cwd, 'part-4'), { recursive: true });
  expect(merge()).toBe(3);
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

test('each folder that the package is packed into is made before: npm makes none', () => {
  const install = action.runs.steps.flatMap(({ run = '' }) => (run.includes('npm pack') ? [run] : []));
  const packing = [...install, ...read('Dockerfile').split('\n')].flatMap((text) => {
    const [before = '', place] = text.split(/npm pack --pack-destination (\S+)/);
    return place === undefined ? [] : [{ before, place }];
  });

  expect(packing).toHaveLength(2);
  expect(
    packing.filter(({ before, place }) => !new RegExp(`mkdir (-p )?${literalPattern(place)}\\s`).test(before)),
  ).toEqual([]);
});

test('who runs the image may write reports where it starts, and capture', () => {
  const lines = read('Dockerfile').split('\n');
  const user = lines.indexOf('USER node');
  const [, folder = ''] = /^WORKDIR (\S+)$/m.exec(lines.slice(-5).join('\n')) ?? [];
  const made = lines.indexOf(`RUN install -d -o node -g node ${folder}`);
  const installed = lines.findIndex((line) => /apt-get install .* tcpdump libcap2-bin /.test(line));
  // A capability that a container lacks at first keeps a program from starting: NET_ADMIN is one.
  const allowed = lines.indexOf('RUN setcap cap_net_raw+ep /usr/bin/tcpdump');

  expect([installed, allowed, made, user].every((line) => line !== -1)).toBe(true);
  expect([installed, allowed, made, lines.lastIndexOf(`WORKDIR ${folder}`), user]).toEqual(
    [installed, allowed, made, lines.lastIndexOf(`WORKDIR ${folder}`), user].toSorted((one, other) => one - other),
  );
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
  expect(known).toMatchObject({ mustsNotConcluded: 0, summary: { fail: 1, warning: 0, error: 0 } });
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

/** What the action keeps. */
const reportNames = ['report.html', 'junit.xml', 'run.json'];

/** A folder in which the action has installed this build. */
function placeOfAction(): string {
  const place = folder();
  mkdirSync(join(place, 'sockspec/node_modules/.bin'), { recursive: true });
  const command = `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`;
  writeFileSync(join(place, 'sockspec/node_modules/.bin/sockspec'), command, { mode: 0o755 });
  return place;
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

function asWorkflow(text: string): Static<typeof Workflow> {
  const value: unknown = parse(text);
  if (is(Workflow, value)) return value;
  throw new Error('expected a workflow: jobs, each with steps');
}

function is<Schema extends typeof Action | typeof Workflow | typeof Package>(
  schema: Schema,
  value: unknown,
): value is Static<Schema> {
  return firstProblem(schema, value) === undefined;
}
