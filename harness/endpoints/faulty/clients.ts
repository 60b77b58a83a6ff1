import type { ClientFault } from '../../contracts/endpoint.ts';
import { broadcastSenderFaults } from './broadcast-sender/index.ts';
import { connectClientFaults } from './connect-client/index.ts';
import { fortuneClientFaults } from './fortune-client/index.ts';
import { linesClientFaults } from './lines-client/index.ts';
import { multicastSenderFaults } from './multicast-sender/index.ts';
import { recordClientFaults } from './record-client/index.ts';
import { uploadClientFaults } from './upload-client/index.ts';

/**
 * Deliberately faulty clients: for every MUST of a client there is one that breaks it. The rule is that of the faulty
 * servers: one mistake, in a file of its own, made by replacing one part of the reference. One that hangs does so
 * without blocking, until its `signal` is aborted. The faults of the probe stand for those of any client: what they
 * break is what `connect/client` judges.
 */
export const clientFaults: readonly ClientFault[] = [
  ...fortuneClientFaults,
  ...uploadClientFaults,
  ...linesClientFaults,
  ...recordClientFaults,
  ...connectClientFaults,
  ...multicastSenderFaults,
  ...broadcastSenderFaults,
];

/** The faults of one client; none for a client that has none or is unknown. */
export function clientFaultsOf(endpoint: string): readonly ClientFault[] {
  return clientFaults.filter((fault) => fault.endpoint === endpoint);
}

/** The fault of that name, or undefined. */
export function clientFaultNamed(endpoint: string, name: string): ClientFault | undefined {
  return clientFaultsOf(endpoint).find((fault) => fault.name === name);
}
