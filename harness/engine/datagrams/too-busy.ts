import { unmeasured } from '../finding.ts';
import { duration } from '../words.ts';

/** Ends an attempt in which the times of datagrams tell nothing: the program or the harness could not run for so long (ms). */
export function tooBusy(heldUpMs: number): never {
  unmeasured(`the program or the harness could not run for ${duration(heldUpMs)}: this machine is too busy to measure`);
}
