import { stat } from 'node:fs/promises';
import { updatedBaseline, withBaseline } from '../../../reports/baseline.ts';
import { suites } from '../../../suites/index.ts';
import { BASELINE_SCHEMA_VERSION, Baseline } from '../../contracts/baseline.ts';
import { UsageError } from '../../contracts/errors.ts';
import type { CaseResult } from '../../contracts/run.ts';
import { firstProblem, problemText } from '../../text/problems.ts';
import { caseIds } from '../planning/cases.ts';
import { isYaml, readDocument } from './document.ts';
import { checkWritable, writeWhole } from './whole-file.ts';

/** The known failures of a run, read from a file before it begins. */
export interface OpenBaseline {
  /** The cases as the baseline sees them; it is written anew first where that was asked for. */
  readonly judged: (cases: readonly CaseResult[]) => Promise<readonly CaseResult[]>;
}

/**
 * Reads a baseline, JSON or YAML, and checks it whole. `update`: the file may be missing, and is written after the run.
 * Throws a UsageError, also for a case that is not among the known ids: a list of failures that means nothing hides some.
 */
export async function openBaseline(
  file: string,
  update: boolean,
  knownIds: () => Promise<readonly string[]> = allCaseIds,
): Promise<OpenBaseline> {
  if (update && isYaml(file)) {
    throw new UsageError(`--update-baseline: expected a JSON file, found ${file}: its comments would be lost`);
  }
  if (update) await checkWritable('--baseline', file);
  const isMissing = update && (await stat(file).catch(() => undefined)) === undefined;
  const baseline = isMissing ? nothingKnown : await readBaseline(file, knownIds);
  return {
    judged: async (cases) => {
      if (!update) return withBaseline(cases, baseline);
      const updated = updatedBaseline(baseline, cases);
      await writeWhole(file, `${JSON.stringify({ $schema: SCHEMA, ...updated }, null, 2)}\n`);
      return withBaseline(cases, updated);
    },
  };
}

const nothingKnown: Baseline = { schemaVersion: BASELINE_SCHEMA_VERSION, known: [] };

const SCHEMA = 'sockspec/baseline.schema.json';

function allCaseIds(): Promise<readonly string[]> {
  return caseIds(suites.map(({ path }) => path));
}

async function readBaseline(file: string, knownIds: () => Promise<readonly string[]>): Promise<Baseline> {
  const value = await readDocument('--baseline', file);
  if (!isBaseline(value)) {
    const problem = firstProblem(Baseline, value);
    throw new UsageError(`${file}: ${problem === undefined ? 'expected a baseline' : problemText(problem)}`);
  }
  checkCases(file, value, new Set(value.known.length === 0 ? [] : await knownIds()));
  return value;
}

function isBaseline(value: unknown): value is Baseline {
  return firstProblem(Baseline, value) === undefined;
}

function checkCases(file: string, { known }: Baseline, ids: ReadonlySet<string>): void {
  const seen = new Set<string>();
  for (const [index, { case: id, target }] of known.entries()) {
    const place = `${file}: known[${index}].case`;
    if (!ids.has(id))
      throw new UsageError(`${place}: expected a case (see sockspec list), found ${JSON.stringify(id)}`);
    const key = JSON.stringify([id, target]);
    if (seen.has(key)) throw new UsageError(`${place}: expected each case once, found ${JSON.stringify(id)} again`);
    seen.add(key);
  }
}
