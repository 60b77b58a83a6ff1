import { randomInt } from 'node:crypto';
import type { Dissection } from '../../contracts/dissection.ts';
import type { Output } from '../../contracts/observer.ts';
import type { ProcessEnd } from '../../contracts/process.ts';
import type { Capabilities } from '../../contracts/profile.ts';
import type { BusyLaunch, RunningTarget } from '../../contracts/target.ts';
import type { OpenedCase, Smaller } from '../attempt.ts';
import { clock } from '../clock.ts';
import { type Asker, openAsker } from '../datagrams/asker.ts';
import { type ReceiverAccess, receiverAccess } from '../datagrams/receiver-access.ts';
import { inconclusive } from '../finding.ts';
import { type CaseLimits, RETRANSMIT_CONNECT_MS } from '../limits.ts';
import { type Operator, operatorOf, type Stopwatch } from '../operator.ts';
import { bufferHint } from '../output/shown.ts';
import { cutProver } from '../tester/cuts.ts';
import { createPeer } from '../tester/make-peer.ts';
import type { Peer } from '../tester/peer.ts';
import { printedEvent, type Transcript } from '../tester/transcript.ts';
import { endingText, endOnceAtRest, hasCrashed } from './ending.ts';
import { listeningAgain } from './listening-again.ts';
import { type ProcessAccess, processAccess } from './process-access.ts';
import type { Iut, Session } from './session.ts';
import { openStore, type Store } from './store.ts';

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
  /** What would mend output that is late because it is buffered; undefined where it cannot be, or the IUT has died. */
  readonly lateHint: () => string | undefined;
  /** A person who sees the screen of the IUT. */
  readonly operator: Operator | undefined;
  /** Whether the launched IUT has ended by itself. */
  readonly hasEnded: () => boolean;
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
  /** Launches a second IUT on a port that is taken; `usual` is what the first has printed on a free one. */
  readonly launchOnBusyPort: () => Promise<BusyLaunch>;
  /**
   * A well-behaved client after the fault, once the IUT had its settle time to notice; a Finding where it is not served
   * in time (the recovery time). Asked once a case.
   */
  readonly nextClient: (limitMs?: number) => Promise<void>;
  /** A name that no other case and no other run uses: 6 characters and the extension, 8 in all by default. */
  readonly uniqueName: (extension?: string) => string;
  /** What limits the verdict, said in the report. */
  readonly note: (text: string) => void;
  /** Tells which messages the verdict is drawn from, for the report; those that were told last count. */
  readonly tellsOf: (...messages: readonly Dissection[]) => void;
  /** Has a smaller stimulus looked for that fails as this one does, with a context of its own, once the verdict stands. */
  readonly shrinks: (search: Search<Plain>) => void;
  readonly seed: number;
}

/**
 * Looks for a smaller stimulus that fails as the case's own does, by shorter limits than those of cases; resolves to undefined
 * where it finds none. What it finds is tried once more by the limits of cases.
 */
export type Search<Plain> = (context: CaseContext<Plain>) => Promise<Confirmation<Plain> | undefined>;

/** Tries once more what a search has found; resolves to undefined where that does not fail. */
export type Confirmation<Plain> = (context: CaseContext<Plain>) => Promise<Smaller | undefined>;

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

/** What a context is made of. */
export interface ContextParts<Plain> extends CaseRun {
  readonly session: Session;
  readonly iut: Iut;
  readonly plain: Plain;
  readonly seed: number;
  readonly nextClient: (context: CaseContext<Plain>, limitMs: number) => Promise<void>;
}

/** A case of a server, with what the engine alone asks of it. */
export interface OpenedServerCase<Plain> extends OpenedCase<CaseContext<Plain>> {
  /** How the launched IUT has ended by itself, in words, as it does not after each client that it has served. */
  readonly died: () => Promise<string | undefined>;
  /** Connections that the case has made. */
  readonly connections: () => number;
  /** One more well-behaved client; a Finding where it is not served. Does nothing where the case has asked for the next client. */
  readonly control: () => Promise<void>;
  /** The search that the case has asked for. */
  readonly search: () => Search<Plain> | undefined;
  readonly watch: Stopwatch;
}

