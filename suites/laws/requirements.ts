import type { Requirement } from '../../harness/contracts/requirement.ts';
import { type Causes, listRequirements, type RequirementTable } from '../../harness/contracts/requirement-table.ts';
import type { Description } from '../../harness/contracts/wire.ts';
import { clientLawCauses, clientLaws } from './client-laws.ts';
import { type Law, lawTable, ownRow } from './law.ts';
import { serverLawCauses, serverLaws } from './server-laws.ts';

export { clientLawCauses, serverLawCauses };

/** What a server of a described protocol owes its peers: every law of servers over a stream. */
export function describedServer(description: Description): RequirementTable {
  return lawTable(`${description.protocol}/server`, serverLaws, description);
}

/** What a client of a described protocol owes its user and its server: every law of clients over a stream. */
export function describedClient(description: Description): RequirementTable {
  return lawTable(`${description.protocol}/client`, clientLaws, description);
}

/** Every law, as it is told of without a protocol: `server/cut-anywhere` is `kv/server/cut-anywhere` of a protocol kv. */
export const laws: readonly Requirement[] = [
  ...withRole('server', serverLaws, serverLawCauses),
  ...withRole('client', clientLaws, clientLawCauses),
];

function withRole(role: string, of: Readonly<Record<string, Law>>, causes: Causes): readonly Requirement[] {
  const rows = Object.entries(of).map(([name, law]) => [name, ownRow(law)] as const);
  return listRequirements({ path: role, rows: Object.fromEntries(rows) }, causes);
}
