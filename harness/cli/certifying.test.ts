import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as everyTurn, expect } from 'vitest';
import { json } from '../../reports/json.ts';
import { sampleCase, sampleRuns, statedRun } from '../../reports/samples.ts';
import { summarize } from '../../reports/summary.ts';
import type { Run } from '../contracts/run.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { inProcess } from './in-process.test.helper.ts';
import { bin, folder, needs, program, sockspec } from './shell.test.helper.ts';

const test = takingTurns(everyTurn, 4);

/** Does the page about statements tell the truth: its profile is written, its commands are run. */

const page = readFileSync(fileURLToPath(new URL('../../docs/certifying.md', import.meta.url)), 'utf8');

const blockOf = (language: string): string =>
  new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(page)?.[1] ?? '';

test('the commands of docs/certifying.md make a statement, and the hash in it is that of the report', (context) => {
  needs(context, 'python3');
  const cwd = folder();
  cpSync(program('lines_careful.py'), join(cwd, 'lines_careful.py'));
  writeFileSync(join(cwd, 'product.yaml'), blockOf('yaml'));
  const commands = blockOf('sh').trimEnd().split('\n');
  const ended = commands.map((line) => {
    const words = line.replace(/^sockspec /, '');
    return spawnSync('sh', ['-c', `"${process.execPath}" "${bin}" ${words}`], {
      cwd,
      encoding: 'utf8',
      timeout: 60_000,
    });
  });
  const sha256 = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(cwd, name)))
      .digest('hex');

  expect(ended.map(({ status, stderr }) => ({ status, stderr }))).toEqual(
    commands.map(() => ({ status: 0, stderr: '' })),
  );
  for (const name of ['statement.html', 'statement.md']) {
    const text = readFileSync(join(cwd, name), 'utf8');
    expect(
      [sha256('run.json'), sha256('lines_careful.py')].filter((hash) => !text.includes(hash)),
      name,
    ).toEqual([]);
    expect(text).toMatch(/2 of \d+ requirements/);
  }
  expect(readFileSync(join(cwd, 'badge.svg'), 'utf8')).toContain('>conformant, in part<');
});

function saved(): string {
  const file = join(folder(), 'run.json');
  writeFileSync(file, json.render(statedRun, { color: false, width: 80 }));
  return file;
}

test('the same report makes the same octets, in each form that the name of a file means', async () => {
  const run = saved();
  const made = async (name: string): Promise<string> => {
    const file = join(folder(), name);
    expect(await inProcess(['report', run, '--report', `statement=${file}`, '--report', 'none'])).toMatchObject({
      ...{ status: 0, stdout: '', stderr: '' },
    });
    return readFileSync(file, 'utf8');
  };
  const forms = await Promise.all(['a.html', 'a.HTM', 'a.md', 'a.markdown'].map(made));
  const again = await Promise.all(['b.html', 'b.htm', 'b.md', 'b.md'].map(made));
  const { stdout } = await inProcess(['report', run, '--report', 'statement']);

  expect(again).toEqual(forms);
  expect(forms.map((text) => text.slice(0, 8))).toEqual(['<!DOCTYP', '<!DOCTYP', '# Statem', '# Statem']);
  expect(stdout).toBe(forms[2]);
});

test.each(['statement.pdf', 'statement', '.html'])('a statement in a file called %s is refused', async (name) => {
  const file = join(folder(), name);
  const { status, stderr } = await inProcess(['report', saved(), '--report', `statement=${file}`]);

  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: `sockspec: --report statement: expected a file that ends in .md, .markdown, .html, .htm, found ${file}\n`,
  });
  expect(existsSync(file)).toBe(false);
});

