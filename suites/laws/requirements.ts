import type { Requirement } from '../../harness/contracts/requirement.ts';
import { type Causes, listRequirements, type RequirementTable } from '../../harness/contracts/requirement-table.ts';
import type { Description } from '../../harness/contracts/wire.ts';
import { clientLawCauses, clientLaws } from './client-laws.ts';
import { datagramClientLawCauses, datagramClientLaws } from './datagram-client-laws.ts';
import { datagramServerLawCauses, datagramServerLaws } from './datagram-server-laws.ts';
import { type Law, lawTable, ownRow } from './law.ts';
import { serverLawCauses, serverLaws } from './server-laws.ts';

/** What a server of a described protocol owes its peers: every law of servers over a stream, or over datagrams. */
export function describedServer(description: Description): RequirementTable {
  return lawTable(
    `${description.protocol}/server`,
    description.over === 'tcp' ? serverLaws : datagramServerLaws,
    description,
  );
}

/** What a client of a described protocol owes its user and its server: every law of clients over a stream, or over datagrams. */
export function describedClient(description: Description): RequirementTable {
  return lawTable(
    `${description.protocol}/client`,
    description.over === 'tcp' ? clientLaws : datagramClientLaws,
    description,
  );
}

/** What failures of these laws of servers usually come of. */
export function describedServerCauses({ over }: Description): Causes {
  return over === 'tcp' ? serverLawCauses : datagramServerLawCauses;
}

/** The same of clients. */
export function describedClientCauses({ over }: Description): Causes {
  return over === 'tcp' ? clientLawCauses : datagramClientLawCauses;
}

/** Every law of streams, as it is told of without a protocol: `server/cut-anywhere` is `kv/server/cut-anywhere` of a protocol kv. */
export const streamLaws: readonly Requirement[] = [
  ...withRole('server', serverLaws, serverLawCauses),
  ...withRole('client', clientLaws, clientLawCauses),
];

/** Every law of datagrams. What streams and datagrams have in common by name is a law of each. */
export const datagramLaws: readonly Requirement[] = [
  ...withRole('server', datagramServerLaws, datagramServerLawCauses, 'Over udp: '),
  ...withRole('client', datagramClientLaws, datagramClientLawCauses, 'Over udp: '),
];

/** Both. */
export const laws: readonly Requirement[] = [...streamLaws, ...datagramLaws];

function withRole(role: string, of: Readonly<Record<string, Law>>, causes: Causes, where = ''): readonly Requirement[] {
  const rows = Object.entries(of).map(([name, law]) => {
    const row = ownRow(law);
    return [name, { ...row, text: where + row.text }] as const;
  });
  return listRequirements({ path: role, rows: Object.fromEntries(rows) }, causes);
}
