import type { WorkerPlan } from '../contracts/plan.ts';
import type { RequirementTable } from '../contracts/requirement-table.ts';
import { withDelaysOfItsOwn } from '../processes/run-delays.ts';
import type { CaseRecord } from './case-record.ts';
import { type Case, type Cases, casesMeant, listCases } from './cases.ts';
import { declaredOut } from './declared-out.ts';
import { type Attempts, judging, type TakeBack } from './judging.ts';

/** A suite: what it requires of an implementation, and the cases that judge it. Nothing happens until it is opened. */
export interface Suite {
  readonly table: RequirementTable;
  /** The ids of all of its cases, in order. */
  readonly caseIds: () => readonly string[];
  /** Those that a plan means. */
  readonly casesMeant: (plan: WorkerPlan) => readonly MeantCase[];
  /** Makes the cases that the plan means ready to be run; the implementation is started by the first of them. */
  readonly open: (plan: WorkerPlan) => OpenedSuite;
}

/** A case that a plan means, of a suite that was not opened. */
export interface MeantCase extends Pick<Case<never>, 'id' | 'requirement'> {
  /** Why it does not concern the target, by what is declared of that alone; undefined where the declaration leaves that open. */
  readonly declaredOut: () => Promise<string | undefined>;
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
  /** Runs it as often as the plan says; resolves to undefined where the signal came first, or an operator stopped the run. */
  readonly run: (signal: AbortSignal, takeBack?: TakeBack) => Promise<CaseRecord | undefined>;
}

/** Runs the cases of one target: what a constructor of suites knows of its role. */
export interface CaseRunner<Context> extends Omit<OpenedSuite, 'cases'>, Attempts<Context> {}

/** Ties requirements and cases to what runs those of their role: every constructor of suites returns this. */
export function defineSuite<Key extends string, Context>(
  table: RequirementTable<Key>,
  cases: Cases<Context, Key>,
  openRunner: (plan: WorkerPlan) => CaseRunner<Context>,
): Suite {
  return {
    table,
    caseIds: () => listCases(table, cases).map(({ id }) => id),
    casesMeant: (plan) =>
      casesMeant(listCases(table, cases), plan).map(({ id, requirement, body }) => ({
        ...{ id, requirement },
        declaredOut: () => declaredOut(body, plan),
      })),
    open: (plan) => {
      const runner = openRunner(plan);
      const run = judging(plan, runner);
      const { concurrent, timeoutMs, close } = runner;
      const meant = casesMeant(listCases(table, cases), plan);
      return {
        ...{ concurrent, timeoutMs, close },
        cases: meant
          .map((one, index) => ({
            ...one,
            told: `${place(index, meant.length)}case ${one.id}`,
            isLast: index === meant.length - 1,
          }))
          .filter(({ id }) => plan.judged?.includes(id) !== true)
          .map((one) => ({
            id: one.id,
            // A case beside which others run has programs of its own.
            run: (...parts) => (concurrent ? withDelaysOfItsOwn(() => run(one, ...parts)) : run(one, ...parts)),
          })),
      };
    },
  };
}

/** Where a case stands among those of its target; the only one stands nowhere. */
function place(index: number, all: number): string {
  return all === 1 ? '' : `${index + 1} of ${all}: `;
}
