import type { Socket } from 'node:net';
import type { CutProver } from './cuts.ts';
import { dial } from './dial.ts';
import { type CaseLimits, QUIET_MS, streamMs } from './limits.ts';
import { createLink, type Link, type PeerEvent, watchEnd } from './link.ts';
import type { Transcript } from './transcript.ts';

/** The harness's end of one TCP connection to the IUT: the lower tester. It connects when it is first used. */
export interface Peer {
  /** Resolves when the connection is established; a later step does this by itself. */
  readonly opened: () => Promise<void>;
  /** Sends each argument as a segment of its own: the IUT has read one before the next leaves, or the case says so. */
  readonly send: (...segments: readonly Uint8Array[]) => Promise<void>;
  /** Sends pieces as fast as the IUT takes them; resolves to the octets that were handed to the kernel. */
  readonly stream: (pieces: Iterable<Uint8Array>) => Promise<number>;
  /** Waits until the IUT has read what was sent. */
  readonly taken: () => Promise<void>;
  /** Waits until what was sent has come to the IUT's machine, as long as it gets there: only then does its time begin. */
  readonly arrived: () => Promise<void>;
  /** Half-close: FIN, and goes on reading. */
  readonly endWriting: () => Promise<void>;
  /** A real RST. Only on a connection that is not half-closed: after a FIN none would be sent. */
  readonly reset: () => Promise<void>;
  /** Closes as a program does that has lost interest: unread octets make the kernel send an RST. */
  readonly leave: () => Promise<void>;
  /** Reads until `octets` were received, one at a time (of an adopted connection: read by read), with pauses (ms); for paused peers. */
  readonly readSlowly: (octets: number, pauseMs: number) => Promise<void>;
  /** True once at least so many octets were received; false when the stream ends or the reply limit is over first. */
  readonly receives: (octets: number) => Promise<boolean>;
  /** Whether the IUT leaves the connection open for a while: `open`, or what it did instead. */
  readonly staysOpen: () => Promise<string>;
  /** Waits for octets or the end of the stream. */
  readonly answer: () => Promise<PeerEvent>;
  /** The octets received so far, without waiting. */
  readonly begun: () => Promise<Uint8Array>;
  /** What was said: until the end of the stream, or until the IUT is quiet for a while after an octet. Then hangs up. */
  readonly said: () => Promise<Uint8Array>;
  /** All octets of the stream, to its end or its limit; then closes where the IUT has. */
  readonly octets: () => Promise<Uint8Array>;
  /** Whether the stream was still going on when its limit was over: then the octets are not all of it. */
  readonly isCutShort: () => boolean;
  /** The same as text. */
  readonly text: () => Promise<string>;
  /** Waits for the end of the connection or the limit, and tells all that the IUT did. */
  readonly history: () => Promise<readonly PeerEvent[]>;
  /** What the IUT did so far. */
  readonly soFar: () => readonly PeerEvent[];
  /** Ends whatever is left of the connection. */
  readonly dispose: () => void;
}

/** How long streams are waited for, in milliseconds. */
export interface Patience {
  streamMs: number;
}

/** What any peer needs to know. */
interface CommonOptions {
  readonly limits: CaseLimits;
  readonly transcript: Transcript;
  readonly prover: CutProver;
  /** 1 for the first connection of a case: if that one is refused, nothing was tested. */
  readonly number: number;
  /** How long a stream may go on; shared by all peers of a target, and shorter once one of its streams had no end. */
  readonly patience: Patience;
  /** Does not read until `readSlowly` or a step that waits for octets. */
  readonly paused?: boolean;
}

/** What a peer that connects to the IUT needs to know. */
export interface PeerOptions extends CommonOptions {
  readonly host: string;
  readonly port: number;
  /** Limit of the handshake. */
  readonly connectMs: number;
}

/** Makes a peer that connects to the IUT; nothing is sent until its first step. */
export function createPeer(options: PeerOptions): Peer {
  const { number, transcript, paused = false } = options;
  const link = createLink(number, transcript, paused);
  let opening: Promise<Socket> | undefined;
  return peerOver(link, options, () => {
    opening ??= dial(link, { ...options, paused });
    return opening;
  });
}

/** Makes a peer of a connection that the IUT has made to the harness. The socket must be paused and allow half-open. */
export function adoptPeer(socket: Socket, options: CommonOptions): Peer {
  const link = createLink(options.number, options.transcript, options.paused === true);
  options.transcript.add({ who: 'iut', what: 'connect', connection: options.number });
  link.happened('open');
  socket.setNoDelay(true);
  watchEnd(link, socket, () => true);
  socket.on('data', (octets: Uint8Array) => {
    if (!link.onRead(socket, octets)) socket.pause();
  });
  if (options.paused === true) socket.pause();
  else socket.resume();
  return peerOver(link, options, () => Promise.resolve(socket));
}

function peerOver(link: Link, options: CommonOptions, open: () => Promise<Socket>): Peer {
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

  /** Waits until nothing new has happened for `quietMs`, or the connection is over, or the stream's limit. */
  const settle = async (quietMs: number): Promise<void> => {
    const deadline = performance.now() + options.patience.streamMs;
    while (!over() && performance.now() < deadline) {
      const before = link.received();
      await bell.until(() => over() || link.received() !== before, quietMs);
      if (link.received() === before) return;
    }
    cutShort = !over();
    if (cutShort) options.patience.streamMs = Math.min(options.patience.streamMs, limits.replyMs);
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
    endWriting: async () => {
      const socket = await opened();
      transcript.add({ who: 'harness', what: 'fin', connection: number });
      socket.end();
    },
    reset: async () => {
      const socket = await opened();
      if (socket.writableEnded) throw new Error('a half-closed connection cannot be reset: the stimulus is not real');
      transcript.add({ who: 'harness', what: 'rst', connection: number });
      socket.resetAndDestroy();
      await bell.until(() => has('close'), limits.closeMs);
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
        await bell.until(() => has('reset'), pauseMs);
      }
      transcript.add({
        who: 'harness',
        what: 'note',
        connection: number,
        text: `read ${link.received()} octets slowly`,
      });
    },
    receives: async (octets) => {
      readAll(await opened());
      await bell.until(() => over() || link.received() >= octets, limits.replyMs);
      return link.received() >= octets;
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
      if (!socket.writableEnded) socket.end();
      return link.octets();
    },
    octets: async () => {
      const socket = await opened();
      readAll(socket);
      await settle(limits.replyMs);
      if (has('end') && !socket.writableEnded) socket.end();
      return link.octets();
    },
    isCutShort: () => cutShort,
    text: async () => Buffer.from(await peer.octets()).toString('utf8'),
    history: async () => {
      const socket = await opened();
      readAll(socket);
      await settle(limits.replyMs);
      if (!over()) happened('silence');
      if (has('end') && !socket.writableEnded) socket.end();
      if (over()) await bell.until(() => has('close'), limits.closeMs);
      return link.history();
    },
    soFar: link.history,
    dispose: () => {
      disposed = true;
      current?.destroy();
    },
  };
  return peer;
}
