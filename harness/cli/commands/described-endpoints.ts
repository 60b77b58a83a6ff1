import { suites } from '../../../suites/index.ts';
import type { ClientFault, RunningEndpoint, ServerOptions } from '../../contracts/endpoint.ts';
import { UsageError } from '../../contracts/errors.ts';
import type { Description } from '../../contracts/wire.ts';
import {
  describedCaller,
  describedClientFaultsOf,
  describedEndpoint,
  describedFaultsOf,
} from '../../endpoints/faulty/described/index.ts';
import { didYouMean } from '../../text/nearest.ts';
import { useProtocols } from '../files/protocols.ts';
import { plainTable } from '../terminal/plain-table.ts';

/**
 * The description of the protocol that a command line names, from its own file or from the catalogue; undefined for a built-in
 * endpoint. Throws a UsageError where the file describes another protocol.
 */
export async function describedNamed(
  name: string | undefined,
  file: string | undefined,
): Promise<Description | undefined> {
  await useProtocols({ files: file === undefined ? [] : [file], patterns: name === undefined ? [] : [name] });
  const found = suites.find(({ protocol, description }) => protocol === name && description !== undefined)?.description;
  if (file === undefined || found !== undefined) return found;
  const [known] = suites.flatMap(({ description }) => description?.protocol ?? []);
  throw new UsageError(`expected ${known}, which --protocol describes, found ${name === undefined ? 'nothing' : name}`);
}

/** Starts the server of a description, or a fault of it. Throws a UsageError for a fault that there is not. */
export function describedStarter(
  description: Description,
  fault: string | undefined,
): (options: ServerOptions) => Promise<RunningEndpoint> {
  const found = describedEndpoint(description, fault);
  if (found !== undefined) return found.start;
  throw unknownFault(description, describedFaultsOf(description), fault);
}

/** Runs the client of a description, or a fault of it. Throws a UsageError for a fault that there is not. */
export function describedRun(description: Description, fault: string | undefined): ClientFault['run'] {
  const found = describedCaller(description, fault);
  if (found !== undefined) return found.run;
  throw unknownFault(description, describedClientFaultsOf(description), fault);
}

function unknownFault(
  { protocol }: Description,
  faults: readonly { readonly name: string }[],
  fault: string | undefined,
): UsageError {
  const known = faults.map(({ name }) => name);
  return new UsageError(
    `expected a fault of ${protocol} (${known.join(', ')}), found ${JSON.stringify(fault)}${didYouMean(fault ?? '', known)}`,
  );
}

/** Every fault that an endpoint of a description can have, as a table. */
export function describedFaultList(description: Description): string {
  const { protocol } = description;
  const rows = [
    ...describedFaultsOf(description).map((fault) => ({ role: 'server', ...fault })),
    ...describedClientFaultsOf(description).map((fault) => ({ role: 'client', ...fault })),
  ];
  return plainTable([
    ['endpoint', 'role', 'fault', 'summary', 'breaks'],
    ...rows.map(({ role, name, summary, breaks }) => [protocol, role, name, summary, breaks.join(', ')]),
  ]);
}
