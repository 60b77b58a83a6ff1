import type { CaseFrames } from '../contracts/case-frames.ts';
import type { CaseResult } from '../contracts/run.ts';

/** What a worker reports of one case; the main thread adds how to reproduce it. Plain data: it crosses threads. */
export interface CaseRecord extends Omit<CaseResult, 'reproduce' | 'frames'> {
  /** Where its frames are in a capture of the run. */
  readonly onWire: CaseFrames;
}

declare module '@vitest/runner' {
  interface TaskMeta {
    /** The record of a finished conformance case. */
    sockspec?: CaseRecord;
  }
}
