import type { WorkerPlan } from '../contracts/plan.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What this worker's suite judges, and which of its cases. */
    sockspec: WorkerPlan;
  }
}
