import type { CaseResult } from '../contracts/run.ts';

/** What a worker reports of one case; the main thread adds how to reproduce it. Plain data: it crosses threads. */
export type CaseRecord = Omit<CaseResult, 'reproduce'>;

declare module '@vitest/runner' {
  interface TaskMeta {
    /** The record of a finished conformance case. */
    sockspec?: CaseRecord;
  }
}