/** What the footer of a statement says: the hash of each of its JSON reports by its name, and the command that makes it again. */
function footerOf(statement: string) {
  const lines = statement.split('\n').filter((line) => line.startsWith('- **'));
  const hashes = lines.flatMap((line) => {
    const [, name, sha256] = /^- \*\*SHA-256 of `(.*\.json)`\*\*: `(\w{64})`$/.exec(line) ?? [];
    return name === undefined || sha256 === undefined ? [] : [[name, sha256]];
  });
  const [, command = ''] = /^- \*\*made again by\*\*: `+(.*?)`+$/.exec(lines.at(-1) ?? '') ?? [];
  return { hashes: Object.fromEntries(hashes), command };
}

const ofVersion1 = readFileSync(
  fileURLToPath(new URL('../../fixtures/reports/version-1.json', import.meta.url)),
  'utf8',
);
const asJson = (run: Run): string => json.render(run, { color: false, width: 80 });
const several = asJson(sampleRuns.severalOfOneSuite);
const partOf = (id: string): string => {
  const cases = [sampleCase({ id })];
  return asJson({ ...statedRun, cases, summary: summarize(cases) });
};

test.each<[string, Readonly<Record<string, string>>, readonly string[], string]>([
  ['a report', { 'run.json': asJson(statedRun) }, ['run.json'], 'sockspec report run.json'],
  ['one of version 1', { 'old.json': ofVersion1 }, ['old.json'], 'sockspec report old.json'],
  [
    'one that was laid out again',
    { 'a b.json': JSON.stringify(statedRun) },
    ['a b.json'],
    "sockspec report 'a b.json'",
  ],
  [
    'one of its targets',
    { 'run.json': several },
    ['run.json', '--target', 'b*'],
    "sockspec report run.json --target 'b*'",
  ],
  [
    'several',
    { 'one.json': partOf('upload/server/a[1]'), 'two.json': partOf('upload/server/a[2]') },
    ['two.json', 'one.json'],
    'sockspec report two.json one.json',
  ],
  [
    'a matrix',
    { 'one/run.json': several, 'two/run.json': several },
    ['a=one/run.json', 'b=two/run.json'],
    'sockspec report a=one/run.json b=two/run.json',
  ],
])(
  'the footer of a statement of %s has the hashes of the files, and a command that makes it again',
  async (_, files, words, command) => {
    const cwd = folder();
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
    const shell = (script: string) =>
      spawnSync('sh', ['-c', script], { cwd, encoding: 'utf8', timeout: 60_000 }).stdout;
    const sockspecHere = (line: string): string => line.replace(/^sockspec/, `"${process.execPath}" "${bin}"`);
    const quotedWords = words.map((word) => `'${word}'`).join(' ');
    const statement = shell(sockspecHere(`sockspec report ${quotedWords} --report statement`));
    const footer = footerOf(statement);
    const sums = shell(
      `sha256sum ${Object.keys(files)
        .map((name) => `'${name}'`)
        .join(' ')}`,
    )
      .trim()
      .split('\n');
    shell(sockspecHere(footer.command.replace('statement=FILE', 'statement=again.md')));

    expect(footer.hashes).toEqual(Object.fromEntries(sums.map((line) => [line.slice(66), line.slice(0, 64)])));
    expect(footer.command).toBe(`${command} --report statement=FILE`);
    expect(readFileSync(join(cwd, 'again.md'), 'utf8')).toBe(statement);
  },
);

test('a run that keeps its JSON report beside the statement has its hash, one that keeps none says so', async () => {
  const cwd = folder();
  const words = ['run', 'lines/server', '--only', 'lines/server/rests', '--report', `statement=${join(cwd, 's.md')}`];
  await sockspec(words);
  const alone = readFileSync(join(cwd, 's.md'), 'utf8');
  await sockspec([...words, '--report', `json=${join(cwd, 'run.json')}`]);
  const kept = footerOf(readFileSync(join(cwd, 's.md'), 'utf8'));

  expect(alone).toContain('no JSON report of this run was kept');
  expect(kept).toEqual({
    hashes: {
      'run.json': createHash('sha256')
        .update(readFileSync(join(cwd, 'run.json')))
        .digest('hex'),
    },
    command: 'sockspec report run.json --report statement=FILE',
  });
});