/** Opens the context of one case; the store is looked at before anything is provoked. */
export async function openContext<Plain>(parts: ContextParts<Plain>): Promise<OpenedServerCase<Plain>> {
  const { session, iut, transcript } = parts;
  const { show, incomplete } = session.plan;
  let { running, output } = parts.iut;
  let printedBefore = totalOf(output);
  const nonce = freshNonce();
  const store = await openStore({ iut, limits: session.limits, nonce, earlier: [...session.nonces], transcript });
  session.nonces.push(nonce);
  const provers = [cutProver(running.process?.pid, session.limits)];
  const peers: Peer[] = [];
  const askers: Asker[] = [];
  const notes: string[] = [];
  let messages: readonly Dissection[] = [];
  let wanted: Search<Plain> | undefined;
  let names = 0;
  let next: Promise<void> | undefined;
  let first: Peer | undefined;
  let { connectMs } = session.limits;
  let endedByUs = false;

  const connect: CaseContext<Plain>['connect'] = (options = {}) => {
    const { host, port } = running;
    const { limits, patience } = session;
    const number = peers.length + 1;
    transcript.touches(port);
    const prover = provers.at(-1) ?? cutProver(undefined, limits);
    const mayListenAgain = listeningAgain(() => running.process, limits);
    const common = { limits, patience, transcript, prover, number };
    const peer = createPeer({ host, port, connectMs, mayListenAgain, ...common, ...options });
    peers.push(peer);
    return peer;
  };

  const asks: CaseContext<Plain>['asks'] = async (options = {}) => {
    const { host, port } = running;
    const asker = await openAsker({ host, port, number: askers.length + 1, transcript, ...options });
    askers.push(asker);
    return asker;
  };

  /** Resolves to why it was not launched again, else to undefined. */
  const launched = async (start: () => Promise<Iut | string>): Promise<string | undefined> => {
    endedByUs = true;
    const iut = await start();
    if (typeof iut === 'string') return iut;
    endedByUs = false;
    ({ running, output } = iut);
    printedBefore = 0;
    provers.push(cutProver(running.process?.pid, session.limits));
    connectMs = session.limits.connectMs;
    return undefined;
  };
  const again = async (): Promise<void> => {
    const problem = await launched(session.again);
    if (problem !== undefined) return inconclusive(problem);
  };
  const { plan, target, sourcePort } = session;
  const datagrams = receiverAccess({ plan, target, running: () => running, sourcePort, transcript });
  const operator = plan.operator === true ? operatorOf(parts) : undefined;

  const context: CaseContext<Plain> = {
    get peer() {
      first ??= connect();
      return first;
    },
    connect,
    asks,
    plain: parts.plain,
    store,
    get output() {
      return output ?? inconclusive(UNSEEN);
    },
    printed: () => printedSince(output ?? inconclusive(UNSEEN), printedBefore),
    show: show === undefined ? undefined : new RegExp(show, 'gm'),
    incomplete: incomplete === undefined ? undefined : new RegExp(incomplete, 'm'),
    observed: output !== undefined,
    lateHint: () => lateHintOf(running, session),
    operator,
    hasEnded: () => running.process?.end() !== undefined,
    ends: async (ms) => running.process?.end() ?? (running.process && (await clock.within(ms, running.process.ended))),
    ready: async () => {
      if (session.endsAfterClient()) await again();
    },
    relaunch: again,
    process: processAccess({
      running: () => running,
      servesOne: session.isForOne,
      end: async () => {
        endedByUs = true;
        await session.end();
      },
      mayEnd: () => {
        endedByUs = true;
        session.mayEnd();
      },
      onItsPort: () => launched(session.onItsPort),
      withDescriptors: (descriptors) => launched(() => session.withDescriptors(descriptors)),
    }),
    datagrams: datagrams.access,
    get phrases() {
      return session.plan.phrases ?? running.phrases ?? inconclusive(NO_DATABASE);
    },
    knownPhrases: session.plan.phrases ?? running.phrases,
    limits: session.limits,
    capabilities: session.plan.capabilities,
    watchMemory: () => {
      const before = running.process?.peakMemory();
      return () => growth(before, running.process?.peakMemory());
    },
    launchOnBusyPort: async () => {
      const launch = session.target.startOnBusyPort;
      const busy = await (launch?.(session.limits.launchMs) ?? inconclusive(ONE_LAUNCH));
      return { ...busy, usual: running.process?.output.text() ?? '' };
    },
    nextClient: (limitMs = session.limits.recoveryMs) => {
      connectMs = RETRANSMIT_CONNECT_MS;
      next ??= store.settle().then(() => parts.nextClient(context, limitMs));
      return next;
    },
    uniqueName: (extension = '.b') => {
      names += 1;
      return `${nonce}${names.toString(36).padStart(2, '0')}${extension}`;
    },
    note: (text) => notes.push(text),
    tellsOf: (...told) => {
      messages = told;
    },
    shrinks: (search) => {
      wanted = search;
    },
    seed: parts.seed,
  };
  const died = async (): Promise<string | undefined> => {
    const { process } = running;
    if (process === undefined || endedByUs) return undefined;
    const end = await endOnceAtRest(process);
    const words = output === undefined ? '' : printedSince(output, printedBefore);
    const isAsEver = session.endsAfterClient() && end?.status === 0 && !hasCrashed(words);
    if (end === undefined || isAsEver || endedByUs) return undefined;
    return endingText(end, words === '' ? process.output.text() : words);
  };
  return {
    context,
    died,
    connections: () => peers.length + askers.length,
    control: () => next ?? parts.nextClient(context, session.limits.recoveryMs),
    watch: parts.watch,
    notes: () => [
      ...notes,
      ...provers.map((prover) => prover.doubt()).flatMap((doubt) => (doubt === undefined ? [] : [doubt])),
    ],
    messages: () => messages,
    search: () => wanted,
    dispose: async () => {
      // What the IUT had printed before the last that was heard of it is in its pipes: it is told too.
      if (output !== undefined) await clock.turns(TURNS);
      const text = output === undefined ? '' : printedSince(output, printedBefore);
      if (text !== '') transcript.add(printedEvent(text));
      for (const peer of peers) peer.dispose();
      await Promise.all(askers.map((asker) => asker.leave()));
      await datagrams.dispose();
      await store.dispose();
      if (datagrams.wasInterrupted()) await session.close();
    },
  };
}

