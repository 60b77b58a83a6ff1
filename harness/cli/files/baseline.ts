import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Unmatched, unmatched, updatedBaseline, withBaseline } from '../../../reports/baseline.ts';
import { suites } from '../../../suites/index.ts';
import { BASELINE_SCHEMA_VERSION, Baseline } from '../../contracts/baseline.ts';
import { causeText, UsageError } from '../../contracts/errors.ts';
import type { CaseResult } from '../../contracts/run.ts';
import { didYouMean } from '../../text/nearest.ts';
import { firstProblem, problemText } from '../../text/problems.ts';
import { terminalLine } from '../../text/visible.ts';
import { caseIds } from '../planning/cases.ts';
import { say } from '../terminal/print.ts';
import { isYaml, otherKind, readDocument } from './document.ts';
import { schemaAddress } from './schema-address.ts';
import { checkWritable, writeWhole } from './whole-file.ts';

/** The known failures of a run, read from a file before it begins. */
export interface OpenBaseline {
  /** The cases of a run that still goes on, those marked that are known to fail. */
  readonly marked: (cases: readonly CaseResult[]) => readonly CaseResult[];
  /** The cases as the baseline sees them; it is written anew first where that was asked for. */
  readonly judged: (cases: readonly CaseResult[]) => Promise<JudgedCases>;
  /** The entries that none of these cases was judged by, once those are judged. */
  readonly unmatched: (cases: readonly CaseResult[], targets: readonly string[]) => readonly Unmatched[];
}

/** The cases of a run that has ended, as a baseline sees them. */
export interface JudgedCases {
  readonly cases: readonly CaseResult[];
  /** Why the baseline could not be written anew, in words: they are seen by the one that was read. */
  readonly error?: string;
}

/**
 * Reads a baseline, JSON or YAML, and checks it whole. `update`: the file may be missing, and is written after the run.
 * Throws a UsageError, also for a case that is not among the known ids: a list of failures that means nothing hides some. An
 * entry expires by the date of `today`, in UTC.
 */
export async function openBaseline(
  file: string,
  update: boolean,
  knownIds: () => Promise<readonly string[]> = allCaseIds,
  today = new Date().toISOString().slice(0, 10),
): Promise<OpenBaseline> {
  if (update && isYaml(file)) {
    throw new UsageError(`--update-baseline: expected a JSON file, found ${file}: its comments would be lost`);
  }
  if (update) await checkWritable('--baseline', file);
  const isMissing = update && (await stat(file).catch(() => undefined)) === undefined;
  let baseline = isMissing ? nothingKnown : await readBaseline(file, knownIds);
  const marked = (cases: readonly CaseResult[]) => withBaseline(cases, baseline, today);
  return {
    marked,
    judged: async (cases) => {
      if (!update) return { cases: marked(cases) };
      const updated = updatedBaseline(baseline, cases);
      const whole = { $schema: schemaAddress('baseline', dirname(file)), ...updated };
      try {
        await writeWhole(file, `${JSON.stringify(whole, null, 2)}\n`);
      } catch (error) {
        const words = `--baseline ${file}: not written: ${causeText(error)}`;
        say(`sockspec: ${terminalLine(words)}\n`);
        return { cases: marked(cases), error: words };
      }
      baseline = updated;
      return { cases: marked(cases) };
    },
    unmatched: (cases, targets) => unmatched(cases, targets, baseline),
  };
}

const nothingKnown: Baseline = { schemaVersion: BASELINE_SCHEMA_VERSION, known: [] };

function allCaseIds(): Promise<readonly string[]> {
  return caseIds(suites.map(({ path }) => path));
}

async function readBaseline(file: string, knownIds: () => Promise<readonly string[]>): Promise<Baseline> {
  const value = await readDocument('--baseline', file);
  if (!isBaseline(value)) {
    const problem = firstProblem(Baseline, value);
    const told = problem === undefined ? 'expected a baseline' : problemText(problem);
    throw new UsageError(`${file}: ${otherKind(value, 'a baseline') ?? told}`);
  }
  checkCases(file, value, new Set(value.known.length === 0 ? [] : await knownIds()));
  return value;
}

/** A case that is called otherwise now is told by its requirement, or by its label: the rest of its name is what changed. */
function unknownCase(id: string, ids: readonly string[]): string {
  const found = JSON.stringify(id);
  const [requirement = '', label] = splitCase(id);
  const others = ids.filter((other) => {
    const [otherRequirement, otherLabel] = splitCase(other);
    return (
      requirement === otherRequirement ||
      (label !== undefined && label === otherLabel && isNear(requirement, otherRequirement))
    );
  });
  if (others.length === 0) return `expected a case (see sockspec list), found ${found}${didYouMean(id, ids)}`;
  const names = others.slice(0, NEIGHBOURS).map((other) => JSON.stringify(other));
  return `expected a case as it is called now (${names.join(', ')}${others.length > NEIGHBOURS ? ', …' : ''}), found ${found}, which may have been renamed`;
}

/** Cases that are named where one is not known: more do not help to find the right one. */
const NEIGHBOURS = 3;

function splitCase(id: string): readonly [requirement: string, label?: string] {
  const at = id.indexOf('[');
  return at < 0 ? [id] : [id.slice(0, at), id.slice(at)];
}

/** Two requirements of one suite. */
function isNear(one: string, other: string): boolean {
  return one.slice(0, one.lastIndexOf('/')) === other.slice(0, other.lastIndexOf('/'));
}

/** A day that there is: 2026-02-30 has the form of one. */
function isDate(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isBaseline(value: unknown): value is Baseline {
  return firstProblem(Baseline, value) === undefined;
}

function checkCases(file: string, { known }: Baseline, ids: ReadonlySet<string>): void {
  const seen = new Set<string>();
  for (const [index, { case: id, target, expires }] of known.entries()) {
    const place = `${file}: known[${index}].case`;
    if (!ids.has(id)) throw new UsageError(`${place}: ${unknownCase(id, [...ids])}`);
    if (expires !== undefined && !isDate(expires))
      throw new UsageError(`${file}: known[${index}].expires: expected a date, found ${JSON.stringify(expires)}`);
    const key = JSON.stringify([id, target]);
    if (seen.has(key)) throw new UsageError(`${place}: expected each case once, found ${JSON.stringify(id)} again`);
    seen.add(key);
  }
}
