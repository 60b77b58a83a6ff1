import type { RequirementTable } from '../../harness/contracts/requirement-table.ts';
import type { Description } from '../../harness/contracts/wire.ts';
import { clientLaws } from './client-laws.ts';
import { lawTable } from './law.ts';
import { serverLaws } from './server-laws.ts';

/** What a server of a described protocol owes its peers: every law of servers over a stream. */
export function describedServer(description: Description): RequirementTable {
  return lawTable(`${description.protocol}/server`, serverLaws, description);
}

/** What a client of a described protocol owes its user and its server: every law of clients over a stream. */
export function describedClient(description: Description): RequirementTable {
  return lawTable(`${description.protocol}/client`, clientLaws, description);
}
