import { knowSuites, suiteAt } from '../../suites/index.ts';
import { judgeNextTurn } from '../engine/worker.ts';
import { provideEndpoints } from '../targets/reference-target.ts';
import { builtInEndpoints } from './built-in-endpoints.ts';
import { knownProtocol } from './files/description.ts';
import { readOwnSuites } from './files/own-suites.ts';

/** Judges the next turn of a run in this thread: here suites, targets and endpoints meet. */
export function judgeHere(): Promise<void> {
  return judgeNextTurn(async ({ target, logFile }) => {
    const { described, suiteFile } = target;
    if (described !== undefined) knowSuites([knownProtocol(described)]);
    if (suiteFile !== undefined) knowSuites([], [await readOwnSuites(suiteFile)]);
    provideEndpoints(await builtInEndpoints(logFile));
    return suiteAt(target.suite).load();
  });
}
