import { otherAddress } from '../../addresses/interfaces.ts';
import { broadcastsOf } from '../../addresses/ipv4.ts';
import { type Membership, memberships } from '../../addresses/memberships.ts';
import type { Output } from '../../contracts/observer.ts';
import type { TargetInterface, TargetPlan } from '../../contracts/plan.ts';
import { NotReachable, type RunningTarget, type Target } from '../../contracts/target.ts';
import { boundAddresses } from '../../targets/datagram-tables.ts';
import { clock } from '../clock.ts';
import { Finding, inconclusive } from '../finding.ts';
import type { Transcript } from '../tester/transcript.ts';
import { bindSocket, closeSocket, type DatagramSource, openSource } from './datagram-source.ts';

/** What a case about a receiver of datagrams works with. */
export interface ReceiverAccess {
  readonly on: TargetInterface;
  readonly port: number;
  /** The multicast group that the receiver was told, or has of its own; empty for broadcasts. */
  readonly group: string;
  readonly broadcasts: ReturnType<typeof broadcastsOf>;
  /** The address of the receiver's host, where it is known to have one of its own. */
  readonly unicast: string;
  /** The first socket that the case sends from; the same sender in all cases. */
  readonly source: () => Promise<DatagramSource>;
  /** One more, from another address of the interface where it has one. */
  readonly anotherSource: () => Promise<DatagramSource>;
  /** One more, from the address of the first and a port of its own. */
  readonly sourceBesideFirst: () => Promise<DatagramSource>;
  /** What a buffer of the receiver would hold by now if it were never emptied. */
  readonly buffer: { text: string };
  /** Interfaces of the receiver's host on which more sockets are members than before it came; undefined where that cannot be seen. */
  readonly joinedOn: () => Promise<readonly string[] | undefined>;
  /** Addresses that sockets of the receiver's host have bound on its port; undefined where that cannot be seen. */
  readonly bound: () => readonly string[] | undefined;
  /** A socket of this host joins a group, until the case is over. Whether the receiver is on this host, too. */
  readonly joinBeside: (group: string) => Promise<void>;
  readonly isLocal: boolean;
  /** Asks the receiver to end (SIGINT), and does not wait. */
  readonly interrupt: () => void;
  /** Resolves to true once it has ended; false when `ms` are over first, or where that cannot be seen. */
  readonly endedWithin: (ms: number) => Promise<boolean>;
  /** A second receiver on the same port; what it shows. A finding where it cannot be there. */
  readonly beside: () => Promise<Output>;
}

/** What the access is made of. */
export interface ReceiverParts {
  readonly plan: TargetPlan;
  readonly target: Target;
  /** The receiver as it runs now. */
  readonly running: () => RunningTarget;
  /** The port that the first source of every case sends from: to the receiver all cases are one sender. */
  readonly sourcePort: { current: number };
  readonly transcript: Transcript;
}

/** Kept as long as the receiver runs: a datagram of an earlier case may still be in its buffer. */
const buffers = new WeakMap<RunningTarget, { text: string }>();

function bufferOf(running: RunningTarget): { text: string } {
  const known = buffers.get(running) ?? { text: '' };
  buffers.set(running, known);
  return known;
}

/** Opens the access of one case; nothing is opened before it is used. */
export function receiverAccess({ plan, target, running, sourcePort, transcript }: ReceiverParts): {
  readonly access: ReceiverAccess;
  /** Whether the receiver was asked to end: it is not to be used again. */
  readonly wasInterrupted: () => boolean;
  readonly dispose: () => Promise<void>;
} {
  const open: Array<() => Promise<void>> = [];
  let sources = 0;
  let interrupted = false;
  let first: Promise<DatagramSource> | undefined;
  const isLocal = target.kind !== 'address';
  const on = (): TargetInterface => plan.interface ?? inconclusive('no interface was named: needs --interface NAME');
  const openOne = async (port: number, from?: string): Promise<DatagramSource> => {
    sources += 1;
    const source = await openSource(on(), sources, transcript, port, from);
    open.push(source.close);
    return source;
  };
  const openFirst = async (): Promise<DatagramSource> => {
    const source = await openOne(sourcePort.current);
    sourcePort.current = source.port;
    return source;
  };
  const bound = (): readonly string[] | undefined =>
    isLocal ? boundAddresses(running().port, running().process?.pid) : undefined;
  /** Of a receiver that a launched program reaches elsewhere (ssh, adb), this host's lists tell nothing. */
  const tell = async (): Promise<readonly Membership[] | undefined> =>
    (bound() ?? []).length > 0 ? memberships(running().process?.pid) : undefined;

  const access: ReceiverAccess = {
    get on() {
      return on();
    },
    get port() {
      return running().port;
    },
    get group() {
      return plan.transport === 'multicast' ? (running().group ?? '') : '';
    },
    get broadcasts() {
      return broadcastsOf(on());
    },
    get unicast() {
      return target.kind === 'reference' ? on().address : running().host;
    },
    source: () => {
      first ??= openFirst();
      return first;
    },
    anotherSource: () => openOne(0, otherAddress(on())),
    sourceBesideFirst: () => openOne(0),
    get buffer() {
      return bufferOf(running());
    },
    joinedOn: async () => {
      const { group, othersJoined } = running();
      const isIts = (one: Membership): boolean =>
        one.group === group && one.users > (othersJoined?.get(one.interface) ?? 0);
      return (await tell())?.filter(isIts).map((one) => one.interface);
    },
    bound,
    isLocal,
    joinBeside: async (group) => {
      const socket = await bindSocket('0.0.0.0', 0, false);
      open.push(() => closeSocket(socket));
      socket.addMembership(group, on().address);
    },
    interrupt: () => {
      const ask = running().interrupt ?? inconclusive('the receiver cannot be asked to end: needs --exec');
      transcript.add({ who: 'harness', what: 'note', text: 'SIGINT' });
      interrupted = true;
      ask();
    },
    endedWithin: async (ms) => {
      const { process } = running();
      return process !== undefined && (await clock.within(ms, process.ended)) !== undefined;
    },
    beside: async () => {
      const start = target.startBeside ?? inconclusive('a second receiver cannot be started: needs --exec');
      const second = await start(running()).catch((error: unknown) => {
        if (error instanceof NotReachable)
          throw new Finding('a second receiver on the port of the first', error.message);
        throw error;
      });
      open.push(second.stop);
      return second.output ?? inconclusive('what a second receiver prints cannot be seen');
    },
  };
  return {
    access,
    wasInterrupted: () => interrupted,
    dispose: async () => {
      await Promise.all(open.splice(0).map((close) => close()));
    },
  };
}