const NO_DATABASE = 'the database is not known: needs --phrases FILE, or {phrases} in the command of --exec';

const ONE_LAUNCH = 'a second IUT cannot be launched: needs --exec';

const UNSEEN = 'what is printed cannot be seen: needs --output COMMAND or --exec';

/** A built-in endpoint buffers nothing; what a command of the user's prints may come late for reasons of its own. */
function lateHintOf({ process, output }: RunningTarget, { plan }: Session): string | undefined {
  if (process === undefined) return output === undefined || plan.output !== undefined ? bufferHint('lines') : undefined;
  const end = process.end();
  if (end !== undefined && end.status !== 0 && plan.output === undefined) return undefined;
  return bufferHint(process.buffering());
}

function totalOf(output: Output | undefined): number {
  return output === undefined ? 0 : (output.total?.() ?? output.text().length);
}

/** Turns of the event loop in which what is in the pipes of a program is read, and put into its order (`interleave`). */
const TURNS = 6;

/** What was printed after so many characters, as far as it is still there. */
function printedSince(output: Output, before: number): string {
  const added = totalOf(output) - before;
  return added === 0 ? '' : output.text().slice(-added);
}

/** Four characters, fresh for each case: names must not meet those of another run in the same store. */
function freshNonce(): string {
  return randomInt(36 ** 4)
    .toString(36)
    .padStart(4, '0');
}

function growth(
  before: ReadonlyMap<number, number> | undefined,
  after: ReadonlyMap<number, number> | undefined,
): number | undefined {
  if (before === undefined || after === undefined || after.size === 0) return undefined;
  const start = Math.max(0, ...before.values());
  return Math.max(...[...after].map(([pid, peak]) => peak - (before.get(pid) ?? start)));
}
