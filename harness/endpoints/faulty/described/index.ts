import type { ClientFault, RunningEndpoint, ServerOptions } from '../../../contracts/endpoint.ts';
import type { Description } from '../../../contracts/wire.ts';
import { isOneWay } from '../../../protocols/wire/one-way.ts';
import { describedClient } from '../../described-client.ts';
import { describedDatagramClient } from '../../described-datagram-client.ts';
import { carefulDatagrams, describedDatagramServer } from '../../described-datagram-server.ts';
import { carefulDescribed, describedServer } from '../../described-server.ts';
import { callingFaults, type DescribedClientFault } from './calling.ts';
import { datagramCallingFaults } from './datagram-calling.ts';
import { datagramFaults } from './datagram-serving.ts';
import type { DescribedFault } from './fault.ts';
import { readingFaults } from './reading.ts';
import { servingFaults } from './serving.ts';
import { datagramShowingFaults, showingFaults } from './showing.ts';
import { trustingFaults } from './trusting.ts';

/** Every fault that a server of any protocol described over a stream can have which answers. */
export const describedFaults: readonly DescribedFault[] = [...readingFaults, ...servingFaults, ...trustingFaults];

/** Every fault that a server of this protocol can have. */
export function describedFaultsOf({
  over,
  dialogue,
}: Pick<Description, 'over' | 'dialogue'>): readonly DescribedFault[] {
  const { ofAnswering, ofShowing } = serverFaultsOver(over);
  const inRounds = ofAnswering.filter(({ isOfRounds }) => isOfRounds !== true || dialogue.isRepeated);
  if (!isOneWay({ dialogue })) return inRounds;
  return [...inRounds.filter(({ isOfAnswers }) => isOfAnswers !== true), ...ofShowing];
}

/** The faults that servers can have over streams or datagrams: those that answer, and those of servers that only show. */
export function serverFaultsOver(over: Description['over']): {
  readonly ofAnswering: readonly DescribedFault[];
  readonly ofShowing: readonly DescribedFault[];
} {
  return over === 'tcp'
    ? { ofAnswering: describedFaults, ofShowing: showingFaults }
    : { ofAnswering: datagramFaults, ofShowing: datagramShowingFaults };
}

/** The server that is made of a description, or a fault of it; undefined for a fault that there is not. */
export function describedEndpoint(
  description: Description,
  fault: string | undefined,
): { readonly start: (options: ServerOptions) => Promise<RunningEndpoint> } | undefined {
  if (fault === undefined)
    return {
      start:
        description.over === 'tcp'
          ? describedServer(description, carefulDescribed)
          : describedDatagramServer(description, carefulDatagrams),
    };
  const found = describedFaultsOf(description).find(({ name }) => name === fault);
  return found === undefined ? undefined : { start: found.start(description) };
}

/** Every fault that a client of any protocol described over a stream can have. */
export const describedClientFaults: readonly DescribedClientFault[] = callingFaults;

/** The faults that clients can have over streams or datagrams. */
export function clientFaultsOver(over: Description['over']): readonly DescribedClientFault[] {
  return over === 'tcp' ? describedClientFaults : datagramCallingFaults;
}

/** Every fault that a client of this protocol can have. */
export function describedClientFaultsOf({
  over,
  dialogue,
}: Pick<Description, 'over' | 'dialogue'>): readonly DescribedClientFault[] {
  const faults = clientFaultsOver(over);
  // A client that is answered nothing can go wrong in what it says, and in how it ends.
  return isOneWay({ dialogue }) ? faults.filter(({ breaks }) => breaks.some((law) => ofSending.has(law))) : faults;
}

const ofSending: ReadonlySet<string> = new Set(['asks', 'closes-at-end']);

/** The client that is made of a description, or a fault of it; undefined for a fault that there is not. */
export function describedCaller(
  description: Description,
  fault: string | undefined,
): Pick<ClientFault, 'run'> | undefined {
  if (fault === undefined)
    return { run: description.over === 'tcp' ? describedClient(description) : describedDatagramClient(description) };
  const found = describedClientFaultsOf(description).find(({ name }) => name === fault);
  return found === undefined ? undefined : { run: found.run(description) };
}
