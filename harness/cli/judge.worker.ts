import { knowProtocols, suiteAt } from '../../suites/index.ts';
import { judgeNextTurn } from '../engine/worker.ts';
import { provideEndpoints } from '../targets/reference-target.ts';
import { builtInEndpoints } from './built-in-endpoints.ts';
import { knownProtocol } from './files/description.ts';

/** The one file that vitest opens, once a turn, in the thread that is idle first: here suites, targets and endpoints meet. */
await judgeNextTurn(async ({ target, logFile }) => {
  const { described } = target;
  if (described !== undefined) knowProtocols([knownProtocol(described)]);
  provideEndpoints(await builtInEndpoints(logFile));
  return suiteAt(target.suite).load();
});
