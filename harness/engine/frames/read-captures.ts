import { errorCode, errorText } from '../../contracts/errors.ts';
import type { Inspection } from '../../contracts/inspection.ts';
import type { TargetMeans } from '../../contracts/plan.ts';
import { NotReachable } from '../../contracts/target.ts';
import { isForBoth, readersDisagree } from '../../frames/agreement.ts';
import { declare } from '../../frames/declaring.ts';
import { inspectFile } from '../../frames/inspect.ts';
import { LISTED } from './frame-facts.ts';

/** Captures as a target. */
export type CaptureMeans = Extract<TargetMeans, { kind: 'capture' }>;

/**
 * Reads captures one after another and holds every rule against their frames. The built-in ones are read by pcap-parser
 * too, where it can. Rejects with `NotReachable` for a file that cannot be read, and where it is aborted: nothing is
 * concluded from a part. Rejects with a plain error, which is the harness's own fault, where the two readers disagree.
 */
export async function readCaptures(
  { captures, groups, builtIn }: CaptureMeans,
  signal: AbortSignal,
): Promise<readonly Inspection[]> {
  const inspections: Inspection[] = [];
  for (const { file, nets } of captures) {
    const declared = declare(groups, nets);
    const reading = inspectFile(file, { declared, listed: LISTED, conversations: false, signal });
    inspections.push(await reading.catch((error: unknown) => unreadable(file, error)));
    const disagreement = builtIn && isForBoth(file) ? await readersDisagree(file) : undefined;
    if (disagreement !== undefined) throw new Error(`the readers of captures disagree: ${disagreement}`);
    if (signal.aborted) throw new NotReachable('the captures were not read to their end');
  }
  return inspections;
}

function unreadable(file: string, error: unknown): never {
  if (errorCode(error) === undefined) throw error;
  throw new NotReachable(`${file} cannot be read: ${errorText(error)}`);
}
