import { broadcastsOf } from '../../addresses/ipv4.ts';
import { errorCode } from '../../contracts/errors.ts';
import type { TargetPlan } from '../../contracts/plan.ts';
import { NotReachable, type RunningClient } from '../../contracts/target.ts';
import { isAnyBusy } from '../../processes/threads.ts';
import { formatAddress } from '../../targets/address.ts';
import { broadcastAddress, freeDatagramPort, groupFor } from '../../targets/datagram-places.ts';
import { makeWorkspace } from '../../targets/workspace.ts';
import type { OpenedCase } from '../attempt.ts';
import type { ClientParts } from '../client/client-context.ts';
import { whileHeld } from '../client/holding.ts';
import { endFact } from '../client/reporting.ts';
import { clock } from '../clock.ts';
import { inconclusive } from '../finding.ts';
import { type CaseLimits, QUIET_MS } from '../limits.ts';
import { untilAtRest } from '../server/ending.ts';
import { printedEvent } from '../tester/transcript.ts';
import { duration } from '../words.ts';
import { type Arrival, type DatagramSink, FLOOD, openSink } from './datagram-sink.ts';
import { bindSocket, closeSocket, type DatagramSource, openSource } from './datagram-source.ts';
import type { SenderContext } from './sender-context.ts';
import { type StrayWatch, watchStrays } from './strays.ts';

/** What a datagram is answered by, where it is: no protocol has one. */
const ANSWER = Buffer.from('hello yourself');

