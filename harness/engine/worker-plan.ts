import type { WorkerPlan } from '../contracts/plan.ts';
import type { CaseRecord, TakenBack } from './case-record.ts';

/** Plans that one thread judges one after another. */
export type Turn = readonly WorkerPlan[];

/** What every thread of a run is given. */
export interface Work {
  /** No other run has the same. */
  readonly id: string;
  /** In the order in which they are begun, as v8.serialize writes them: vitest hands a copy of all else to a thread with each turn. */
  readonly turns: SharedArrayBuffer;
  /** How many of them are taken: one 32-bit integer that all threads share. */
  readonly taken: SharedArrayBuffer;
}

declare module 'vitest' {
  interface ProvidedContext {
    sockspec: Work;
  }
}

declare module '@vitest/runner' {
  interface TaskMeta {
    /** The record of a finished conformance case. */
    sockspec?: CaseRecord;
    /** Earlier cases of the same target that were judged once more meanwhile. */
    sockspecTakenBack?: readonly TakenBack[];
  }
}
