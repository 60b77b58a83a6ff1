import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { UsageError } from '../harness/contracts/errors.ts';
import { type CaseResult, Run, type Summary } from '../harness/contracts/run.ts';
import { RUN_SCHEMA_VERSION } from '../harness/contracts/run-form.ts';
import { jsonValue } from '../harness/text/json.ts';
import { firstProblem, type Problem, problemText } from '../harness/text/problems.ts';
import { visible, visibleJson } from '../harness/text/visible.ts';
import { contradiction } from './contradiction.ts';
import type { ReportFormat } from './format.ts';
import { casesOn, summarize, unconcludedMusts } from './summary.ts';

/** For programs and for `sockspec report`: the whole run, checked against its published schema. */
export const json: ReportFormat = { name: 'json', extension: 'json', render };

/**
 * A run from the text of a JSON report, of this schema version or of version 1. `source` is what messages call the text,
 * usually a file name. A UsageError says in one line where the text is not JSON, not of a known version, not of its schema,
 * or says another end than its cases.
 */
export function readRun(text: string, source: string): Run {
  const value = lifted(jsonValue(text, source), source);
  refuse(firstProblem(Run, value), source);
  if (!Value.Check(Run, value)) throw new UsageError(`${visible(source)}: expected a run, found something else`);
  refuse(miscount(value) ?? contradiction(value), source);
  return value;
}

/** Throws an Error for a run that its own schema refuses: the harness, not the user, is wrong then. */
function render(run: Run): string {
  const problem = firstProblem(Run, run) ?? miscount(run);
  if (problem !== undefined) throw new Error(`the run cannot be reported: ${problemText(problem)}`);
  return `${visibleJson(JSON.stringify(run, undefined, 2))}\n`;
}

/** Looked at first: a report of another version is not wrong in its details. */
const OfKnownVersion = Type.Object({
  schemaVersion: Type.Union([Type.Literal(1), Type.Literal(RUN_SCHEMA_VERSION)]),
});

/** Version 1 did not say where and by which requirements a run was made, nor what its targets were. */
const { parts: _, ...propertiesOfVersion1 } = Run.properties;
const RunOfVersion1 = Type.Object(
  { ...propertiesOfVersion1, schemaVersion: Type.Literal(1) },
  { additionalProperties: false },
);

/** A report of version 1 in the form of this one: what it does not say stays unsaid. Throws a UsageError for an unknown version. */
function lifted(value: unknown, source: string): unknown {
  refuse(firstProblem(OfKnownVersion, value), source);
  if (!Value.Check(Type.Object({ schemaVersion: Type.Literal(1) }), value)) return value;
  refuse(firstProblem(RunOfVersion1, value), source);
  if (!Value.Check(RunOfVersion1, value)) return value;
  const { started, tool, targets } = value;
  const parts = [{ started, tool: tool.version, targets: targets.map(({ name }) => name) }];
  return { ...value, schemaVersion: RUN_SCHEMA_VERSION, parts };
}

function refuse(problem: Problem | undefined, source: string): void {
  if (problem !== undefined) throw new UsageError(`${visible(source)}: ${problemText(problem)}`);
}

const VERDICT_COUNTS: readonly (keyof Summary)[] = [
  'pass',
  'fail',
  'warning',
  'inconclusive',
  'notApplicable',
  'error',
];

/** A report whose counts are not those of its cases was edited or cut: no gate may trust it. */
function miscount({ summary, targets, cases, mustsNotConcluded }: Run): Problem | undefined {
  const open = unconcludedMusts(cases);
  if (mustsNotConcluded !== undefined && mustsNotConcluded !== open) {
    return {
      path: 'mustsNotConcluded',
      expected: `${open}, the number of such MUSTs`,
      found: String(mustsNotConcluded),
    };
  }
  const ofTargets = targets.map((target, index) =>
    miscounted(`targets[${index}].summary`, target.summary, casesOn(target, cases)),
  );
  return [miscounted('summary', summary, cases), ...ofTargets].find((problem) => problem !== undefined);
}

function miscounted(path: string, summary: Summary | undefined, cases: readonly CaseResult[]): Problem | undefined {
  const counted = summarize(cases);
  const wrong = VERDICT_COUNTS.find((key) => summary !== undefined && summary[key] !== counted[key]);
  if (wrong === undefined) return undefined;
  return {
    path: `${path}.${wrong}`,
    expected: `${counted[wrong]}, the number of such cases`,
    found: String(summary?.[wrong]),
  };
}
