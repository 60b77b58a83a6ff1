import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as everyTurn, expect } from 'vitest';
import { json, readRun } from '../../../reports/json.ts';
import { sampleCase, sampleRun, sampleRuns } from '../../../reports/samples.ts';
import type { Run } from '../../contracts/run.ts';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { folder, runReport, sockspec } from '../shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** `sockspec report` as a shell sees it. */

const options = { color: false, width: 80 };

function saved(run: Run, name = 'run.json'): string {
  const file = join(folder(), name);
  writeFileSync(file, json.render(run, options));
  return file;
}

async function merged(...words: readonly string[]) {
  const ended = await inProcess(['report', ...words, '--report', 'json']);
  return { ...ended, run: readRun(ended.stdout, ended.stderr) };
}

test('a saved run is rendered as it was, with its exit status', async () => {
  const file = saved(sampleRuns.mixed);

  expect((await merged(file)).run).toEqual(sampleRuns.mixed);
  const { status, stdout } = await sockspec(['report', file]);
  expect(status).toBe(4);
  expect(stdout).toContain('error: the harness failed in 1 case; 2 MUSTs failed');
});

test('the shards of a run are the run', async () => {
  const dir = folder();
  const keys = ['accepts-connection', 'speaks-first', 'closes-after-phrase', 'phrase-is-whole', 'phrase-is-text'];
  const words = ['--fault', 'garbles-controls', ...keys.flatMap((key) => ['--only', `fortune/server/${key}`])];
  const shards = await Promise.all(
    ['1/2', '2/2'].map(async (shard, index) => {
      const file = join(dir, `${index}.json`);
      await sockspec(['run', ...words, '--shard', shard, '--report', `json=${file}`]);
      return file;
    }),
  );
  const whole = await runReport(words);
  const casesOf = shards.map((file) => readRun(readFileSync(file, 'utf8'), file).cases);
  const { status, run } = await merged(...shards);
  const facts = ({ cases }: Run) => cases.map(({ id, target, verdict }) => `${id} ${target} ${verdict}`).toSorted();

  expect(casesOf.every(({ length }) => length > 0)).toBe(true);
  expect(casesOf.flat()).toHaveLength(whole.run.cases.length);
  expect(status).toBe(1);
  expect(facts(run)).toEqual(facts(whole.run));
  expect(run).toMatchObject({
    conclusion: whole.run.conclusion,
    summary: whole.run.summary,
    targets: whole.run.targets,
    complete: true,
  });
});

test('the cases of a requirement that shards share out come in the order of their labels', async () => {
  const [odd, even] = [
    ['1', '11'],
    ['2', '10'],
  ].map((labels) =>
    saved(
      sampleRun({
        cases: labels.map((label) => sampleCase({ id: `upload/server/stores-contents-exactly[${label}]` })),
      }),
    ),
  );
  const { run } = await merged(odd ?? '', even ?? '');

  expect(run.cases.map(({ id }) => /\d+/.exec(id)?.[0])).toEqual(['1', '2', '10', '11']);
});

test('a matrix of targets of one name is told apart by the names of its runs', async () => {
  const linux = saved(sampleRun({ cases: [sampleCase()], started: '2010-02-01T12:00:00.000Z', durationMs: 1 }));
  const mac = saved(
    sampleRun({
      cases: [sampleCase({ verdict: 'fail', reason: 'no file' })],
      started: '2010-02-01T13:00:00.000+02:00',
      durationMs: 2,
      exitStatus: 1,
      outcome: 'nonconformant',
    }),
  );
  const { status, stderr } = await inProcess(['report', linux, mac]);

  expect(status).toBe(2);
  expect(stderr).toBe(
    `sockspec: expected each case of a target in one run, found upload/server/stores-contents-exactly[1] on "phone" in ${linux} and in ${mac} (NAME=RUN.json tells them apart)\n`,
  );
  expect((await merged(`linux=${linux}`, `mac=${mac}`)).run).toMatchObject({
    started: '2010-02-01T13:00:00.000+02:00',
    durationMs: 3,
    outcome: 'nonconformant',
    exitStatus: 1,
    targets: [{ name: 'linux: phone' }, { name: 'mac: phone' }],
    cases: [
      { target: 'linux: phone', verdict: 'pass' },
      { target: 'mac: phone', verdict: 'fail' },
    ],
  });
});

test.each([
  ['one was interrupted', sampleRuns.incomplete, 130, false],
  ['in one the harness failed outside of its cases', sampleRun({ exitStatus: 4, outcome: 'error' }), 4, true],
  ['one reached nothing', sampleRuns.unreached, 0, true],
])('of runs of which %s', async (_, run, exitStatus, complete) => {
  const other = sampleRun({ cases: [sampleCase({ target: 'pc' })] });
  const { status, run: both } = await merged(saved(run), saved(other));

  expect(status).toBe(exitStatus);
  expect(both).toMatchObject({ exitStatus, complete });
});

