import type { Dissection } from '../../contracts/dissection.ts';
import type { Output } from '../../contracts/observer.ts';
import type { TargetPlan } from '../../contracts/plan.ts';
import type { ProcessEnd, ProcessUse } from '../../contracts/process.ts';
import type { Capabilities } from '../../contracts/profile.ts';
import type { Target } from '../../contracts/target.ts';
import type { Search } from '../attempt.ts';
import type { AnswerPoint } from '../datagrams/answer-point.ts';
import type { CaseLimits } from '../limits.ts';
import type { Operator, Stopwatch } from '../operator.ts';
import type { Peer } from '../tester/peer.ts';
import type { Transcript } from '../tester/transcript.ts';
import type { Twin } from './twin.ts';

/** How a case starts the client under test. */
export interface ClientStart {
  /** Path of the file that it is to send. */
  readonly file?: string;
  /** Elsewhere than at the harness's own service. */
  readonly host?: string;
  readonly port?: number;
  /** Its time counts from its first SYN, where the kernel tells of that, and not from its launch. */
  readonly fromSyn?: boolean;
  /** The harness does not read until told. */
  readonly paused?: boolean;
}

/** How a client fared: how it ended (undefined: not in time), and all that it printed. */
export interface ClientFate {
  readonly end: ProcessEnd | undefined;
  /** Of a launched program standard output first, then standard error, whichever came first. */
  readonly printed: string;
  /** Whether it told its user of an error, as `reportFact` says it. */
  readonly fact: string;
}

/** What a case about a client works with. */
export interface ClientContext {
  /** Starts the client, and resolves to the connection that it makes. */
  readonly connects: (start?: ClientStart) => Promise<Peer>;
  /** The same for a client that need not connect: undefined when it has ended without. */
  readonly mayConnect: (start?: ClientStart) => Promise<Peer | undefined>;
  /** Starts a client over datagrams, and resolves to where it asks; `isClosed` has nobody listen there. */
  readonly asks: (start: Pick<ClientStart, 'file'> & { readonly isClosed?: boolean }) => Promise<AnswerPoint>;
  /** The client over datagrams has asked: it is reached. */
  readonly hasAsked: () => void;
  /** What is said of one that has not asked at all. */
  readonly neverAsked: () => Error;
  /** Starts the client where no connection to the harness is to be expected, and tells how it fared within `ms`, to which its launch does not count. */
  readonly runs: (start: ClientStart, ms: number) => Promise<ClientFate>;
  /** How it ended, within `ms` (the close limit); undefined when it has not. */
  readonly end: (ms?: number) => Promise<ProcessEnd | undefined>;
  /** What it printed so far. */
  readonly printed: () => string;
  /** Whether it printed anything while it still ran: output that comes only at the end is late, not missing. */
  readonly isLive: () => boolean;
  /**
   * What the client does where nothing goes wrong. A case that asks concludes something from a refusal, an error or an
   * end: it counts only if the client did the plain exchange of its suite before, and does it again afterwards.
   */
  readonly twin: () => Promise<Twin>;
  /** Whether the client is a process that the harness launches, of which the system tells what it uses. */
  readonly isLaunched: boolean;
  /** What the client that was started last uses and holds; undefined where it has ended. */
  readonly use: () => ProcessUse | undefined;
  /** Peak resident memory of that client in octets; undefined where it has ended, or the system does not tell. */
  readonly peakMemory: () => number | undefined;
  /** Does something while the group of that client is held (SIGSTOP), and has it go on then (SIGCONT); not applicable where it was not launched. */
  readonly whileHeld: <Value>(work: () => Promise<Value>) => Promise<Value>;
  /** Whether the client connects once more before it has ended, or the close limit is over. */
  readonly connectsAgain: () => Promise<boolean>;
  /** Writes to its standard input; only where the profile's `input` is `stdin`. A text that is too long for the evidence is `told` there. */
  readonly type: (text: string, told?: string) => void;
  readonly closeInput: () => void;
  /** Makes a file for the client to send; `octets` beyond `head` are a hole, so that a large one costs nothing. */
  readonly makeFile: (name: string, head: Uint8Array, octets?: number, folders?: string) => Promise<string>;
  /** What can be seen of the client beside the wire; `end` and `printed` are inconclusive where it cannot. */
  readonly sees: { readonly exit: boolean; readonly output: boolean };
  /** Who tells what the screen shows. */
  readonly operator: Operator | undefined;
  /** Where the client finds the harness. */
  readonly host: string;
  readonly plan: TargetPlan;
  readonly limits: CaseLimits;
  readonly capabilities: Capabilities;
  readonly note: (text: string) => void;
  /** Tells which messages the verdict is drawn from, for the report; those that were told last count. */
  readonly tellsOf: (...messages: readonly Dissection[]) => void;
  /** Has a smaller stimulus looked for that fails as this one does, with a context of its own, once the verdict stands. */
  readonly shrinks: (search: Search<ClientContext>) => void;
  readonly seed: number;
}

/** What such a context is made of. */
export interface ClientParts {
  readonly told: string;
  /** Called when an operator has answered. */
  readonly answered?: (() => void) | undefined;
  readonly plan: TargetPlan;
  readonly target: Target;
  readonly limits: CaseLimits;
  readonly seed: number;
  readonly transcript: Transcript;
  /** What the client prints, where a command of the user tells it; begun before this case. */
  readonly output: Output | undefined;
  /** Counts the time that a person takes. */
  readonly watch: Stopwatch;
  /** Of the context: what the positive control tells. */
  readonly twin: () => Promise<Twin>;
  /** Whether any case of this target was connected to yet. */
  readonly wasReached: () => boolean;
  readonly reached: () => void;
  /** The client did not connect where it had to. */
  readonly missed: (reason: string) => void;
}
