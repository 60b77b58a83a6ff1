import { mkdir, open as openFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Dissection } from '../../contracts/dissection.ts';
import { INPUT_ENDED, TYPED } from '../../contracts/run-form.ts';
import { NotReachable, type RunningClient } from '../../contracts/target.ts';
import { isConnecting } from '../../targets/kernel-tables.ts';
import { makeWorkspace } from '../../targets/workspace.ts';
import { lastWords } from '../../text/last-words.ts';
import type { OpenedCase, Search } from '../attempt.ts';
import { clock } from '../clock.ts';
import { type AnswerPoint, openAnswerPoint } from '../datagrams/answer-point.ts';
import { Finding, inconclusive } from '../finding.ts';
import { type CaseLimits, streamMs } from '../limits.ts';
import { operatorOf } from '../operator.ts';
import { clientProver } from '../tester/cuts.ts';
import { adoptPeer } from '../tester/make-peer.ts';
import type { Peer } from '../tester/peer.ts';
import { openService } from '../tester/service.ts';
import { exitEvent, printedEvent } from '../tester/transcript.ts';
import { count } from '../words.ts';
import { type ByHand, connectionByHand, notStarted, reportByHand } from './client-by-hand.ts';
import type { ClientContext, ClientParts, ClientStart } from './client-context.ts';
import { mustBeHeld, whileHeld } from './holding.ts';
import { endFact, reportFact } from './reporting.ts';

/** Turns of the event loop in which a datagram is read that was there before the end of its sender was told. */
const TURNS = 6;