test.each([
  ['a missing file', 'missing.json', /^sockspec: RUN: expected a saved run, found "missing\.json": ENOENT/],
  ['a folder', '/', /^sockspec: RUN: expected a saved run, found "\/": EISDIR/],
  ['no run', '{"a":1}', /run\.json: .*expected .*schemaVersion/],
  ['half a run', json.render(sampleRuns.mixed, options).slice(0, 900), /run\.json:\d+:\d+: expected JSON/],
])('%s is refused', async (_, text, message) => {
  const file = text.startsWith('{') ? join(folder(), 'run.json') : text;
  if (text.startsWith('{')) writeFileSync(file, text);
  const { status, stdout, stderr } = await inProcess(['report', file]);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

everyTurn('runs that were graded by other points are told so', async () => {
  const [ada, ben] = [2, 1].map((points) => saved(sampleRun({ cases: [sampleCase({ points })] })));

  expect((await inProcess(['report', `ada=${ada}`, `ben=${ben}`])).stderr).toBe(
    'sockspec: points differ: upload/server/stores-contents-exactly is worth 2 on ada: phone and 1 on ben: phone\n',
  );
  expect((await inProcess(['report', `ada=${ada}`])).stderr).toBe('');
});

test('a file whose name has an equals sign is a file', async () => {
  expect((await merged(saved(sampleRuns.conformant, 'a=b.json'))).run).toEqual(sampleRuns.conformant);
});

/** Three of a class, of which one was not judged. */
const few = sampleRuns.severalOfOneSuite;

test.each([
  ['alice', ['alice'], 0],
  ['bob', ['bob'], 1],
  ['carol', ['carol'], 3],
  ['*[al]*', ['alice', 'carol'], 3],
])(
  'a run is narrowed to the targets that %s means, and ends as one of these would',
  async (glob, names, exitStatus) => {
    const { status, run } = await merged(saved(few), '--target', glob);
    const whole = few.cases.filter(({ target }) => names.includes(target));

    expect(run.targets.map(({ name }) => name)).toEqual(names);
    expect(run.cases).toHaveLength(whole.length);
    expect({ status, of: run.exitStatus }).toEqual({ status: exitStatus, of: exitStatus });
    expect(run.targets.map(({ summary }) => summary?.pass)).toEqual(
      names.map((name) => few.cases.filter(({ target, verdict }) => target === name && verdict === 'pass').length),
    );
  },
);

test('a target of several took as long as its cases; one that is alone as long as its run', async () => {
  const cases = few.cases.map((one) => ({ ...one, durationMs: one.target === 'bob' ? 400 : 70_000 }));
  const run = { ...few, cases, durationMs: 300_000 };
  const own = cases.filter(({ target }) => target === 'bob').length * 400;

  expect((await merged(saved(run), '--target', 'bob')).run.durationMs).toBe(own);
  expect((await merged(saved(run), '--target', '*')).run.durationMs).toBe(run.durationMs);
});

test('what the baseline says of a target goes with it, also under another name', async () => {
  const problem = 'the baseline knows upload/server/takes-one, and it was never run';
  const unmatched = ['alice', 'bob'].map((target) => ({ case: 'upload/server/takes-one', target, problem }));
  const file = saved({ ...few, unmatched });

  expect((await merged(file, '--target', 'alice')).run).toMatchObject({ exitStatus: 1, unmatched: [unmatched[0]] });
  expect((await merged(`old=${file}`, '--target', 'old: alice')).run).toMatchObject({
    ...{ exitStatus: 1, conclusion: problem },
    unmatched: [{ ...unmatched[0], target: 'old: alice' }],
  });
});

test('a glob that means no target is refused with their names', async () => {
  const { status, stdout, stderr } = await inProcess(['report', saved(few), '--target', 'dave']);

  expect({ status, stdout, stderr }).toEqual({
    ...{ status: 2, stdout: '' },
    stderr: 'sockspec: --target: expected a glob over the targets (alice, bob, carol), found dave\n',
  });
});

test.each(['gradescope', 'classroom50'])('%s tells of one target, and of several it is refused', async (format) => {
  const file = join(folder(), 'out.json');
  const words = ['report', saved(few), '--report', `${format}=${file}`, '--report', 'none'];
  const refused = await inProcess(words);

  expect(refused).toMatchObject({
    ...{ status: 2, stdout: '' },
    stderr: `sockspec: --report ${format}: expected one target, found 3 (sockspec report RUN.json --target GLOB tells of one of a run)\n`,
  });
  expect(existsSync(file)).toBe(false);
  expect((await inProcess([...words, '--target', 'bob'])).status).toBe(1);
  const { tests } = JSON.parse(readFileSync(file, 'utf8'));
  expect(tests[1].output).toMatch(/\nusually mended: After the name read exactly four octets/);
});

test('of a run that cannot be graded there is no result for classroom50, and the status says so', async () => {
  const file = join(folder(), 'result.json');
  const words = ['--report', `classroom50=${file}`, '--report', 'none'];
  const worthless = sampleRun({ cases: [sampleCase({ points: 0 })] });
  const ungraded = await inProcess(['report', saved(few), '--target', 'carol', ...words]);
  const without = await inProcess(['report', saved(worthless), ...words]);

  expect(ungraded).toMatchObject({
    status: 3,
    stderr: 'sockspec: --report classroom50: no report is written: nothing was judged: not built\n',
  });
  expect(without.status).toBe(3);
  expect(without.stderr).toMatch(/nothing has points/);
  expect(existsSync(file)).toBe(false);

  writeFileSync(file, '{"score":9}');
  const former = await inProcess(['report', saved(few), '--target', 'carol', ...words]);
  expect(former.stderr).toMatch(/nothing was judged: not built; the one that was there is removed\n$/);
  expect(existsSync(file)).toBe(false);
});
