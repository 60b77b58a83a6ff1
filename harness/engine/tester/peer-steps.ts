import type { Socket } from 'node:net';
import { clock } from '../clock.ts';
import { inconclusive } from '../finding.ts';
import { QUIET_MS, streamMs } from '../limits.ts';
import type { Link } from './link.ts';
import type { CommonOptions, Peer } from './peer.ts';

/** The steps of a peer, over a connection that `open` brings about; whoever made it is all the same to them. */
export function peerOver(link: Link, options: CommonOptions, open: () => Promise<Socket>): Peer {
  const { limits, transcript, prover, number } = options;
  const { bell, has, over, happened, readAll } = link;
  let current: Socket | undefined;
  let disposed = false;
  let cutShort = false;

  const opened = async (): Promise<Socket> => {
    current = await open();
    if (disposed) current.destroy();
    return current;
  };

  /** Waits until nothing new has happened for `quietMs`, or the connection is over, or the stream's limit: then it was cut short. */
  const settle = async (quietMs: number): Promise<boolean> => {
    const deadline = clock.now() + options.patience.streamMs;
    while (!over() && clock.now() < deadline) {
      const before = link.received();
      await bell.until(() => over() || link.received() !== before, quietMs);
      if (link.received() === before) return false;
    }
    cutShort = !over();
    if (cutShort) options.patience.streamMs = Math.min(options.patience.streamMs, limits.replyMs);
    return cutShort;
  };

  const write = async (socket: Socket, octets: Uint8Array): Promise<boolean> => {
    if (has('reset') || has('close') || socket.destroyed) return false;
    transcript.add({ who: 'harness', what: 'send', connection: number }, octets);
    let flushed = false;
    socket.write(octets, () => {
      flushed = true;
      bell.ring();
    });
    await bell.until(() => flushed || has('reset') || has('close'), streamMs(limits));
    return flushed && !has('reset');
  };

  /** FIN, where none was sent yet. */
  const endOurs = (socket: Socket): void => {
    if (socket.writableEnded || socket.destroyed) return;
    transcript.add({ who: 'harness', what: 'fin', connection: number });
    socket.end();
  };

  const peer: Peer = {
    opened: async () => {
      await opened();
    },
    send: async (...segments) => {
      const socket = await opened();
      for (const [index, segment] of segments.entries()) {
        if (index > 0) await prover.wait(socket, over);
        if (!(await write(socket, segment))) return;
      }
    },
    stream: async (pieces) => {
      const socket = await opened();
      let sent = 0;
      for (const piece of pieces) {
        if (over() || !(await write(socket, piece))) return sent;
        sent += piece.length;
      }
      return sent;
    },
    arrived: async () => prover.arrived(await opened(), over),
    taken: async () => prover.wait(await opened(), over),
    endWriting: async () => endOurs(await opened()),
    reset: async () => {
      const socket = await opened();
      if (socket.writableEnded) throw new Error('a half-closed connection cannot be reset: the stimulus is not real');
      transcript.add({ who: 'harness', what: 'rst', connection: number });
      const arrives = prover.resetArrives(socket);
      socket.resetAndDestroy();
      await bell.until(() => has('close'), limits.closeMs);
      if (!(await arrives())) inconclusive('the RST was lost on its way: the IUT still has the connection');
    },
    leave: async () => {
      const socket = await opened();
      transcript.add({ who: 'harness', what: 'fin', connection: number, text: 'closed' });
      socket.destroy();
      await bell.until(() => has('close'), limits.closeMs);
    },
    readSlowly: async (octets, pauseMs) => {
      const socket = await opened();
      while (link.received() < octets && !over()) {
        const before = link.received();
        socket.resume();
        await bell.until(() => over() || link.received() !== before, limits.replyMs);
        if (link.received() === before) return;
        // The pause is what the case provokes with: on a busy machine the IUT's own limits do not wait for it.
        await clock.silence(pauseMs);
      }
      transcript.add({
        who: 'harness',
        what: 'note',
        connection: number,
        text: `read ${link.received()} octets slowly`,
      });
    },
    holdsUp: async (octets) => {
      const socket = await opened();
      let [known, since] = [0, clock.now()];
      const look = async (): Promise<'untold' | 'all' | 'no more' | 'some'> => {
        const written = await prover.backlog(socket);
        if (written === undefined) return 'untold';
        if (written >= octets) return 'all';
        if (written !== known) [known, since] = [written, clock.now()];
        // One that has written nothing yet may still be starting.
        return known > 0 && clock.now() - since >= QUIET_MS ? 'no more' : 'some';
      };
      const last = await clock.lookUntil(limits.replyMs, look, (seen) => seen !== 'some' || over());
      if (last === 'untold') await clock.rest(QUIET_MS);
      return last === 'no more' || (last === 'some' && known === 0);
    },
    receives: async (octets) => {
      readAll(await opened());
      await bell.until(() => over() || link.received() >= octets, limits.replyMs);
      return link.received() >= octets;
    },
    gathers: async (isEnough) => {
      readAll(await opened());
      const deadline = clock.now() + options.patience.streamMs;
      while (!over() && clock.now() < deadline && !isEnough(link.octets())) {
        const before = link.received();
        await bell.until(() => over() || link.received() !== before, limits.replyMs);
        if (link.received() === before) break;
      }
      return link.octets();
    },
    answer: async () => {
      readAll(await opened());
      await bell.until(() => over() || link.received() > 0, limits.replyMs);
      return link.history()[1] ?? 'silence';
    },
    staysOpen: async () => {
      readAll(await opened());
      return (await bell.until(over, QUIET_MS)) ? (link.history().at(-1) ?? 'close') : 'open';
    },
    begun: async () => link.octets(),
    said: async () => {
      const socket = await opened();
      await peer.answer();
      if (link.received() > 0) await settle(QUIET_MS);
      endOurs(socket);
      return link.octets();
    },
    octets: async () => {
      const socket = await opened();
      readAll(socket);
      await settle(limits.replyMs);
      if (has('end')) endOurs(socket);
      return link.octets();
    },
    isCutShort: () => cutShort,
    text: async () => Buffer.from(await peer.octets()).toString('utf8'),
    history: async () => {
      const socket = await opened();
      readAll(socket);
      const isCut = await settle(limits.replyMs);
      if (!over()) happened(isCut ? 'more without an end' : 'silence');
      if (has('end')) endOurs(socket);
      if (over()) await bell.until(() => has('close'), limits.closeMs);
      return link.history();
    },
    soFar: link.history,
    isOver: over,
    endsWithin: async (ms) => {
      readAll(await opened());
      const began = clock.realNow();
      return (await bell.until(over, ms)) ? clock.realNow() - began : undefined;
    },
    dispose: () => {
      disposed = true;
      current?.destroy();
    },
  };
  return peer;
}
