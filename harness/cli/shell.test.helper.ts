import { type ChildProcess, type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished, type TestContext } from 'vitest';
import { readRun } from '../../reports/json.ts';
import type { CaseResult, Run } from '../contracts/run.ts';
import { withoutProgress } from './progress-lines.test.helper.ts';

/** The compiled command line: what a shell runs. `npm test` builds it first. */
export const bin = fileURLToPath(new URL('../../dist/harness/cli/bin.cjs', import.meta.url));

/** A program under test of this repository. */
export function program(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/programs/${name}`, import.meta.url));
}

/** What a shell sees of a command. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  /** Without lines of progress. */
  readonly stderr: string;
}

/**
 * Runs `sockspec` as a shell would and resolves when it has ended. `began` gets the process, to interrupt it; `more` is
 * environment beside this process's own.
 */
export function sockspec(
  words: readonly string[],
  began: (child: ChildProcess) => void = () => undefined,
  more: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const { PYTHONUNBUFFERED: _, NO_COLOR: __, ...env } = process.env;
  const child = spawn(process.execPath, [bin, ...words], {
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  began(child);
  return endOf(child);
}

/** Runs `sockspec` and a line of words, as a page has them, through a shell in a folder. It is ended after three minutes. */
export function sockspecLine(line: string, cwd: string): Promise<Ended> {
  const { PYTHONUNBUFFERED: _, ...env } = process.env;
  const child = spawn('sh', ['-c', `"$NODE" "$BIN" ${line}`], {
    env: { ...env, NODE: process.execPath, BIN: bin },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...{ cwd, timeout: 180_000 },
  });
  return endOf(child);
}

function endOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => {
    child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr: withoutProgress(stderr) }));
  });
}

/** Runs `sockspec run` with a JSON report and reads it back. */
export async function runReport(words: readonly string[]): Promise<Ended & { readonly run: Run }> {
  const ended = await sockspec(['run', ...words, '--report', 'json']);
  return { ...ended, run: readRun(ended.stdout, `sockspec run ${words.join(' ')}: ${ended.stderr}`) };
}

/** What a run of one target concludes where nothing was found out about it, for this reason. */
export function notJudged({ targets }: Run, reason: string): string {
  return `1 of 1 target was not judged: ${targets[0]?.name ?? ''} (${reason})`;
}

/** The requirements with a case of one of these verdicts, without their suite's path. */
export function requirementsWith(cases: readonly CaseResult[], ...verdicts: readonly string[]): readonly string[] {
  const found = cases
    .filter((one) => verdicts.includes(one.verdict))
    .map((one) => one.requirement.split('/').at(-1) ?? '');
  return [...new Set(found)].sort();
}

/** A folder of its own for one test. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'sockspec test-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Skips a test where a tool is missing, saying so; in CI a missing tool fails. */
export function needs(test: TestContext, tool: string): void {
  if (isThere(tool)) return;
  if (process.env.CI !== undefined) throw new Error(`CI needs ${tool}`);
  test.skip(`needs ${tool}`);
}

/** What was found so far: tools stay where they are, and some take a second to tell their version. */
const found = new Map<string, boolean>();

function isThere(tool: string): boolean {
  const known = found.get(tool) ?? spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;
  found.set(tool, known);
  return known;
}
