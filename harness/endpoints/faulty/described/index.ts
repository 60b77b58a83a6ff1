import type { ClientFault, RunningEndpoint, ServerOptions } from '../../../contracts/endpoint.ts';
import type { Description } from '../../../contracts/wire.ts';
import { describedClient } from '../../described-client.ts';
import { carefulDescribed, describedServer } from '../../described-server.ts';
import { callingFaults, type DescribedClientFault } from './calling.ts';
import type { DescribedFault } from './fault.ts';
import { readingFaults } from './reading.ts';
import { servingFaults } from './serving.ts';
import { trustingFaults } from './trusting.ts';

/** Every fault that a server of any described protocol can have. */
export const describedFaults: readonly DescribedFault[] = [...readingFaults, ...servingFaults, ...trustingFaults];

/** The server that is made of a description, or a fault of it; undefined for a fault that there is not. */
export function describedEndpoint(
  description: Description,
  fault: string | undefined,
): { readonly start: (options: ServerOptions) => Promise<RunningEndpoint> } | undefined {
  if (fault === undefined) return { start: describedServer(description, carefulDescribed) };
  const found = describedFaults.find(({ name }) => name === fault);
  return found === undefined ? undefined : { start: found.start(description) };
}

/** Every fault that a client of any described protocol can have. */
export const describedClientFaults: readonly DescribedClientFault[] = callingFaults;

/** The client that is made of a description, or a fault of it; undefined for a fault that there is not. */
export function describedCaller(
  description: Description,
  fault: string | undefined,
): Pick<ClientFault, 'run'> | undefined {
  if (fault === undefined) return { run: describedClient(description) };
  const found = describedClientFaults.find(({ name }) => name === fault);
  return found === undefined ? undefined : { run: found.run(description) };
}
