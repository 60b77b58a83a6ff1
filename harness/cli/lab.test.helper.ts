import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readRun } from '../../reports/json.ts';
import type { Profile } from '../contracts/profile.ts';
import type { CaseResult, Run } from '../contracts/run.ts';
import type { Host } from '../lab/host.ts';
import { bin, folder } from './shell.test.helper.ts';

/** How long a run in a lab may take, in milliseconds. */
const RUN_MS = 400_000;

/** What came of `sockspec run` in a host. */
export interface LabRun {
  readonly status: number | null;
  readonly stderr: string;
  readonly run: Run;
}

/** The words that run `sockspec` in a host. */
export function sockspecIn(host: Host, ...words: readonly string[]): readonly [string, ...string[]] {
  return host.words(process.execPath, bin, ...words);
}

/** The same as one command line, for `--exec`; words with spaces are the caller's to quote. */
export function commandIn(host: Host, words: string): string {
  return `${host.words().join(' ')} '${process.execPath}' '${bin}' ${words}`;
}

/** Runs `sockspec run` in a host, and reads its report. */
export async function runIn(host: Host, ...words: readonly string[]): Promise<LabRun> {
  const given = [process.execPath, bin, 'run', ...words, '--report', 'json'];
  const { status, stdout, stderr } = await host.run(given, { ms: RUN_MS });
  return { status, stderr, run: readRun(stdout, `sockspec run ${words.join(' ')}: ${stderr}`) };
}

/** The same for the targets of a profile. */
export function runTargets(host: Host, targets: Profile['targets'], more: readonly string[] = []): Promise<LabRun> {
  const profile = join(folder(), 'profile.yaml');
  writeFileSync(profile, stringify({ targets }));
  return runIn(host, '--profile', profile, ...more);
}

/** Every case that did not pass, as `verdict id`, of targets by name. */
export function notPassed(cases: readonly CaseResult[]): Readonly<Record<string, readonly string[]>> {
  const names = [...new Set(cases.map((one) => one.target))];
  const lines = (name: string): readonly string[] =>
    cases
      .filter((one) => one.target === name && one.verdict !== 'pass')
      .map((one) => `${one.verdict} ${one.id.split('/').slice(2).join('/')}: ${one.reason}`)
      .sort();
  return Object.fromEntries(names.map((name) => [name, lines(name)]));
}
