import { randomInt } from 'node:crypto';
import type { Dissection } from '../../contracts/dissection.ts';
import type { Output } from '../../contracts/observer.ts';
import type { ProcessEnd } from '../../contracts/process.ts';
import { NotReachable, type RunningTarget } from '../../contracts/target.ts';
import { hasCrashed } from '../../text/last-words.ts';
import type { Search } from '../attempt.ts';
import { clock } from '../clock.ts';
import { numberInLetters } from '../data/letters.ts';
import { type Asker, openAsker } from '../datagrams/asker.ts';
import { receiverAccess } from '../datagrams/receiver-access.ts';
import { Finding, inconclusive } from '../finding.ts';
import { RETRANSMIT_CONNECT_MS } from '../limits.ts';
import { operatorOf } from '../operator.ts';
import { bufferHint } from '../output/shown.ts';
import { cutProver, type ReadTeller } from '../tester/cuts.ts';
import { createPeer } from '../tester/make-peer.ts';
import type { Peer } from '../tester/peer.ts';
import { exitEvent, printedEvent } from '../tester/transcript.ts';
import type { CaseContext, CaseRun, OpenedServerCase } from './context.ts';
import { endingText, endOnceAtRest } from './ending.ts';
import { listeningAgain } from './listening-again.ts';
import { processAccess } from './process-access.ts';
import { ENDING_MS, type Iut, type Session } from './session.ts';
import { openStore } from './store.ts';

/** What a context is made of. */
interface ContextParts<Plain> extends CaseRun {
  readonly session: Session;
  readonly iut: Iut;
  readonly plain: Plain;
  readonly seed: number;
  readonly nextClient: (context: CaseContext<Plain>, limitMs: number) => Promise<void>;
}

