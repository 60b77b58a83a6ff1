import type { TargetInterface, TargetPlan } from '../../contracts/plan.ts';
import type { ProcessEnd } from '../../contracts/process.ts';
import type { Capabilities } from '../../contracts/profile.ts';
import { lastSaying } from '../../text/last-words.ts';
import { endFact } from '../client/reporting.ts';
import type { CaseLimits } from '../limits.ts';
import { duration, quoted } from '../words.ts';
import type { Arrival } from './datagram-sink.ts';

/** What a sender has sent while it was watched. */
export interface Watched {
  readonly arrivals: readonly Arrival[];
  /** Datagrams to addresses and ports on which nobody listens, one line each; undefined where frames cannot be seen. */
  readonly strays: readonly string[] | undefined;
  /** When it was watched no longer, and how many milliseconds did not count by then. */
  readonly until: Pick<Arrival, 'at' | 'excusedMs'>;
}

/** What a sender has sent that was held for a while (SIGSTOP), and then went on. */
export interface Resumed {
  /** Before it was held, so many as were asked for; fewer, and it was not held at all. */
  readonly before: readonly Arrival[];
  /** How many came while its process was held: what sends them runs elsewhere. */
  readonly meanwhile: number;
  /** How many milliseconds did not count by the time it went on. */
  readonly excusedMs: number;
  /** After it went on: so many, or fewer where no more came in time or it has ended. */
  readonly after: readonly Arrival[];
}

/** What a sender has come to while nobody listened: it has ended, it has the port that it sends to, or another or none. */
export type Unheard = 'ended' | 'has the port' | 'has another port';

/** What a case about a sender of datagrams works with. */
export interface SenderContext {
  /** Listens, starts a sender, and resolves to its first datagrams: so many, or fewer where no more came in time or it has ended. */
  readonly sends: (count: number) => Promise<readonly Arrival[]>;
  /** The same, to all that come within so many milliseconds of the first, of a flood the beginning; and what went elsewhere. */
  readonly sendsFor: (ms: number) => Promise<Watched>;
  /** The same as `sends`, and each datagram is answered by one to the address and port that it came from. */
  readonly sendsAnswered: (count: number) => Promise<readonly Arrival[]>;
  /** The same as `sends`, but nobody listens until so many milliseconds after the start. */
  readonly sendsUnheard: (ms: number, count: number) => Promise<readonly Arrival[]>;
  /** The same as `sends`, to a sender that is held for so many milliseconds right after its first datagrams, and then goes on. */
  readonly sendsHeld: (holding: {
    readonly before: number;
    readonly heldMs: number;
    readonly after: number;
  }) => Promise<Resumed>;
  /**
   * Starts a sender that is told another address for that of its interface, and resolves to what it has sent by its end, by
   * its first datagram, or within the launch limit.
   */
  readonly sendsFrom: (address: string) => Promise<readonly Arrival[]>;
  /** Sends a signal to the group of the last sender, once that is at rest, and does not wait for what it does. */
  readonly signal: (signal: NodeJS.Signals) => Promise<void>;
  /** Ends what was started, starts a sender while nobody listens, and resolves to what it has come to after so many milliseconds. */
  readonly runsUnheard: (ms: number) => Promise<Unheard>;
  /** What limits the verdict, said in the report. */
  readonly note: (text: string) => void;
  /** How the last sender that was started has ended; undefined while it has not. */
  readonly end: () => ProcessEnd | undefined;
  /** What it printed. */
  readonly printed: () => string;
  /** Where it was told to send to. */
  readonly destination: string;
  readonly port: number;
  readonly on: TargetInterface;
  readonly plan: TargetPlan;
  readonly limits: CaseLimits;
  readonly capabilities: Capabilities;
}

/** How a sender came to send nothing that the harness could hear, in words. */
export function silenceWords({
  end,
  printed,
  destination,
  limits,
}: Pick<SenderContext, 'end' | 'printed' | 'destination' | 'limits'>): string {
  const ended = end();
  const said = lastSaying(printed());
  const words = said === '' ? 'having printed nothing' : `its last line: ${quoted(said, 200)}`;
  if (ended === undefined) {
    const none = `no datagram to ${destination} within ${duration(limits.launchMs)}`;
    return said === '' ? none : `${none}, ${words}`;
  }
  return `no datagram: the sender ${endFact(ended)} (status ${ended.status}), ${words}`;
}
