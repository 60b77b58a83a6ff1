import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { inProcess } from '../in-process.test.helper.ts';
import { folder } from '../shell.test.helper.ts';
import { checkApart } from './outputs.ts';

/** The same place for two outputs, under these names in one folder. */
function twice(dir: string, one: string, other: string): () => void {
  return () =>
    checkApart([
      { what: '--report table', file: join(dir, one) },
      { what: '--log', file: `${dir}/${other}` },
    ]);
}

test('two outputs in one file are refused, by whatever names it is called', () => {
  const dir = folder();
  mkdirSync(join(dir, 'there'));
  writeFileSync(join(dir, 'there', 'file'), '');
  symlinkSync('there', join(dir, 'way'));
  symlinkSync(join('way', 'file'), join(dir, 'link'));
  symlinkSync(join('there', 'new'), join(dir, 'to-be'));

  for (const [one, other] of [
    ['same.txt', 'same.txt'],
    ['same.txt', './same.txt'],
    ['new/same.txt', 'there/../new/same.txt'],
    ['link', 'there/file'],
    ['way/new', 'there/new'],
    ['to-be', 'there/new'],
  ] as const)
    expect(twice(dir, one, other)).toThrow(
      /^expected a file of its own for each output, found --log and --report table/,
    );
  expect(twice(dir, 'link', 'to-be')).not.toThrow();
  expect(twice('/dev', 'null', 'null')).not.toThrow();
});

test('a run and a report refuse it before anything is done', async () => {
  const dir = folder();
  const file = join(dir, 'same.txt');
  const known = join(dir, 'known.json');
  const profile = join(dir, 'profile.json');
  writeFileSync(known, '{ "schemaVersion": 1, "known": [] }');
  const words = ['--report', `table=${file}`, '--report', `csv=${relative('.', file)}`];
  const report = words.filter((word) => word !== '--report');
  writeFileSync(profile, JSON.stringify({ report, targets: [{ suite: 'lines/server', reference: 'lines' }] }));

  for (const [command, found] of [
    [['run', 'lines/server', ...words], '--report csv and --report table in one'],
    [['run', 'lines/server', '--report', `tap=${file}`, '--report', `tap=${file}`], '--report tap and --report tap'],
    [['run', '--profile', profile], '--report csv and --report table in one'],
    [['run', 'lines/server', '--report', `tap=${file}`, '--log', file], '--log and --report tap in one'],
    [['run', 'lines/server', '--baseline', known, '--report', `json=${known}`], '--baseline and --report json in one'],
    [['report', join(dir, 'run.json'), ...words], '--report csv and --report table in one'],
  ] as const) {
    const { status, stdout, stderr } = await inProcess(command);

    expect({ command, status, stdout }).toEqual({ command, status: 2, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toContain(`expected a file of its own for each output, found ${found}`);
  }
});
