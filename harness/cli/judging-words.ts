import type { CaseFrames } from '../contracts/case-frames.ts';
import type { WorkerPlan } from '../contracts/plan.ts';
import type { CaseResult } from '../contracts/run.ts';
import type { DriveResult } from '../engine/drive.ts';

/** What a judging process is asked for. A second message, whatever it is, interrupts it. */
export interface Errand {
  readonly plans: readonly WorkerPlan[];
  /** The file that calls `judgeNextTurn`. */
  readonly workerFile: string;
}

/** What a judging process tells of its errand, in this order. */
export type Told =
  | { readonly kind: 'awaited'; readonly target: string; readonly requirement: string }
  | { readonly kind: 'started'; readonly id: string; readonly target: string }
  | { readonly kind: 'case'; readonly result: CaseResult; readonly onWire: CaseFrames }
  /** `left`: files and folders of the harness's that could not be removed. */
  | { readonly kind: 'ended'; readonly driven: Omit<DriveResult, 'cases'>; readonly left: readonly string[] };

/** Whether a message is an errand: both ends are of one version. */
export function isErrand(message: unknown): message is Errand {
  return typeof message === 'object' && message !== null && 'plans' in message && 'workerFile' in message;
}

/** Whether a message is one of a judging process: both ends are of one version. */
export function isTold(message: unknown): message is Told {
  return typeof message === 'object' && message !== null && 'kind' in message;
}
