import type { CaseResult } from '../../harness/contracts/run.ts';

/** Octets by which two answers are told apart: a passed case keeps no more of each (harness/engine/tester/transcript.ts). */
const OCTETS = 32;

/** Whether a program has said different things, in one run, to clients that had sent nothing: then what it says is no mark of a failure. */
export function speaksAtRandom(cases: readonly CaseResult[]): boolean {
  const said = new Set<string>();
  for (const { evidence } of cases) {
    // Of a connection whose beginning is not kept it is not known whether the client had asked.
    const silent = new Set<number | undefined>();
    for (const { connection, who, what, hex = '' } of evidence) {
      if (what === 'connect') silent.add(connection);
      else if (silent.delete(connection) && who === 'iut' && what === 'receive') said.add(hex.slice(0, 2 * OCTETS));
      if (said.size > 1) return true;
    }
  }
  return false;
}
