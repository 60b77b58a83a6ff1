import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { connectionRow, type SocketAddress } from '../../targets/kernel-tables.ts';
import { clock } from '../clock.ts';
import { type CaseLimits, GAP_MS, POLL_MS, PROOF_MS, streamMs } from '../limits.ts';

/** Makes sure, as far as this machine allows, that the IUT has read what was sent before more is sent. */
export interface CutProver {
  /**
   * Waits until what was sent has come to the IUT's machine: until then its queue is empty for another reason. Our kernel
   * counts what the other has not acknowledged. A connection within this machine is never behind.
   */
  readonly arrived: (socket: Socket, isOver: () => boolean) => Promise<void>;
  /**
   * Waits until the IUT has read all that arrived, or falls back to a gap. One budget of time serves the whole case:
   * readers that peek or wait for a low-water mark never drain. A connection that the IUT has ended needs no proof.
   */
  readonly wait: (socket: Socket, isOver: () => boolean) => Promise<void>;
  /**
   * Octets that the IUT has written on a connection and that we have not read: in its kernel, on their way, and in ours.
   * Undefined where no kernel tells.
   */
  readonly backlog: (socket: Socket) => Promise<number | undefined>;
  /**
   * To be asked before a reset: resolves when the IUT's kernel has the connection no more, to false where it still has it long
   * after the reset. On another machine nobody resends one that was lost on its way; on this one it comes a moment later where
   * processors are busy, and what the IUT writes meanwhile is taken. Where the IUT's tables cannot be read, nobody knows.
   */
  readonly resetArrives: (socket: Socket) => () => Promise<boolean>;
  /** What could not be proven, in words; undefined where every cut was. */
  readonly doubt: () => string | undefined;
}

/** A server that has not accepted a connection by then (ms, of which it could have run) serves another client first. */
const ACCEPT_MS = 100;

/** Turns in which an endpoint of this thread has accepted a connection and read what came. */
const OWN_TURNS = 3;

/** An IUT that waits for octets has read them at once; one that does not yet needs the processor more than we do. */
const EAGER_LOOKS = 2;

/** Who tells what the IUT has read. */
export interface ReadTeller {
  /** Of a launched one, whose network namespace may not be ours. */
  readonly pid?: number | undefined;
  /** Of one that tells by itself how many octets it has read of a connection, by the port of our end of it. */
  readonly octetsRead?: ((port: number) => number | undefined) | undefined;
}

/** A prover for one case of a client: what that writes before a reset has come is taken, so that each is awaited on this machine, too. */
export function clientProver(pid: number | undefined, limits: CaseLimits): CutProver {
  return proverOf({ pid }, limits, () => true);
}

/** A prover for one case of a server. A reset on the same machine is not looked for: there are hundreds, and they come in order. */
export function cutProver(teller: ReadTeller, limits: CaseLimits): CutProver {
  return proverOf(teller, limits, (iut, peer) => iut.address !== peer.address);
}

type Awaits = (iut: SocketAddress, peer: SocketAddress) => boolean;

function proverOf({ pid, octetsRead }: ReadTeller, limits: CaseLimits, awaitsReset: Awaits): CutProver {
  let budget = PROOF_MS;
  let deliveryBudget = streamMs(limits);
  let cuts = 0;
  let unproven = 0;

  const arrived = async (socket: Socket, isOver: () => boolean): Promise<void> => {
    const [iut, peer] = endsOf(socket);
    if (iut.address === peer.address) return;
    const began = clock.now();
    let left = Number.POSITIVE_INFINITY;
    let progress = began;
    for (let now = began; !isOver() && now - began < deliveryBudget; now = clock.now()) {
      const row = await connectionRow(peer, iut, undefined);
      if (row === undefined || row.sendQueue === 0) break;
      if (row.sendQueue < left) progress = now;
      if (now - progress > limits.replyMs) break;
      left = row.sendQueue;
      await clock.rest(POLL_MS);
    }
    deliveryBudget -= clock.now() - began;
  };

  /** What of the octets that were sent has not been read: all where the connection is not accepted; undefined where nobody tells. */
  const unread = async (socket: Socket): Promise<'none' | 'some' | 'all' | undefined> => {
    const [iut, peer] = endsOf(socket);
    if (octetsRead !== undefined) {
      // The endpoint is in this thread: it has its turn first.
      await setImmediate();
      const read = octetsRead(peer.port);
      if (read === undefined) return 'all';
      return read >= socket.bytesWritten ? 'none' : 'some';
    }
    const row = await connectionRow(iut, peer, pid);
    if (row === undefined) return undefined;
    if (!row.accepted) return 'all';
    return row.receiveQueue === 0 ? 'none' : 'some';
  };

  const drained = async (socket: Socket, isOver: () => boolean): Promise<boolean> => {
    const [iut, peer] = endsOf(socket);
    if (iut.port === 0 || peer.port === 0) return false;
    await arrived(socket, isOver);
    // An endpoint in this thread accepts and reads in turns of its own: a look at the kernel's table costs more than they do.
    for (let turn = 0; turn < OWN_TURNS; turn += 1) await setImmediate();
    const began = clock.now();
    for (let looks = 1; !isOver() && clock.now() - began < budget; looks += 1) {
      const left = await unread(socket);
      if (left === undefined || (left === 'all' && clock.now() - began > ACCEPT_MS)) break;
      if (left === 'none') return true;
      if (looks >= EAGER_LOOKS) await clock.rest(Math.min(looks - EAGER_LOOKS + 1, POLL_MS));
    }
    budget -= clock.now() - began;
    return false;
  };

  return {
    arrived,
    backlog: async (socket) => {
      const [iut, peer] = endsOf(socket);
      const [theirs, ours] = [await connectionRow(iut, peer, pid), await connectionRow(peer, iut, undefined)];
      return theirs === undefined || ours === undefined ? undefined : theirs.sendQueue + ours.receiveQueue;
    },
    resetArrives: (socket) => {
      const [iut, peer] = endsOf(socket);
      const isGone = async (): Promise<boolean> => (await connectionRow(iut, peer, pid)) === undefined;
      return async () => !awaitsReset(iut, peer) || clock.lookUntil(limits.replyMs, isGone, (gone) => gone);
    },
    wait: async (socket, isOver) => {
      cuts += 1;
      if (budget > 0 && (await drained(socket, isOver))) return;
      if (isOver()) return;
      unproven += 1;
      // Were it prolonged where the IUT cannot run, it would be a silence of seconds, which no case provokes with.
      await clock.rest(GAP_MS);
    },
    doubt: () =>
      unproven === 0
        ? undefined
        : `cut not proven: ${unproven} of ${cuts} segments may have been read together with the next`,
  };
}

/** The IUT's end of a connection, and ours. */
function endsOf(socket: Socket): readonly [SocketAddress, SocketAddress] {
  return [
    { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 },
    { address: socket.localAddress ?? '', port: socket.localPort ?? 0 },
  ];
}
