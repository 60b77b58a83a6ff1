import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { markdown } from '../../../reports/markdown.ts';
import { sampleCase, sampleRun, sampleRuns } from '../../../reports/samples.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { folder, sockspec } from '../shell.test.helper.ts';
import { reportRequests, writeReports } from './reports.ts';

const VARIABLE = 'GITHUB_STEP_SUMMARY';
const whole = markdown.render(sampleRuns.mixed, { color: false, width: 80 });

test('a summary file gets the Markdown report behind what it has', async () => {
  const file = summaryFile(join(folder(), 'summary.md'));
  await report(join(folder(), 'commands.txt'));
  expect(readFileSync(file, 'utf8')).toBe(whole);

  await report(join(folder(), 'commands.txt'));
  expect(readFileSync(file, 'utf8')).toBe(`${whole}\n${whole}`);
});

test('a summary that has no room is cut, so that the file keeps the limit of the service', async () => {
  const file = summaryFile(join(folder(), 'summary.md'));
  const before = `${'x'.repeat(1024 * 1024 - 2001)}\n`;
  writeFileSync(file, before);
  await report(join(folder(), 'commands.txt'));
  const text = readFileSync(file, 'utf8');

  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024 * 1024);
  expect(text.slice(before.length)).toMatch(
    /^\n## sockspec: error; 2 MUSTs not concluded\n.*\n> cut: \d of the 6 parts of this report are missing, .*\n$/s,
  );
});

test('a summary file that is full is left alone, saying so', async () => {
  const file = summaryFile(join(folder(), 'summary.md'));
  const before = `${'x'.repeat(1024 * 1024 - 11)}\n`;
  writeFileSync(file, before);
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => said.mockRestore());
  await report(join(folder(), 'commands.txt'));

  expect(said.mock.calls.map(([text]) => text)).toEqual([
    `sockspec: ${VARIABLE}: no room for a summary in ${file}: it has 1048566 of 1048576 octets\n`,
  ]);
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test.each(['', undefined])('without a summary file (%s) the commands alone are written', async (value) => {
  vi.stubEnv(VARIABLE, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const file = join(folder(), 'commands.txt');
  await report(file);

  expect(readFileSync(file, 'utf8')).toMatch(/^::notice title=sockspec%3A error; 2 MUSTs not concluded::/);
});

test('two reports for one service make one summary', async () => {
  const file = summaryFile(join(folder(), 'summary.md'));
  const dir = folder();
  const requests = ['a', 'b'].map((name) => ({ format: 'github', file: join(dir, name) }));
  await writeReports(sampleRuns.mixed, requests, { color: false });

  expect(readFileSync(file, 'utf8')).toBe(whole);
});

test('other formats write no summary', async () => {
  const file = summaryFile(join(folder(), 'summary.md'));
  writeFileSync(file, 'as it was\n');
  await writeReports(sampleRuns.mixed, [{ format: 'markdown', file: join(folder(), 'out.md') }], { color: false });

  expect(readFileSync(file, 'utf8')).toBe('as it was\n');
});

test('a summary file that cannot be written is one line and status 2, and nothing is run', async () => {
  const dir = folder();
  mkdirSync(join(dir, 'there'));
  for (const [file, complaint] of [
    [join(dir, 'there'), `expected a file, found the folder ${join(dir, 'there')}`],
    [join(dir, 'nowhere', 'x.md'), `expected a folder that can be written to, found ${join(dir, 'nowhere')}: ENOENT`],
  ] as const) {
    summaryFile(file);
    const { status, stdout, stderr } = await inProcess(['run', 'fortune/server', '--report', 'github']);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toContain(`sockspec: ${VARIABLE}: ${complaint}`);
  }
});

test('in a step of GitHub Actions a run with a failure makes an annotation and a summary', async () => {
  const file = summaryFile(join(folder(), 'summary.md'));
  writeFileSync(file, '# of an earlier command\n');
  const { status, stdout } = await sockspec([
    ...['run', 'upload/server', '--fault', 'says-ok', '--only', '**/answers-nothing', '--report', 'github'],
  ]);

  expect(status).toBe(1);
  expect(stdout).toMatch(
    /^::notice title=sockspec%3A nonconformant; 0 MUSTs not concluded::.*\n::error title=fail%3A upload\/server\//,
  );
  expect(stdout).toMatch(/::expected no octet; saw 3 octets: "OK\\n"%0Arequirement: /);
  expect(readFileSync(file, 'utf8')).toMatch(
    /^# of an earlier command\n\n## sockspec: nonconformant; 0 MUSTs not concluded\n/,
  );
});

/** Sets the variable as the service does, for one test. */
function summaryFile(file: string): string {
  vi.stubEnv(VARIABLE, file);
  onTestFinished(() => void vi.unstubAllEnvs());
  return file;
}

async function report(file: string): Promise<void> {
  await writeReports(sampleRuns.mixed, [{ format: 'github', file }], { color: false });
}

test('none is no report on standard output, beside the files that were asked for', async () => {
  const file = join(folder(), 'run.json');

  expect(await reportRequests([])).toEqual([{ format: 'table', file: undefined }]);
  expect(await reportRequests(['none'])).toEqual([]);
  expect(await reportRequests(['none', `json=${file}`])).toEqual([{ format: 'json', file }]);
  await expect(reportRequests(['none', 'json'])).rejects.toThrow(
    'expected at most one format without a file, found none, json',
  );
});

test('a report that cannot be written is told with its format, its file and why, and takes no other with it', async () => {
  const dir = folder();
  writeFileSync(join(dir, 'no folder'), '');
  const [lost, kept] = [join(dir, 'no folder', 'run.json'), join(dir, 'run.md')];
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => said.mockRestore());
  const requests = [
    { format: 'json', file: lost },
    { format: 'markdown', file: kept },
  ];
  const status = await writeReports(sampleRun({ cases: [sampleCase()] }), requests, { color: false });

  expect(status).toBe(4);
  expect(said.mock.calls.map(([text]) => text)).toEqual([
    expect.stringMatching(/^sockspec: --report json=.*run\.json: not written: E[A-Z]+: [^,']+\n$/),
  ]);
  expect(readFileSync(kept, 'utf8')).toMatch(/^## sockspec: conformant/);
  expect(readdirSync(dir).sort()).toEqual(['no folder', 'run.md']);
});

test.skipIf(process.platform !== 'linux')(
  'where a file system takes no file, that is told before anything is run',
  async () => {
    for (const words of [
      ['--repro', '/proc/foo'],
      ['--report', 'json=/proc/foo/y'],
      ['--report', 'json=/proc/x.json'],
      ['--capture', 'lo', '--frames', '/proc/foo'],
      ['--baseline', '/proc/foo/known.json', '--update-baseline'],
    ]) {
      const { status, stdout, stderr } = await inProcess(['run', 'lines/server', ...words]);

      expect({ words, status, stdout }).toEqual({ words, status: 2, stdout: '' });
      expect(stderr).toMatch(
        /^sockspec: --\w+: expected a folder in which files can be made, found \/proc: E[A-Z]+: [^,\n]*\n$/,
      );
    }
  },
);