/** Opens the context of one case: a service of its own, a folder of its own, and no client yet. */
export async function openClientContext(parts: ClientParts): Promise<OpenedCase<ClientContext>> {
  const { plan, target, limits, transcript, told, watch } = parts;
  const { servicePort = 0, serviceHost = '127.0.0.1' } = target;
  const { host = serviceHost, listenOn = host, port: fixedPort = servicePort } = target.address ?? {};
  const byHand = target.address !== undefined;
  const workspace = await makeWorkspace(plan.means);
  const service = await openService(listenOn, fixedPort).catch(async (error: unknown) => {
    await workspace.remove();
    throw error;
  });
  transcript.touches(service.port);
  const sees = { exit: !byHand, output: !byHand || parts.output !== undefined };
  const operator =
    plan.operator === true ? operatorOf({ told, transcript, watch, answered: parts.answered }) : undefined;
  const printedBefore = parts.output?.text().length ?? 0;
  const peers: Peer[] = [];
  const points: AnswerPoint[] = [];
  const notes: string[] = [];
  let messages: readonly Dissection[] = [];
  let wanted: Search<ClientContext> | undefined;
  const patience = { streamMs: streamMs(limits) };
  const clients: RunningClient[] = [];
  const isStopped = new Set<RunningClient>();
  let client: RunningClient | undefined;
  let prover = clientProver(undefined, limits);
  let live = false;
  let isOver = false;
  let isTold = false;

  const start = async (options: ClientStart): Promise<RunningClient> => {
    const launch = target.startClient ?? inconclusive('the client cannot be started by the harness: needs --exec');
    const { file } = options;
    if (servicePort !== 0 && (options.host ?? options.port) !== undefined)
      inconclusive('the client cannot be told another address: needs {host} and {port} in --exec, without --listen');
    const call = {
      told,
      host: options.host ?? host,
      port: options.port ?? service.port,
      dir: workspace.dir,
      typed: plan.input === 'stdin',
    };
    const started = await watch.during(launch({ ...call, ...(file === undefined ? {} : { file }) }));
    clients.push(started);
    // The case's limit is over, and what it began goes on: nothing of it is to stay.
    if (isOver) await stop(started);
    client = started;
    prover = clientProver(started.pid, limits);
    void started.output.changed().then(() => {
      live ||= started.end() === undefined;
    });
    void started.ended.then((end) => {
      transcript.add(exitEvent(end, end.signal !== null && isStopped.has(started) ? 'harness' : 'iut'));
      service.look();
    });
    return started;
  };
  /** A signal by which it ends from now on is the harness's own. */
  const stop = async (started: RunningClient): Promise<void> => {
    if (started.end() === undefined) isStopped.add(started);
    await started.stop();
  };
  const running = (): RunningClient => client ?? inconclusive('the case did not start the client');

  const printed = (): string => {
    if (!sees.output)
      return inconclusive('what the client prints cannot be seen: needs --operator, --output COMMAND or --exec');
    return parts.output?.text().slice(printedBefore) ?? client?.output.text() ?? '';
  };

  const hand: ByHand = { service, limits, watch, operator, printed: sees.output ? printed : undefined };

  const mayConnect = async (options: ClientStart, mayRefuse = true): Promise<Peer | undefined> => {
    // A suite of the user's own may have mistaken one for the other: what a client says to that is no finding.
    if (plan.transport === 'udp') throw new Error('expected asks() of a client over UDP, found a connection');
    const started = await start(options);
    const socket = byHand
      ? await connectionByHand(hand, mayRefuse)
      : await service.connection(limits.launchMs, () => started.end() !== undefined);
    if (socket === undefined) return undefined;
    parts.reached();
    const paused = options.paused === true;
    const peer = adoptPeer(socket, { limits, transcript, prover, number: peers.length + 1, patience, paused });
    peers.push(peer);
    return peer;
  };

  const context: ClientContext = {
    connects: async (options = {}) => {
      const peer = await mayConnect(options, false);
      if (peer === undefined) throw byHand ? notStarted(hand) : notConnected(parts, running());
      return peer;
    },
    mayConnect: (options = {}) => mayConnect(options),
    asks: async ({ isClosed = false, ...options }) => {
      if (plan.transport === 'tcp') throw new Error('expected connects() of a client over TCP, found asks()');
      const point = await openAnswerPoint(listenOn, fixedPort, transcript);
      points.push(point);
      if (isClosed) await point.close();
      const started = await start({ ...options, ...(fixedPort === 0 ? { port: point.port } : {}) });
      // What it has sent last is read before.
      void started.ended.then(() => clock.turns(TURNS)).then(point.isOver);
      return point;
    },
    hasAsked: parts.reached,
    neverAsked: () => (byHand ? notStarted(hand) : notConnected(parts, running(), 'ask')),
    runs: async (options, ms) => {
      if (!sees.output && operator === undefined) printed();
      const started = await start(options);
      if (byHand) return { end: undefined, fact: await reportByHand(hand, ms), printed: sees.output ? printed() : '' };
      if (options.fromSyn === true) await untilConnecting(started, options.port ?? service.port, limits.launchMs);
      const end = await clock.within(ms + launchTime(started, options, limits), started.ended);
      await stop(started);
      isTold = true;
      const { inOrder = started.output.text } = started.output;
      const text = parts.output === undefined ? inOrder() : printed();
      // Of several clients of one case each is in the evidence.
      transcript.add(printedEvent(text, `${whereTo(options, host)}: `));
      return { end, printed: text, fact: reportFact(end, text, '', await parts.twin()) };
    },
    end: async (ms = limits.closeMs) => {
      if (!sees.exit) return inconclusive('how the client ended cannot be seen: needs --operator or --exec');
      return clock.within(ms, running().ended);
    },
    printed,
    twin: parts.twin,
    connectsAgain: async () => {
      const started = running();
      const isOver = (): boolean => started.end() !== undefined;
      const again = await service.connection(limits.closeMs, isOver);
      // What the client did last may be told after its end.
      const hasCome = (again ?? (await service.connection(limits.settleMs, () => false))) !== undefined;
      const connection = peers.length + 1;
      if (hasCome) transcript.add({ who: 'iut', what: 'connect', connection, text: 'once more' });
      return hasCome;
    },
    isLive: () => live,
    isLaunched: plan.means.kind === 'exec' && process.platform === 'linux',
    use: () => client?.use?.(),
    whileHeld: (work) => {
      mustBeHeld(plan);
      return whileHeld(running(), transcript, work);
    },
    peakMemory: () => {
      const peaks = [...(client?.peakMemory?.().values() ?? [])];
      return peaks.length === 0 ? undefined : Math.max(...peaks);
    },
    // A client of its own data is left its keyboard, at which nobody types.
    type: (text, told = `${TYPED}${JSON.stringify(text)}`) => {
      if (plan.input !== 'stdin') return;
      running().type(text);
      transcript.add({ who: 'harness', what: 'note', text: told });
    },
    closeInput: () => {
      if (plan.input !== 'stdin') return;
      running().closeInput();
      transcript.add({ who: 'harness', what: 'note', text: INPUT_ENDED });
    },
    makeFile: async (name, head, octets = head.length, folders = '') => {
      if (isOver) return inconclusive('the case is over');
      const folder = join(workspace.root, 'files', folders);
      await mkdir(folder, { recursive: true });
      const path = join(folder, basename(name));
      await writeFile(path, head);
      if (octets > head.length) await extend(path, octets);
      const told = JSON.stringify(join(folders, basename(name)));
      transcript.add({ who: 'harness', what: 'file', text: `${told}, ${count(octets, 'octet')}` }, head);
      return path;
    },
    sees,
    operator,
    host,
    plan,
    limits,
    capabilities: plan.capabilities,
    note: (text) => notes.push(text),
    tellsOf: (...told) => {
      messages = told;
    },
    shrinks: (search) => {
      wanted = search;
    },
    seed: parts.seed,
  };
  return {
    context,
    notes: () => [
      ...notes,
      ...[prover.doubt()].flatMap((doubt) => (doubt === undefined ? [] : [doubt])),
      ...new Set(clients.flatMap((one) => one.limitsMet?.() ?? [])),
    ],
    messages: () => messages,
    search: () => wanted,
    dispose: async () => {
      isOver = true;
      if (client !== undefined) {
        const text = sees.output && !isTold ? printed() : '';
        if (text !== '') transcript.add(printedEvent(text));
      }
      for (const peer of peers) peer.dispose();
      await Promise.all(points.map((point) => point.close()));
      await Promise.all(clients.map(stop));
      await service.close();
      await workspace.remove();
    },
  };
}

