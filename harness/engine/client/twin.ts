import type { ProcessEnd } from '../../contracts/process.ts';

/** What a client printed, and how it ended, where nothing went wrong: what a case with a harm is compared with. */
export interface Twin {
  readonly printed: string;
  /** Undefined where it did not end, or nobody sees how. */
  readonly end: ProcessEnd | undefined;
}
