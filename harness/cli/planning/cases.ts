import { suiteAt } from '../../../suites/index.ts';

/** The ids of all cases of these suites. Nothing is started: the suites are only read. */
export async function caseIds(suitePaths: readonly string[]): Promise<readonly string[]> {
  const loaded = await Promise.all(suitePaths.map((path) => suiteAt(path).load()));
  return loaded.flatMap((suite) => suite.caseIds());
}
