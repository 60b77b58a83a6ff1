import type { Fault, RunningEndpoint, ServerOptions } from '../../../contracts/endpoint.ts';
import type { Description } from '../../../contracts/wire.ts';

/** Starts a server of one description. */
export type DescribedStart = (options: ServerOptions) => Promise<RunningEndpoint>;

/** A mistake that a server of any described protocol can make. Laws that do not apply to a protocol are not broken there. */
export interface DescribedFault extends Omit<Fault, 'endpoint' | 'start'> {
  /** A server that says nothing cannot make it. */
  readonly isOfAnswers?: true;
  /** Where a connection has one round of the dialogue, no server can make it. */
  readonly isOfRounds?: true;
  readonly start: (description: Description) => DescribedStart;
}