/** Opens the context of one case; the store is looked at before anything is provoked. */
export async function openContext<Plain>(parts: ContextParts<Plain>): Promise<OpenedServerCase<Plain>> {
  const { session, iut, transcript } = parts;
  const { show, incomplete, described } = session.plan;
  const unseen = described === undefined ? UNSEEN : UNSEEN_DESCRIBED;
  let { running, output } = parts.iut;
  let printedBefore = totalOf(output);
  const nonce = freshNonce(session.nonces);
  const store = await openStore({
    ...{ iut, limits: session.limits, nonce, earlier: [...session.nonces], transcript },
    hasFailed: () => {
      const end = running.process?.end();
      return end !== undefined && end.status !== 0;
    },
  });
  session.nonces.push(nonce);
  const provers = [cutProver(readTellerOf(running), session.limits)];
  const peers: Peer[] = [];
  const askers: Asker[] = [];
  const notes: string[] = [];
  let messages: readonly Dissection[] = [];
  let wanted: Search<CaseContext<Plain>> | undefined;
  let names = 0;
  let next: Promise<void> | undefined;
  let first: Peer | undefined;
  let { connectMs } = session.limits;
  let endedByUs = false;
  /** How many peers there were at its last launch. */
  let peersBefore = 0;

  const connect: CaseContext<Plain>['connect'] = (options = {}) => {
    // A suite of the user's own may have mistaken one for the other: what a server says to that is no finding.
    if (session.plan.transport === 'udp') throw new Error('expected asks() of a server over UDP, found a connection');
    const { host, port } = running;
    const { limits, patience } = session;
    const number = peers.length + 1;
    transcript.touches(port);
    const prover = provers.at(-1) ?? cutProver({}, limits);
    const mayListenAgain = listeningAgain(() => running.process, limits);
    const common = { limits, patience, transcript, prover, number };
    const peer = createPeer({ host, port, connectMs, mayListenAgain, ...common, ...options });
    peers.push(peer);
    return peer;
  };

  const asks: CaseContext<Plain>['asks'] = async (options = {}) => {
    if (session.plan.transport === 'tcp') throw new Error('expected a connection to a server over TCP, found asks()');
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
    peersBefore = peers.length;
    provers.push(cutProver(readTellerOf(running), session.limits));
    connectMs = session.limits.connectMs;
    return undefined;
  };
  const again = async (): Promise<void> => {
    const problem = await launched(session.again);
    if (problem !== undefined) return inconclusive(problem);
  };
  /** An IUT that ends after each client may be storing or showing what the last has sent: it gets a moment to end by itself. */
  const doneWithPeers = async (): Promise<void> => {
    const since = peers.slice(peersBefore);
    if (since.length === 0) return;
    await Promise.all(since.map((peer) => peer.endWriting().catch(() => undefined)));
    await context.ends(ENDING_MS);
  };
  /** Resolves to how a well-behaved client was not served, else to undefined. */
  const unserved = (): Promise<string | undefined> =>
    parts.nextClient(context, session.limits.recoveryMs).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof Finding) return `it does not serve: ${error.message}`;
        throw error;
      },
    );
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
      return output ?? inconclusive(unseen);
    },
    printed: () => printedSince(output ?? inconclusive(unseen), printedBefore),
    show: show === undefined ? undefined : new RegExp(show, 'gm'),
    incomplete: incomplete === undefined ? undefined : new RegExp(incomplete, 'm'),
    observed: output !== undefined,
    isOfFiles: plan.looksInStore === true,
    lateHint: () => lateHintOf(running, session),
    isUnbuffered: () => running.process?.buffering() === 'no',
    operator,
    hasEnded: () => running.process?.end() !== undefined,
    printsNoMore: () => plan.output === undefined && running.process?.end() !== undefined,
    ends: async (ms) => running.process?.end() ?? (running.process && (await clock.within(ms, running.process.ended))),
    ready: async () => {
      if (!session.endsAfterClient()) return;
      await doneWithPeers();
      await again();
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
      withDescriptors: async (descriptors) => {
        const problem = (await launched(() => session.withDescriptors(descriptors))) ?? (await unserved());
        if (problem === undefined) return;
        // That it ends then is no finding.
        endedByUs = true;
        throw new NotReachable(`with room for ${descriptors} descriptors ${problem}`);
      },
    }),
    datagrams: datagrams.access,
    get phrases() {
      return phrasesOf(running, session) ?? inconclusive(NO_DATABASE);
    },
    // A server that is launched again has a database of its own again.
    get knownPhrases() {
      return phrasesOf(running, session);
    },
    limits: session.limits,
    capabilities: session.plan.capabilities,
    watchMemory: () => {
      const before = running.process?.peakMemory();
      return () => growth(before, running.process?.peakMemory());
    },
    launchOnBusyPort: async (holder) => {
      const launch = session.target.startOnBusyPort;
      const portOfFirst = holder === 'the first' ? running.port : undefined;
      const busy = await (launch?.(session.limits.launchMs, portOfFirst) ?? inconclusive(ONE_LAUNCH));
      return { ...busy, usual: running.process?.output.text() ?? '' };
    },
    nextClient: (limitMs = session.limits.recoveryMs) => {
      connectMs = RETRANSMIT_CONNECT_MS;
      next ??= store.settle().then(() => parts.nextClient(context, limitMs));
      return next;
    },
    uniqueName: (extension = '.b') => {
      names += 1;
      return `${nonce}${numberInLetters(names, 2)}${extension}`;
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
  const saidSince = (): string =>
    output === undefined || plan.looksInStore === true ? '' : printedSince(output, printedBefore);
  /** Whether an IUT has ended otherwise than it does after each client. */
  const isDeath = (end: ProcessEnd | undefined): end is ProcessEnd => {
    const isAsEver = session.endsAfterClient() && end?.status === 0 && !hasCrashed(saidSince());
    return end !== undefined && !isAsEver && !endedByUs;
  };
  const died = async (): Promise<string | undefined> => {
    const { process } = running;
    if (process === undefined || endedByUs) return undefined;
    const end = await endOnceAtRest(process);
    if (!isDeath(end)) return undefined;
    const words = saidSince();
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
      ...(running.process?.limitsMet?.() ?? []),
    ],
    messages: () => messages,
    search: () => wanted,
    dispose: async () => {
      // What the IUT had printed before the last that was heard of it is in its pipes: it is told too.
      if (output !== undefined) await clock.turns(TURNS);
      const text = output === undefined ? '' : printedSince(output, printedBefore);
      if (text !== '') transcript.add(printedEvent(text));
      const end = running.process?.end();
      if (isDeath(end)) transcript.add(exitEvent(end));
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

/** What a described server takes may be seen by what it stores, too. */
const UNSEEN_DESCRIBED = 'what is printed, or stored, cannot be seen: needs --output COMMAND, --store DIR or --exec';

/** A built-in endpoint buffers nothing; what a command of the user's prints may come late for reasons of its own. */
function lateHintOf({ process, output }: RunningTarget, { plan }: Session): string | undefined {
  if (plan.looksInStore === true) return undefined;
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

/** The database that is declared of the IUT, else that of its launch. */
function phrasesOf({ phrases }: RunningTarget, { plan }: Session): readonly string[] | undefined {
  return plan.phrases ?? phrases;
}

/** Who tells what a target has read. */
function readTellerOf({ process, octetsRead }: RunningTarget): ReadTeller {
  return { pid: process?.pid, octetsRead };
}

/** What was printed after so many characters, as far as it is still there. */
function printedSince(output: Output, before: number): string {
  const added = totalOf(output) - before;
  return added === 0 ? '' : output.text().slice(-added);
}

const NONCE_LETTERS = 4;

/** Four letters that no earlier case has had: names must not meet those of another run in the same store. */
function freshNonce(earlier: readonly string[]): string {
  for (;;) {
    const nonce = numberInLetters(randomInt(26 ** NONCE_LETTERS), NONCE_LETTERS);
    if (!earlier.includes(nonce)) return nonce;
  }
}

function growth(
  before: ReadonlyMap<number, number> | undefined,
  after: ReadonlyMap<number, number> | undefined,
): number | undefined {
  if (before === undefined || after === undefined || after.size === 0) return undefined;
  const start = Math.max(0, ...before.values());
  return Math.max(...[...after].map(([pid, peak]) => peak - (before.get(pid) ?? start)));
}
