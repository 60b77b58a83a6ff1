import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as everyTurn, expect } from 'vitest';
import { json } from '../../reports/json.ts';
import { statedRun } from '../../reports/samples.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { inProcess } from './in-process.test.helper.ts';
import { bin, folder, needs, program } from './shell.test.helper.ts';

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
