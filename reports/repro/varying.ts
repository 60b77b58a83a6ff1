import type { CaseResult } from '../../harness/contracts/run.ts';

/** Octets by which two answers are told apart: a passed case keeps no more of each (harness/engine/tester/transcript.ts). */
const OCTETS = 32;

/** Whether a program has said different things, in one run, to clients that had sent nothing: then what it says is no mark of a failure. */
export function speaksAtRandom(cases: readonly CaseResult[]): boolean {
  const said = new Set<string>();
  for (const { evidence } of cases) {
    const asked = new Set<number | undefined>();
    for (const { connection, who, what, hex = '' } of evidence) {
      if (connection === undefined || asked.has(connection)) continue;
      if (who === 'iut' && what === 'receive') said.add(hex.slice(0, 2 * OCTETS));
      if (what !== 'connect') asked.add(connection);
      if (said.size > 1) return true;
    }
  }
  return false;
}
