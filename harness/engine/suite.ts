import type { WorkerPlan } from '../contracts/plan.ts';
import type { Requirement } from '../contracts/requirement.ts';
import type { RequirementTable } from '../contracts/requirement-table.ts';
import { withDelaysOfItsOwn } from '../processes/run-delays.ts';
import { type Attempt, type Repetition, trusted, unjudged } from './attempt.ts';
import { type CaseRecord, recordOf } from './case-record.ts';
import { type Case, type Cases, casesMeant, listCases } from './cases.ts';
import { judge } from './judge.ts';

/** A suite: what it requires of an implementation, and the cases that judge it. Nothing happens until it is opened. */
export interface Suite {
  readonly table: RequirementTable;
  /** The ids of all of its cases, in order. */
  readonly caseIds: () => readonly string[];
  /** Those that a plan means. */
  readonly casesMeant: (plan: WorkerPlan) => readonly Pick<Case<never>, 'id' | 'requirement'>[];
  /** Makes the cases that the plan means ready to be run; the implementation is started by the first of them. */
  readonly open: (plan: WorkerPlan) => OpenedSuite;
}

/** A suite that judges one target. */
export interface OpenedSuite {
  readonly cases: readonly RunnableCase[];
  /** Whether cases may overlap: where each has an IUT of its own. */
  readonly concurrent: boolean;
  /** The engine's own limits end a case; this one of vitest's (ms) is only there in case they fail. */
  readonly timeoutMs: number;
  /** Ends the implementation, and what observes it. */
  readonly close: () => Promise<void>;
}

/** A case that waits for its turn. */
export interface RunnableCase {
  readonly id: string;
  /** Runs it as often as the plan says; resolves to undefined where the signal came first. */
  readonly run: (signal: AbortSignal) => Promise<CaseRecord | undefined>;
}

/** What a case is called. */
export interface CaseName {
  readonly id: string;
  /** As a person is told it: `3 of 58: case ID`, or `case ID` where it is the only one of its target. */
  readonly told: string;
}

/** Runs the cases of one target: what a constructor of suites knows of its role. */
export interface CaseRunner<Context> extends Omit<OpenedSuite, 'cases'> {
  /** Runs one case once. */
  readonly attempt: (
    requirement: Requirement,
    body: (context: Context) => Promise<void>,
    signal: AbortSignal,
    name: CaseName,
  ) => Promise<Attempt>;
  /** Has the next attempt begin with a fresh IUT, where one can be started. Absent where each attempt has one of its own. */
  readonly renew?: () => Promise<void>;
}

/** Ties requirements and cases to what runs those of their role: every constructor of suites returns this. */
export function defineSuite<Key extends string, Context>(
  table: RequirementTable<Key>,
  cases: Cases<Context, Key>,
  openRunner: (plan: WorkerPlan) => CaseRunner<Context>,
): Suite {
  return {
    table,
    caseIds: () => listCases(table, cases).map(({ id }) => id),
    casesMeant: (plan) => casesMeant(listCases(table, cases), plan),
    open: (plan) => {
      const { attempt, renew, ...runner } = openRunner(plan);
      const meant = casesMeant(listCases(table, cases), plan);
      return {
        ...runner,
        cases: meant.map((one, index) => {
          const place = meant.length === 1 ? '' : `${index + 1} of ${meant.length}: `;
          const told = `${place}case ${one.id}`;
          const judged = (signal: AbortSignal) =>
            run({ ...one, told }, plan, attempt, { signal, ...(renew === undefined ? {} : { renew }) });
          // A case beside which others run has programs of its own.
          return {
            id: one.id,
            run: (signal) => (runner.concurrent ? withDelaysOfItsOwn(() => judged(signal)) : judged(signal)),
          };
        }),
      };
    },
  };
}

/** How often the operator may ask for one case again. */
const MOST_AGAIN = 10;

async function run<Context>(
  one: Case<Context> & CaseName,
  { repeat, target }: WorkerPlan,
  attempt: CaseRunner<Context>['attempt'],
  repetition: Repetition,
): Promise<CaseRecord | undefined> {
  const { signal } = repetition;
  const began = performance.now();
  const from = Date.now();
  const attempts: Attempt[] = [];
  // What fails around the body is judged as in it: no case is lost.
  const attemptOnce = (): Promise<Attempt> =>
    attempt(one.requirement, one.body, signal, one).catch((error: unknown) => ({
      ...unjudged(''),
      ...judge(error, one.requirement),
    }));
  const once = async (): Promise<Attempt> => {
    let made = await attemptOnce();
    let asked = 0;
    for (; made.again === true && asked < MOST_AGAIN && !signal.aborted; asked += 1) made = await attemptOnce();
    return asked === 0 ? made : { ...made, notes: [...made.notes, 'judged once more, as the operator asked'] };
  };
  while (attempts.length < repeat && !signal.aborted) attempts.push(await trusted(once, repetition));
  if (signal.aborted) return undefined;
  return recordOf(one, { target: target.name, from, durationMs: performance.now() - began }, attempts);
}