/** Opens the context of one case: a port and a group of its own where the sender can be told them, and no sender yet. */
export async function openSenderContext(parts: ClientParts): Promise<OpenedCase<SenderContext>> {
  const { plan, target, limits, transcript, watch } = parts;
  const on = plan.interface ?? inconclusive('no interface was named: needs --interface NAME');
  const isMulticast = plan.transport === 'multicast';
  const group = groupFor(plan, canBeToldGroup(plan));
  const destination = isMulticast ? group : broadcastAddress(on);
  const port = fixedPort(plan) ?? (await freeDatagramPort());
  transcript.touches(port, isMulticast ? group : undefined);
  const workspace = await makeWorkspace(plan.means);
  const printedBefore = parts.output?.text().length ?? 0;
  const sinks: DatagramSink[] = [];
  const sources: DatagramSource[] = [];
  const clients: RunningClient[] = [];
  const watches: StrayWatch[] = [];
  const notes: string[] = [];
  const { limited, subnetDirected = limited, netDirected = limited } = broadcastsOf(on);
  const broadcasts = isMulticast ? [] : [...new Set([limited, subnetDirected, netDirected])];

  const listen = async (): Promise<DatagramSink> => {
    const sink = await openSink({ on, port, transcript, broadcasts, ...(isMulticast ? { group } : {}) });
    sinks.push(sink);
    return sink;
  };
  const start = async (address = on.address): Promise<RunningClient> => {
    const launch =
      target.startClient ?? inconclusive('the sender cannot be started by the harness: needs --exec or --listen');
    const datagrams = { group, destination, interface: { ...on, address }, intervalMs: limits.intervalMs };
    const call = { told: parts.told, host: destination, port, dir: workspace.dir, typed: false, datagrams };
    const started = await watch.during(launch(call));
    clients.push(started);
    void started.ended.then((end) => {
      transcript.add({ who: 'iut', what: 'exit', text: `${endFact(end)} (status ${end.status})` });
      for (const sink of sinks) sink.look();
    });
    return started;
  };
  const hear = async (
    sink: DatagramSink,
    sender: RunningClient,
    count: number,
    ms = 1.5 * count * limits.intervalMs,
    began?: (arrivals: readonly Arrival[]) => void,
  ): Promise<readonly Arrival[]> => {
    const isOver = (): boolean => sender.end() !== undefined;
    await watch.during(sink.until(1, limits.launchMs, isOver));
    if (sink.arrivals().length > 0) {
      began?.(sink.arrivals());
      await sink.until(count, ms, isOver);
    }
    // The last datagram of a sender that has ended may still be on its way.
    if (isOver() && sink.arrivals().length < count) await sink.until(count, QUIET_MS, () => false);
    if (sink.arrivals().length > 0) parts.reached();
    else if (target.address !== undefined) throw notStarted(destination, port, limits);
    return sink.arrivals().slice(0, count);
  };

  const context: SenderContext = {
    sends: async (count) => {
      const sink = await listen();
      return hear(sink, await start(), count);
    },
    sendsFor: async (ms) => {
      const sink = await listen();
      const arrivals = await hear(sink, await start(), FLOOD, ms, ([first]) => {
        if (first === undefined) return;
        const heardOn = [...broadcasts, ...(isMulticast ? [group] : []), on.address];
        watches.push(
          watchStrays({ ...{ port, heardOn, device: on.name }, source: first.source, sourcePort: first.port }),
        );
      });
      const until = { at: performance.now(), excusedMs: clock.excusedMs() };
      return { arrivals, until, strays: await watches.at(-1)?.end() };
    },
    sendsAnswered: async (count) => {
      const sink = await listen();
      const answers = await openSource(on, 1, transcript);
      sources.push(answers);
      const sender = await start();
      for (let heard = 1; heard < count; heard += 1) {
        const arrival = (await hear(sink, sender, heard)).at(heard - 1);
        if (arrival === undefined) break;
        await answers.send(arrival.source, arrival.port, ANSWER);
      }
      return hear(sink, sender, count);
    },
    sendsHeld: async ({ before: wanted, heldMs, after: more }) => {
      const sink = await listen();
      const sender = await start();
      const before = await hear(sink, sender, wanted);
      if (before.length < wanted) return { before, meanwhile: 0, excusedMs: 0, after: [] };
      const seen = sink.arrivals().length;
      await whileHeld(sender, transcript, () => clock.silence(heldMs));
      const [resumed, excusedMs] = [sink.arrivals().length, clock.excusedMs()];
      await hear(sink, sender, resumed + more, 1.5 * more * limits.intervalMs);
      return { before, meanwhile: resumed - seen, excusedMs, after: sink.arrivals().slice(resumed) };
    },
    sendsFrom: async (address) => {
      await Promise.all([...clients.map((client) => client.stop()), ...sinks.map((sink) => sink.close())]);
      const sink = await listen();
      const sender = await start(address);
      await watch.during(sink.until(1, limits.launchMs, () => sender.end() !== undefined));
      return sink.arrivals();
    },
    signal: async (signal) => {
      const { pid, signal: send } = clients.at(-1) ?? {};
      if (pid === undefined || send === undefined) return inconclusive('it cannot be asked to end: needs --exec');
      await untilAtRest(() => isAnyBusy(pid));
      transcript.add({ who: 'harness', what: 'note', text: signal });
      send(signal);
    },
    note: (text) => notes.push(text),
    sendsUnheard: async (ms, count) => {
      const sender = await start();
      await clock.rest(ms);
      return hear(await listen(), sender, count);
    },
    runsUnheard: async (ms) => {
      await Promise.all([...clients.map((client) => client.stop()), ...sinks.map((sink) => sink.close())]);
      const sender = await start();
      if ((await clock.within(ms, sender.ended)) !== undefined) return 'ended';
      const isTaken = await isPortTaken(port);
      transcript.add({ who: 'harness', what: 'note', text: `port ${port} is ${isTaken ? 'taken' : 'free'}` });
      if (!isTaken) return 'has another port';
      return sender.end() === undefined ? 'has the port' : 'ended';
    },
    end: () => clients.at(-1)?.end(),
    printed: () => parts.output?.text().slice(printedBefore) ?? clients.at(-1)?.output.text() ?? '',
    destination,
    port,
    on,
    plan,
    limits,
    capabilities: plan.capabilities,
  };
  return {
    context,
    notes: () => notes,
    dispose: async () => {
      const text = context.printed();
      if (text !== '') transcript.add(printedEvent(text));
      await Promise.all([
        ...clients.map((client) => client.stop()),
        ...[...sinks, ...sources].map((socket) => socket.close()),
      ]);
      await Promise.all(watches.map((watch) => watch.end()));
      await workspace.remove();
    },
  };
}

/** Whether a socket of this machine has the port, at whatever address, and keeps it from others. */
async function isPortTaken(port: number): Promise<boolean> {
  try {
    await closeSocket(await bindSocket('0.0.0.0', port, false));
    return false;
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') return true;
    throw error;
  }
}

/** Nobody started the sender, or it sent elsewhere: nothing was tested. */
function notStarted(destination: string, port: number, { launchMs }: CaseLimits): NotReachable {
  const where = formatAddress({ host: destination, port });
  return new NotReachable(`no datagram arrived at ${where} within ${duration(launchMs)}`);
}

function canBeToldGroup({ means }: TargetPlan): boolean {
  return means.kind === 'reference' || (means.kind === 'exec' && /\{(group|destination|host)\}/.test(means.command));
}

function fixedPort({ means }: TargetPlan): number | undefined {
  return means.kind === 'exec' || means.kind === 'listen' ? means.port : undefined;
}
