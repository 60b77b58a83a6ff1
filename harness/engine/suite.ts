import { afterAll, inject, type TestContext, test } from 'vitest';
import type { Requirement, RequirementTable } from '../contracts/requirement.ts';
import './case-record.ts';
import { gravestVerdict, type Verdict, verdictOfBroken } from '../contracts/verdict.ts';
import type { CaseRecord } from './case-record.ts';
import type { CaseContext } from './context.ts';
import { type Attempt, attemptCase, type Experiment } from './experiment.ts';
import { caseLimits, RETRANSMIT_CONNECT_MS } from './limits.ts';
import { caseId, isSelected } from './selection.ts';
import { openSession } from './session.ts';
import './worker-plan.ts';

/** How a suite tells whether an IUT serves at all. */
export interface SuiteOptions<Plain, Key extends string> {
  /** What a well-behaved client may send, plainest first: the first that this IUT serves is used in all of its cases. */
  readonly plain: readonly [Plain, ...Plain[]];
  /** One well-behaved client, to be done within `limitMs`: resolves to `served`, or to what was seen instead. */
  readonly client: (context: CaseContext<Plain>, limitMs: number) => Promise<string>;
  /** Requirements that are judged even if no well-behaved client is served; the others would only repeat that. */
  readonly basics: readonly Key[];
}

/** One row of a table of cases: a value that names itself, or one with a label. */
export type CaseRow = string | number | { readonly label: string };

/** The four beats of a case: arrange, provoke, observe, judge. */
export type CaseBody<Plain, Row> = (context: CaseContext<Plain>, row: Row) => Promise<void>;

/** Adds a case to the suite, or one for each row of a table. */
export interface Check<Plain, Key extends string> {
  (id: Key, body: CaseBody<Plain, undefined>): void;
  <Row extends CaseRow>(id: Key, rows: readonly Row[], body: CaseBody<Plain, Row>): void;
}

/** Opens the suite of one protocol and role; `check` adds its cases. A misspelt requirement id does not compile. */
export function suiteFor<Key extends string, Plain>(
  table: RequirementTable<Key>,
  options: SuiteOptions<Plain, NoInfer<Key>>,
): { readonly check: Check<Plain, Key> } {
  const plan = inject('sockspec');
  const session = openSession(plan.target);
  const experiment: Experiment<Plain> = { plan, session, ...options, known: undefined };
  const limits = caseLimits(plan.target.limits);
  /** The engine's own limits end a case; the runner's is only there in case they fail. */
  const timeout = plan.repeat * (2 * limits.caseMs + 2 * limits.launchMs + limits.recoveryMs + RETRANSMIT_CONNECT_MS);
  afterAll(() => session.close(), timeout);

  let selected = 0;
  const isInShard = (): boolean => {
    selected += 1;
    return plan.shard === undefined || (selected - plan.shard.index) % plan.shard.of === 0;
  };

  const add = (key: Key, label: string | undefined, body: (context: CaseContext<Plain>) => Promise<void>): void => {
    const requirement: Requirement = { id: `${table.path}/${key}`, ...table.rows[key] };
    if (!isSelected(plan.selection, requirement.id, label) || !isInShard()) return;
    test(caseId(requirement.id, label), { timeout }, (context) =>
      runCase(experiment, requirement, label, body, context),
    );
  };

  function check<Row extends CaseRow>(
    id: Key,
    ...rest: [CaseBody<Plain, undefined>] | [readonly Row[], CaseBody<Plain, Row>]
  ): void {
    if (rest.length === 1) {
      const [body] = rest;
      add(id, undefined, (context) => body(context, undefined));
      return;
    }
    const [rows, body] = rest;
    for (const row of rows) add(id, typeof row === 'object' ? row.label : String(row), (context) => body(context, row));
  }
  return { check };
}

/** Runs a case as often as the plan says, leaves its record where the main thread finds it, and tells vitest how it went. */
async function runCase<Plain>(
  experiment: Experiment<Plain>,
  requirement: Requirement,
  label: string | undefined,
  body: (context: CaseContext<Plain>) => Promise<void>,
  test: TestContext,
): Promise<void> {
  const began = performance.now();
  const attempts: Attempt[] = [];
  while (attempts.length < experiment.plan.repeat && !test.signal.aborted) {
    attempts.push(await attemptCase(experiment, requirement, body, test.signal));
  }
  if (test.signal.aborted) test.skip('interrupted');
  const record = recordOf(requirement, label, experiment.plan.target.name, attempts, performance.now() - began);
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
  durationMs: number,
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
  };
}
