import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type TestContext, test } from 'vitest';
import { bin, folder, needs, program } from './shell.test.helper.ts';

/** Does the page for graders tell the truth: its files are written, and its commands run, over a class of eight. */

const page = readFileSync(fileURLToPath(new URL('../../docs/grading.md', import.meta.url)), 'utf8');

/** The files of the page: each block behind a line that names it. */
const files = [...page.matchAll(/^`([\w.]+)`:\n\n```\w+\n(.*?)^```$/gms)].map(([, name = '', text = '']) => ({
  name,
  text,
}));

/** The commands of the page, with the status that each ends with. */
const commands = [...page.matchAll(/^sockspec (.*?)(?: # exit status (\d))?$/gm)].map(
  ([, words = '', status = '0']) => ({
    words,
    status: Number(status),
  }),
);

/** What each of the class handed in: one of the programs of this repository, or worse. */
const submissions: Readonly<Record<string, string>> = {
  alice: 'fortune_careful.py',
  amir: 'fortune_single_shot.py',
  bob: 'fortune_never_closes.py',
  erin: 'hostile_silent.py',
  frank: 'hostile_ends_at_once.py',
  grace: 'fortune_hangs_up.py',
};

function classRoom(): string {
  const made = folder();
  for (const [name, file] of Object.entries(submissions)) {
    mkdirSync(join(made, 'submissions', name), { recursive: true });
    cpSync(program(file), join(made, 'submissions', name, 'server.py'));
  }
  mkdirSync(join(made, 'submissions', 'carol'));
  writeFileSync(join(made, 'submissions', 'carol', 'server.py'), 'import socket\nserver = socket.socket(\n');
  mkdirSync(join(made, 'submissions', 'dan'));
  for (const { name, text } of files) writeFileSync(join(made, name), text);
  return made;
}

function shell(words: string, cwd: string) {
  const { PYTHONUNBUFFERED: _, ...env } = process.env;
  return spawnSync('sh', ['-c', `"$NODE" "$BIN" ${words}`], {
    ...{ cwd, encoding: 'utf8', timeout: 180_000 },
    env: { ...env, NODE: process.execPath, BIN: bin },
  });
}

/** Of each: points, of how many, how many are open, and the four verdicts; between them stands the remark. */
function gradesIn(cwd: string, file: string): Readonly<Record<string, string>> {
  const [, ...rows] = readFileSync(join(cwd, file), 'utf8').trimEnd().split('\n');
  const cells = rows.map((row) => row.split(','));
  return Object.fromEntries(
    cells.map(([name = '', ...rest]) => [name, [...rest.slice(0, 3), ...rest.slice(-4)].join(' ')]),
  );
}

/** What stands in the file that a command wrote. */
function written(cwd: string, file: string) {
  return JSON.parse(readFileSync(join(cwd, file), 'utf8'));
}

test('a class is graded by the commands of docs/grading.md, and the second time the same', {
  timeout: 600_000,
}, (context: TestContext) => {
  needs(context, 'python3');
  const cwd = classRoom();

  expect(files.map(({ name }) => name)).toEqual(['class.yaml', 'submission.yaml']);
  expect(commands.length).toBe(5);
  for (const { words, status } of commands) {
    const ended = shell(words, cwd);
    expect({ words, status: ended.status }, `${ended.stdout}${ended.stderr}`).toEqual({ words, status });
  }

  const grades = gradesIn(cwd, 'grades.csv');
  const open = 'inconclusive inconclusive inconclusive inconclusive';
  expect(grades).toEqual({
    alice: '5 5 0 pass pass pass pass',
    amir: '4 5 0 pass pass pass fail',
    bob: '0 5 3 inconclusive inconclusive fail inconclusive',
    carol: ` 5  ${open}`,
    dan: ` 5  ${open}`,
    erin: '0 5 4 inconclusive fail inconclusive inconclusive',
    frank: ` 5  ${open}`,
    grace: '0 5 4 inconclusive fail inconclusive inconclusive',
  });
  const remarks = readFileSync(join(cwd, 'grades.csv'), 'utf8');
  expect(remarks).toMatch(/^carol,.*the build failed: .* ended with status 1; its last lines: .*SyntaxError/m);
  expect(remarks).toMatch(/^dan,.*the build failed: .*server\.py/m);
  expect(remarks).toMatch(/^frank,.*cannot find the file settings\.ini/m);
  expect(written(cwd, 'run.json').targets[2]).toMatchObject({ name: 'bob', summary: { fail: 1 } });
  expect(written(cwd, 'bob.json').tests[2].output).toMatch(
    /^fail: .*\nusually mended: .*\n.*\nreproduce: sockspec run /m,
  );
  expect(written(cwd, 'results/results.json').tests).toMatchObject([{ status: 'passed' }, { status: 'passed' }]);
  expect(written(cwd, 'result.json')).toMatchObject({ score: 4, 'max-score': 4 });

  const again = shell('run --profile class.yaml --report matrix=again.csv --quiet', cwd);
  expect(again.status).toBe(1);
  expect(gradesIn(cwd, 'again.csv')).toEqual(grades);
});

test('what the profile declares not applicable counts for nobody, judged or not', (context: TestContext) => {
  needs(context, 'python3');
  const cwd = folder();
  const sources = {
    careful: readFileSync(program('lines_careful.py'), 'utf8'),
    crashes: 'raise SystemExit(1)',
    unbuilt: '(',
  };
  for (const [name, source] of Object.entries(sources)) {
    mkdirSync(join(cwd, 'all', name), { recursive: true });
    writeFileSync(join(cwd, 'all', name, 'server.py'), source);
  }
  const profile = {
    defaults: { exec: 'python3 server.py {host} {port}', build: 'python3 -m py_compile server.py' },
    targets: [{ suite: 'lines/server', each: 'all/*/' }],
    only: ['lines/server/ends-idle-client', 'lines/server/shows-each-line'],
  };
  writeFileSync(join(cwd, 'class.json'), JSON.stringify(profile));
  const reports = '--report matrix=grades.csv --report json=run.json --report none --quiet';

  expect(shell(`run --profile class.json ${reports}`, cwd).status).toBe(3);
  const grades = gradesIn(cwd, 'grades.csv');
  expect(Object.entries(grades).map(([name, cells]) => [name, cells.split(' ').slice(0, 2)])).toEqual([
    ['careful', ['1', '1']],
    ['crashes', ['', '1']],
    ['unbuilt', ['', '1']],
  ]);
  const remarks = readFileSync(join(cwd, 'grades.csv'), 'utf8');
  expect(remarks).toMatch(/^crashes,.*ended with exit status 1 before it listened/m);
  expect(remarks).toMatch(/^unbuilt,.*the build failed: .*SyntaxError/m);
  const idle = written(cwd, 'run.json').cases.filter(({ id = '' }) => /ends-idle-client$/.test(id));
  expect(idle.map(({ verdict = '', reason = '' }) => [verdict, /limits\.idleMs/.test(reason)])).toEqual(
    Array(3).fill(['not-applicable', true]),
  );
});
