import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { readRun } from '../../reports/json.ts';
import { suiteAt } from '../../suites/index.ts';
import type { Run } from '../contracts/run.ts';
import type { Enclosure } from './enclosure.ts';
import { writePhrases } from './phrases.ts';
import { bin, resultsFolder } from './places.ts';
import { searchPath } from './pythons.ts';
import type { Subject } from './subject.ts';

/** How subjects are judged. */
export interface JudgingOptions {
  /** The name of the profile and the report in the results folder. */
  readonly name: string;
  /** Where nothing leaves; without one they are judged on this machine's own loopback. */
  readonly enclosure?: Enclosure;
  /** Further words of the command. */
  readonly words?: readonly string[];
}

/** Judges subjects in one run of the command, each a target of its own. Rejects where the run ends without a report. */
export async function judge(subjects: readonly Subject[], options: JudgingOptions): Promise<Run> {
  const { name, enclosure, words = [] } = options;
  mkdirSync(resultsFolder, { recursive: true });
  writePhrases();
  const [profile, report] = [join(resultsFolder, `${name}.profile.json`), join(resultsFolder, `${name}.run.json`)];
  writeFileSync(profile, JSON.stringify({ targets: subjects.map(({ name, target }) => ({ name, ...target })) }));
  const run = ['run', '--profile', profile, '--quiet', '--report', `json=${report}`, ...words];
  const stderr = await ended([...(enclosure?.words ?? []), process.execPath, bin, ...run]);
  return readRun(readFileSync(report, 'utf8'), `sockspec ${run.join(' ')}: ${stderr}`);
}

/**
 * Judges all subjects: those in the harness's own process beside those that are launched, of which servers come last. What
 * launches much stays small: a large process takes long to launch another, and servers that flood make it large.
 */
export async function judgeAll(
  subjects: readonly Subject[],
  options: Omit<JudgingOptions, 'name'>,
): Promise<readonly Run[]> {
  const of = (isMeant: (subject: Subject) => boolean, name: string) => async (): Promise<Run[]> => {
    const meant = subjects.filter(isMeant);
    return meant.length === 0 ? [] : [await judge(meant, { ...options, name })];
  };
  const isLaunched = ({ target }: Subject): boolean => target.exec !== undefined;
  const isStartedACase = ({ target }: Subject): boolean => ['client', 'sender'].includes(suiteAt(target.suite).role);
  const inside = of((one) => !isLaunched(one), 'inside');
  const started = of((one) => isLaunched(one) && isStartedACase(one), 'clients');
  const servers = of((one) => isLaunched(one) && !isStartedACase(one), 'servers');
  const runs = await Promise.all([inside(), started().then(async (runs) => [...runs, ...(await servers())])]);
  return runs.flat();
}

/** Runs a command to its end, at the lowest priority: other tests run beside it. Resolves to what it said on standard error. */
function ended([program = '', ...words]: readonly string[]): Promise<string> {
  const { PYTHONUNBUFFERED: _, NO_COLOR: __, ...env } = process.env;
  const child = spawn(program, words, { env: { ...env, PATH: searchPath() }, stdio: ['ignore', 'ignore', 'pipe'] });
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(stderr));
  });
}
