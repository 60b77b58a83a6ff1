import type { Dissection } from '../../contracts/dissection.ts';
import type { Output } from '../../contracts/observer.ts';
import type { ProcessEnd } from '../../contracts/process.ts';
import type { Capabilities } from '../../contracts/profile.ts';
import type { BusyLaunch } from '../../contracts/target.ts';
import type { OpenedCase, Search } from '../attempt.ts';
import type { Asker } from '../datagrams/asker.ts';
import type { ReceiverAccess } from '../datagrams/receiver-access.ts';
import type { CaseLimits } from '../limits.ts';
import type { Operator, Stopwatch } from '../operator.ts';
import type { Peer } from '../tester/peer.ts';
import type { Transcript } from '../tester/transcript.ts';
import type { ProcessAccess } from './process-access.ts';
import type { Store } from './store.ts';

/** What a case works with. `Plain` is what the suite's well-behaved client sends to this IUT. */
export interface CaseContext<Plain> {
  /** The case's first connection. */
  readonly peer: Peer;
  /** One more connection. */
  readonly connect: (options?: { readonly paused?: boolean }) => Peer;
  /** One more client of a server over datagrams; elsewhere than at its address, or one that takes answers from anywhere, where that is said. */
  readonly asks: (options?: { readonly host?: string; readonly isOpen?: boolean }) => Promise<Asker>;
  readonly plain: Plain;
  readonly store: Store;
  readonly output: Output;
  /** What the IUT has printed since the case began, or since it was launched again. */
  readonly printed: () => string;
  /** The profile's patterns of one shown item (flags `g` and `m`), and of output that calls an item incomplete. */
  readonly show: RegExp | undefined;
  readonly incomplete: RegExp | undefined;
  /** Whether the output of the IUT can be seen at all, for the few who judge by the wire or by a person otherwise. */
  readonly observed: boolean;
  /** Whether that is what the IUT stores, file by file, in place of what it prints. */
  readonly isOfFiles: boolean;
  /** What would mend output that is late because it is buffered; undefined where it cannot be, or the IUT has died. */
  readonly lateHint: () => string | undefined;
  /** Whether its environment has it hand over each text at once (PYTHONUNBUFFERED): what threads print, long texts mixed, tells nothing. */
  readonly isUnbuffered: () => boolean;
  /** A person who sees the screen of the IUT. */
  readonly operator: Operator | undefined;
  /** Whether the launched IUT has ended by itself. */
  readonly hasEnded: () => boolean;
  /** Whether it has ended, and what is printed is its own output: another program that tells of it (`--output`) may be late. */
  readonly printsNoMore: () => boolean;
  /** How the launched IUT has ended by itself within `ms` from now; undefined where it has not. */
  readonly ends: (ms: number) => Promise<ProcessEnd | undefined>;
  /** Before a further connection that is no next client: an IUT that ends after each client is launched again. */
  readonly ready: () => Promise<void>;
  /** Ends the IUT, and starts it again. */
  readonly relaunch: () => Promise<void>;
  /** The launched IUT as a process group. */
  readonly process: ProcessAccess;
  /** For cases about receivers of datagrams. */
  readonly datagrams: ReceiverAccess;
  /** The IUT's fortune database; without one the case is inconclusive. */
  readonly phrases: readonly string[];
  /** The same where the case can do without. */
  readonly knownPhrases: readonly string[] | undefined;
  readonly limits: CaseLimits;
  readonly capabilities: Capabilities;
  /**
   * Begins to watch the IUT's memory. What is returned tells by how many octets it has grown since at its peak; undefined
   * where that cannot be seen. A look reads a file of every process there is.
   */
  readonly watchMemory: () => () => number | undefined;
  /** Launches a second IUT on a port that its holder has; `usual` is what the first has printed on a free one. */
  readonly launchOnBusyPort: (holder: 'another program' | 'the first') => Promise<BusyLaunch>;
  /**
   * A well-behaved client after the fault, once the IUT had its settle time to notice; a Finding where it is not served
   * in time (the recovery time). Asked once a case.
   */
  readonly nextClient: (limitMs?: number) => Promise<void>;
  /**
   * A name that no other case and no other run uses, in capitals or not: 6 letters (7 beyond the 675th name of a case) and the
   * extension, 8 characters in all by default.
   */
  readonly uniqueName: (extension?: string) => string;
  /** What limits the verdict, said in the report. */
  readonly note: (text: string) => void;
  /** Tells which messages the verdict is drawn from, for the report; those that were told last count. */
  readonly tellsOf: (...messages: readonly Dissection[]) => void;
  /** Has a smaller stimulus looked for that fails as this one does, with a context of its own, once the verdict stands. */
  readonly shrinks: (search: Search<CaseContext<Plain>>) => void;
  readonly seed: number;
}

/** One case, as it is told of and recorded. */
export interface CaseRun {
  /** As a person is told it. */
  readonly told: string;
  readonly transcript: Transcript;
  /** Counts the time that a person takes. */
  readonly watch: Stopwatch;
  /** Called when an operator has answered. */
  readonly answered?: (() => void) | undefined;
}

/** A case of a server, with what the engine alone asks of it. */
export interface OpenedServerCase<Plain> extends OpenedCase<CaseContext<Plain>> {
  /** How the launched IUT has ended by itself, in words, as it does not after each client that it has served. */
  readonly died: () => Promise<string | undefined>;
  /** Connections that the case has made. */
  readonly connections: () => number;
  /** One more well-behaved client; a Finding where it is not served. Does nothing where the case has asked for the next client. */
  readonly control: () => Promise<void>;
  readonly search: () => Search<CaseContext<Plain>> | undefined;
  readonly watch: Stopwatch;
}
