import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, test as everyTurn, expect } from 'vitest';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { shellQuoted } from '../text/quoting.ts';
import { withoutProgress } from './progress-lines.test.helper.ts';
import { bin, folder } from './shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** Where the words of a command go: a reader that leaves, and a device that is full. */

/**
 * What a shell sees of a script, in which `$S` is the command, `$REPORT` the report of a run, `$CAPTURE` a
 * capture and `$DESCRIPTION` a described protocol.
 */
async function shell(script: string): Promise<{ readonly status: number | null; readonly stderr: string }> {
  const env = {
    ...process.env,
    S: `${process.execPath} ${bin}`,
    REPORT: report,
    CAPTURE: capture,
    DESCRIPTION: description,
  };
  const child = spawn('bash', ['-c', `set -o pipefail; ${script}`], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, stderr: withoutProgress(stderr) })));
}

const report = join(mkdtempSync(join(tmpdir(), 'sockspec pipes-')), 'run.json');
const capture = fileURLToPath(new URL('../../fixtures/captures/crafted-format-big-endian.pcap', import.meta.url));
const description = fileURLToPath(new URL('../../suites/catalogue/daytime.protocol.yaml', import.meta.url));

beforeAll(async () => {
  await shell(`$S ${quick} --report json > ${shellQuoted(report)}`);
  return () => rmSync(dirname(report), { recursive: true });
});

const quick = "run record/server --only '**/header-octet-by-octet' --only '**/shows-record'";

test.each([
  'list --json | head -c 10',
  'explain fortune/server/speaks-first | head -c 10',
  `${quick} --report json | head -c 10`,
  '--help | head -c 10',
  'report "$REPORT" | head -c 10',
  'report "$REPORT" --report html | head -c 10',
  'inspect "$CAPTURE" --json | head -c 10',
  'doctor --json | head -c 10',
  'describe "$DESCRIPTION" | head -c 10',
])('a reader that leaves ends %s quietly', async (words) => {
  expect(await shell(`$S ${words}`)).toEqual({ status: 0, stderr: '' });
});

test.each(['list', 'explain record/server/shows-record', quick, 'report "$REPORT"', 'inspect "$CAPTURE"', 'doctor'])(
  'a full device ends %s with status 4, and one line',
  async (words) => {
    const { status, stderr } = await shell(`$S ${words} > '${fullDevice()}'`);

    expect(status).toBe(4);
    expect(stderr).toMatch(/^sockspec: (?:--report table: not written: )?ENOSPC: [^\n]+\n$/);
  },
);

test('standard error that nobody reads, or that is full, changes no status', async () => {
  expect((await shell(`$S nonsense 2> '${fullDevice()}'`)).status).toBe(2);
  expect((await shell(`{ $S nonsense 2>&1 >&3 | true; } 3>&1`)).status).toBe(2);
});

test('a report goes through a process substitution', async () => {
  const file = join(folder(), 'report.json');

  const { status } = await shell(`$S ${quick} --report json=>(cat > '${file}'; echo done > '${file}.done')`);

  expect(status).toBe(0);
  await expect.poll(() => existsSync(`${file}.done`)).toBe(true);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ complete: true });
});

/** A device of our own that is always full, as /dev/full is. */
function fullDevice(): string {
  const file = join(folder(), 'full');
  const made = spawnSync('mknod', [file, 'c', '1', '7']).status === 0;
  return made ? file : '/dev/full';
}