/** Where a client was sent, as the evidence names it. */
function whereTo({ host, port }: ClientStart, ownHost: string): string {
  return `printed by the client that was told ${host ?? ownHost}${port === undefined ? '' : ` port ${port}`}`;
}

/** A failure that is over at once leaves no trace by which the end of the launch could be told: it is granted its limit. */
function launchTime({ pid }: RunningClient, { fromSyn }: ClientStart, { launchMs }: CaseLimits): number {
  return pid === undefined || fromSyn === true ? 0 : launchMs;
}

/** A client may take some time to start; where it runs elsewhere, or the kernel does not tell, nobody waits for its SYN. */
async function untilConnecting(client: RunningClient, port: number, ms: number): Promise<void> {
  if (client.pid === undefined) return;
  const look = async (): Promise<boolean> =>
    client.end() !== undefined || (await isConnecting(port, client.pid)) !== false;
  await clock.lookUntil(ms, look, (isUnderWay) => isUnderWay);
}

/** A client that never connected at all is not reachable; one that did in other cases has failed this one. */
function notConnected(
  { wasReached, missed, limits }: ClientParts,
  client: RunningClient,
  what: 'connect' | 'ask' = 'connect',
): Error {
  const end = client.end();
  const how =
    end === undefined
      ? `did not ${what} within ${limits.launchMs} ms`
      : `${endFact(end)} (status ${end.status}) before it ${what}ed`;
  const seen = `${how}${lastWords(client.output.text())}`;
  missed(`the client ${seen}`);
  return wasReached() ? new Finding(`the client to ${what}`, seen) : new NotReachable(`the client ${seen}`);
}

async function extend(path: string, octets: number): Promise<void> {
  const file = await openFile(path, 'r+');
  try {
    await file.truncate(octets);
  } finally {
    await file.close();
  }
}
