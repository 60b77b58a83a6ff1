import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRun } from '../../reports/json.ts';
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

/** Runs a command to its end; resolves to what it said on standard error. */
function ended([program = '', ...words]: readonly string[]): Promise<string> {
  const { PYTHONUNBUFFERED: _, NO_COLOR: __, ...env } = process.env;
  const child = spawn(program, words, { env: { ...env, PATH: searchPath() }, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(stderr));
  });
}
