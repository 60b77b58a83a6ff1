import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { readRun } from '../../reports/json.ts';
import { suiteAt } from '../../suites/index.ts';
import type { Run } from '../contracts/run.ts';
import { enclosure } from './enclosure.ts';
import { writePhrases } from './phrases.ts';
import { bin, resultsFolder } from './places.ts';
import { searchPath } from './pythons.ts';
import { leftOut, turnOfRun } from './sample.ts';
import type { Subject } from './subject.ts';

/** How subjects are judged. */
export interface JudgingOptions {
  /** The name of the profile and the report in the results folder. */
  readonly name: string;
  /** Further words of the command. */
  readonly words?: readonly string[];
  /** Whether a few cases stand for all of a requirement that a subject is not known to break (`sample.ts`). */
  readonly sampled?: boolean;
  /** Files of descriptions whose suites judge. */
  readonly protocols?: readonly string[];
}

/**
 * Judges subjects in one run of the command, each a target of its own: where nothing leaves, and looks at the kernel's tables
 * cost little; on this machine's own loopback where there is no such place. Rejects where the run ends without a report.
 */
export async function judge(subjects: readonly Subject[], options: JudgingOptions): Promise<Run> {
  const { name, words = [], sampled = false, protocols = [] } = options;
  mkdirSync(resultsFolder, { recursive: true });
  writePhrases();
  const [profile, report] = [join(resultsFolder, `${name}.profile.json`), join(resultsFolder, `${name}.run.json`)];
  const turn = turnOfRun();
  const targets = subjects.map(async (subject) => {
    const { name, target } = subject;
    return {
      name,
      ...target,
      ...(sampled ? { skip: [...(target.skip ?? []), ...(await leftOut(subject, turn))] } : {}),
    };
  });
  writeFileSync(
    profile,
    JSON.stringify({ ...(protocols.length === 0 ? {} : { protocols }), targets: await Promise.all(targets) }),
  );
  const run = ['run', '--profile', profile, '--quiet', '--report', `json=${report}`, ...words];
  const enclosed = enclosure();
  const stderr = await ended([...(typeof enclosed === 'string' ? [] : enclosed.words), process.execPath, bin, ...run]);
  return readRun(readFileSync(report, 'utf8'), `sockspec ${run.join(' ')}: ${stderr}`);
}

/** Runs at the same time, each of which has up to 8 threads: they wait most of the time. */
const AT_ONCE = 2;

/** Judges all subjects in a few runs, and resolves to them. */
export function judgeAll(subjects: readonly Subject[], sampled: boolean): Promise<readonly Run[]> {
  const meant = lots.map((name) => ({ name, subjects: subjects.filter((subject) => lotOf(subject) === name) }));
  return judgeLots(
    meant.filter((lot) => lot.subjects.length > 0),
    sampled,
  );
}

/** Judges each subject in a run of its own, and resolves to them. */
export function judgeApart(subjects: readonly Subject[], sampled: boolean): Promise<readonly Run[]> {
  return judgeLots(
    subjects.map((subject, index) => ({ name: `apart-${index + 1}`, subjects: [subject] })),
    sampled,
  );
}

async function judgeLots(
  meant: ReadonlyArray<{ readonly name: string; readonly subjects: readonly Subject[] }>,
  sampled: boolean,
): Promise<readonly Run[]> {
  const waiting = [...meant];
  const runs: Run[] = [];
  const judgeNext = async (): Promise<void> => {
    for (let lot = waiting.shift(); lot !== undefined; lot = waiting.shift()) {
      runs.push(await judge(lot.subjects, { sampled, name: lot.name }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, judgeNext));
  return runs;
}

/**
 * What one run judges, in the order in which they begin. A large process takes long to launch another, and servers that
 * flood make it large: so servers, some of which flood, are apart from clients, which are launched once a case, and programs
 * that are no servers at all, most of which flood, from both.
 */
export const lots = ['clients', 'inside', 'stores', 'servers', 'strangers'] as const;

function lotOf({ kind, target }: Subject): (typeof lots)[number] {
  if (target.exec === undefined) return 'inside';
  if (kind === 'null') return 'strangers';
  const { path, role } = suiteAt(target.suite);
  if (role === 'client' || role === 'sender') return 'clients';
  return path.startsWith('upload/') || path.startsWith('record/') ? 'stores' : 'servers';
}

/** Runs a command to its end, at the lowest priority: whatever a person does beside it goes first. Resolves to what it said on standard error. */
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
