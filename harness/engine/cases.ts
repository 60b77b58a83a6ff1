import { type TestContext, test } from 'vitest';
import { gravestVerdict, verdictOfBroken } from '../contracts/gravity.ts';
import type { WorkerPlan } from '../contracts/plan.ts';
import type { Requirement } from '../contracts/requirement.ts';
import type { RequirementTable } from '../contracts/requirement-table.ts';
import type { Verdict } from '../contracts/verdict.ts';
import { type Attempt, trusted } from './attempt.ts';
import type { CaseRecord } from './case-record.ts';
import { caseId, isSelected } from './selection.ts';
import './case-record.ts';

/** One row of a table of cases: a value that names itself, or one with a label. */
export type CaseRow = string | number | { readonly label: string };

/** The four beats of a case: arrange, provoke, observe, judge. */
export type CaseBody<Context, Row> = (context: Context, row: Row) => Promise<void>;

/** Adds a case to the suite, or one for each row of a table. */
export interface Check<Context, Key extends string> {
  (id: Key, body: CaseBody<Context, undefined>): void;
  <Row extends CaseRow>(id: Key, rows: readonly Row[], body: CaseBody<Context, Row>): void;
}

/** How the cases of a suite are run. */
export interface CaseOptions<Context> {
  readonly plan: WorkerPlan;
  /** The engine's own limits end a case; the runner's (ms) is only there in case they fail. */
  readonly timeout: number;
  /** Whether cases may overlap: where each has an IUT of its own. */
  readonly concurrent: boolean;
  /** Runs one case once. */
  readonly attempt: (
    requirement: Requirement,
    body: (context: Context) => Promise<void>,
    signal: AbortSignal,
    caseId: string,
  ) => Promise<Attempt>;
}

/** Makes the `check` of a suite: each selected case becomes a vitest test that leaves a record. */
export function caseAdder<Key extends string, Context>(
  table: RequirementTable<Key>,
  options: CaseOptions<Context>,
): Check<Context, Key> {
  const { plan, timeout, concurrent } = options;
  let selected = 0;
  const isInShard = (): boolean => {
    selected += 1;
    return plan.shard === undefined || (selected - plan.shard.index) % plan.shard.of === 0;
  };

  const add = (key: Key, label: string | undefined, body: (context: Context) => Promise<void>): void => {
    const requirement: Requirement = { id: `${table.path}/${key}`, ...table.rows[key] };
    if (!isSelected(plan.selection, requirement.id, label) || !isInShard()) return;
    test(caseId(requirement.id, label), { timeout, concurrent }, (context) =>
      runCase(options, requirement, label, body, context),
    );
  };

  function check<Row extends CaseRow>(
    id: Key,
    ...rest: [CaseBody<Context, undefined>] | [readonly Row[], CaseBody<Context, Row>]
  ): void {
    if (rest.length === 1) {
      const [body] = rest;
      add(id, undefined, (context) => body(context, undefined));
      return;
    }
    const [rows, body] = rest;
    for (const row of rows) add(id, typeof row === 'object' ? row.label : String(row), (context) => body(context, row));
  }
  return check;
}

/** Runs a case as often as the plan says, leaves its record where the main thread finds it, and tells vitest how it went. */
async function runCase<Context>(
  { plan, attempt }: CaseOptions<Context>,
  requirement: Requirement,
  label: string | undefined,
  body: (context: Context) => Promise<void>,
  test: TestContext,
): Promise<void> {
  const began = performance.now();
  const from = Date.now();
  const attempts: Attempt[] = [];
  while (attempts.length < plan.repeat && !test.signal.aborted) {
    const once = () => attempt(requirement, body, test.signal, caseId(requirement.id, label));
    attempts.push(await trusted(once, test.signal));
  }
  if (test.signal.aborted) test.skip('interrupted');
  const durationMs = performance.now() - began;
  const record = recordOf(requirement, label, plan.target.name, attempts, { from, durationMs });
  test.task.meta.sockspec = record;
  if (record.verdict === 'fail' || record.verdict === 'error') throw new Error(record.reason);
  if (record.verdict === 'inconclusive' || record.verdict === 'not-applicable') test.skip(record.reason);
}

/** One record of all attempts. A verdict that differs between them is never averaged away: a flaky MUST fails. */
function recordOf(
  requirement: Requirement,
  label: string | undefined,
  target: string,
  attempts: readonly Attempt[],
  { from, durationMs }: { readonly from: number; readonly durationMs: number },
): CaseRecord {
  const verdicts = attempts.map((attempt) => attempt.verdict);
  const flaky = new Set(verdicts).size > 1;
  const gravest = gravestVerdict(verdicts);
  const shown = attempts.find((attempt) => attempt.verdict === gravest);
  const verdict: Verdict = flaky && gravest !== 'error' ? verdictOfBroken(requirement.level) : gravest;
  const { id, level, source, text } = requirement;
  return {
    id: caseId(id, label),
    requirement: id,
    level,
    source,
    text,
    target,
    verdict,
    reason: flaky ? `flaky: ${verdicts.join(', ')}; ${shown?.reason ?? ''}` : (shown?.reason ?? ''),
    ...(shown?.expected === undefined ? {} : { expected: shown.expected }),
    ...(shown?.seen === undefined ? {} : { seen: shown.seen }),
    notes: [...new Set(attempts.flatMap((attempt) => attempt.notes))],
    durationMs: Math.round(durationMs * 10) / 10,
    attempts: verdicts,
    flaky,
    evidence: shown?.evidence ?? [],
    onWire: {
      from,
      to: from + durationMs,
      ports: [...new Set(attempts.flatMap(({ onWire }) => onWire.ports))],
      groups: [...new Set(attempts.flatMap(({ onWire }) => onWire.groups))],
      sent: attempts.flatMap(({ onWire }) => onWire.sent),
      ...(shown?.awaited === undefined ? {} : { awaited: shown.awaited }),
    },
  };
}
