import { connect, type Socket } from 'node:net';
import { errorCode } from '../contracts/errors.ts';
import { NotReachable } from '../contracts/target.ts';
import { createBell } from './bell.ts';
import type { CutProver } from './cuts.ts';
import { Finding } from './finding.ts';
import { type CaseLimits, QUIET_MS, STREAM_MS, STREAM_OCTETS, UNPROVEN_GAP_MS } from './limits.ts';
import type { Transcript } from './transcript.ts';
import { pause } from './waits.ts';
import { duration } from './words.ts';

/** What the IUT did with a connection, in order; equal events that follow each other are one. */
export type PeerEvent = 'open' | 'data' | 'end' | 'reset' | 'close' | 'silence' | 'flood';

/** The harness's end of one TCP connection to the IUT: the lower tester. It connects when it is first used. */
export interface Peer {
  /** Resolves when the connection is established; a later step does this by itself. */
  readonly opened: () => Promise<void>;
  /** Sends each argument as a segment of its own: the IUT has read one before the next leaves, or the case says so. */
  readonly send: (...segments: readonly Uint8Array[]) => Promise<void>;
  /** The same with a short gap and without proof: for clients that try again. */
  readonly sendApart: (...segments: readonly Uint8Array[]) => Promise<void>;
  /** Sends pieces as fast as the IUT takes them; resolves to the octets that were handed to the kernel. */
  readonly stream: (pieces: Iterable<Uint8Array>) => Promise<number>;
  /** Waits until the IUT has read what was sent. */
  readonly taken: () => Promise<void>;
  /** Half-close: FIN, and goes on reading. */
  readonly endWriting: () => Promise<void>;
  /** A real RST. Only on a connection that is not half-closed: after a FIN none would be sent. */
  readonly reset: () => Promise<void>;
  /** Closes as a program does that has lost interest: unread octets make the kernel send an RST. */
  readonly leave: () => Promise<void>;
  /** Reads the next `octets` one at a time with pauses (ms), then all the rest; for peers opened with `paused`. */
  readonly readSlowly: (octets: number, pauseMs: number) => Promise<void>;
  /** True once at least so many octets were received; false when the stream ends or the reply limit is over first. */
  readonly receives: (octets: number) => Promise<boolean>;
  /** Whether the IUT leaves the connection open for a while: `open`, or what it did instead. */
  readonly staysOpen: () => Promise<string>;
  /** Waits for octets or the end of the stream. */
  readonly answer: () => Promise<PeerEvent>;
  /** What was said: until the end of the stream, or until the IUT is quiet for a while after an octet. Then hangs up. */
  readonly said: () => Promise<Uint8Array>;
  /** All octets of the stream, to its end or its limit; then closes where the IUT has. */
  readonly octets: () => Promise<Uint8Array>;
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

/** What a peer needs to know. */
export interface PeerOptions {
  readonly host: string;
  readonly port: number;
  readonly limits: CaseLimits;
  readonly transcript: Transcript;
  readonly prover: CutProver;
  /** 1 for the first connection of a case: if that one is refused, nothing was tested. */
  readonly number: number;
  /** How long a stream may go on; shared by all peers of a target, and shorter once one of its streams had no end. */
  readonly patience: Patience;
  /** Does not read until `readSlowly` or a step that waits for octets. */
  readonly paused?: boolean;
  /** Limit of the handshake. */
  readonly connectMs: number;
}

/** Makes a peer; nothing is sent until its first step. */
export function createPeer(options: PeerOptions): Peer {
  const { limits, transcript, prover, number } = options;
  const bell = createBell();
  const history: PeerEvent[] = [];
  const chunks: Buffer[] = [];
  let received = 0;
  let readSize = options.paused === true ? 1 : 65_536;
  let opening: Promise<Socket> | undefined;
  let current: Socket | undefined;

  const happened = (event: PeerEvent): void => {
    if (history.at(-1) !== event) history.push(event);
    bell.ring();
  };
  const has = (event: PeerEvent): boolean => history.includes(event);
  const over = (): boolean => has('end') || has('reset') || has('close') || has('flood');

  const onRead = (length: number, buffer: Uint8Array): boolean => {
    const octets = Buffer.from(buffer.subarray(0, length));
    chunks.push(octets);
    received += length;
    if (readSize > 1) transcript.add({ who: 'iut', what: 'receive', connection: number }, octets);
    happened('data');
    if (received <= STREAM_OCTETS) return readSize > 1;
    happened('flood');
    chunks.splice(1);
    current?.destroy();
    return false;
  };

  const open = (): Promise<Socket> => {
    opening ??= new Promise((resolve, reject) => {
      const { connectMs } = options;
      const socket = connect({
        host: options.host,
        port: options.port,
        allowHalfOpen: true,
        noDelay: true,
        onread: { buffer: () => Buffer.allocUnsafe(readSize), callback: onRead },
      });
      current = socket;
      if (options.paused === true) socket.pause();
      const fail = (why: string): void => {
        transcript.add({ who: 'iut', what: 'connect', connection: number, text: why });
        socket.destroy();
        const place = `${options.host}:${options.port}`;
        reject(
          number === 1
            ? new NotReachable(`${place} ${why}`)
            : new Finding(`connection ${number} to be established`, `${place} ${why}`),
        );
      };
      const limit = setTimeout(() => fail(`did not complete a handshake within ${duration(connectMs)}`), connectMs);
      const established = (): void => {
        clearTimeout(limit);
        transcript.add({ who: 'harness', what: 'connect', connection: number });
        happened('open');
        resolve(socket);
      };
      const ended = (): void => {
        transcript.add({ who: 'iut', what: 'fin', connection: number });
        happened('end');
      };
      socket.once('connect', established);
      socket.on('error', (error) => {
        clearTimeout(limit);
        // A reset can only follow a handshake, even where both are told at once.
        if (!has('open') && errorCode(error) !== 'ECONNRESET') return fail(connectProblem(error));
        if (!has('open')) established();
        transcript.add({ who: 'iut', what: 'rst', connection: number });
        happened('reset');
      });
      socket.on('end', () => {
        // libuv tells an RST that came together with octets as an end; the kernel fails a write of no octets then.
        if (socket.writableEnded) ended();
        else socket.write(new Uint8Array(), (error) => !error && ended());
      });
      socket.on('close', () => {
        clearTimeout(limit);
        happened('close');
      });
    });
    return opening;
  };

  /** Reads at full size from here on. */
  const readAll = (socket: Socket): void => {
    readSize = 65_536;
    socket.resume();
  };

  /** Waits until nothing new has happened for `quietMs`, or the connection is over, or the stream's limit. */
  const settle = async (quietMs: number): Promise<void> => {
    const deadline = performance.now() + options.patience.streamMs;
    while (!over() && performance.now() < deadline) {
      const before = received;
      await bell.until(() => over() || received !== before, quietMs);
      if (received === before) return;
    }
    if (!over()) options.patience.streamMs = Math.min(options.patience.streamMs, limits.replyMs);
  };

  const write = async (socket: Socket, octets: Uint8Array): Promise<boolean> => {
    if (has('reset') || has('close') || socket.destroyed) return false;
    transcript.add({ who: 'harness', what: 'send', connection: number }, octets);
    let flushed = false;
    socket.write(octets, () => {
      flushed = true;
      bell.ring();
    });
    await bell.until(() => flushed || has('reset') || has('close'), STREAM_MS);
    return flushed && !has('reset');
  };

  const peer: Peer = {
    opened: async () => {
      await open();
    },
    send: async (...segments) => {
      const socket = await open();
      for (const [index, segment] of segments.entries()) {
        if (index > 0) await prover.wait(socket, over);
        if (!(await write(socket, segment))) return;
      }
    },
    sendApart: async (...segments) => {
      const socket = await open();
      for (const [index, segment] of segments.entries()) {
        if (index > 0) await pause(UNPROVEN_GAP_MS);
        if (!(await write(socket, segment))) return;
      }
    },
    stream: async (pieces) => {
      const socket = await open();
      let sent = 0;
      for (const piece of pieces) {
        if (over() || !(await write(socket, piece))) return sent;
        sent += piece.length;
      }
      return sent;
    },
    taken: async () => prover.wait(await open(), over),
    endWriting: async () => {
      const socket = await open();
      transcript.add({ who: 'harness', what: 'fin', connection: number });
      socket.end();
    },
    reset: async () => {
      const socket = await open();
      if (socket.writableEnded) throw new Error('a half-closed connection cannot be reset: the stimulus is not real');
      transcript.add({ who: 'harness', what: 'rst', connection: number });
      socket.resetAndDestroy();
      await bell.until(() => has('close'), limits.closeMs);
    },
    leave: async () => {
      const socket = await open();
      transcript.add({ who: 'harness', what: 'fin', connection: number, text: 'closed' });
      socket.destroy();
      await bell.until(() => has('close'), limits.closeMs);
    },
    readSlowly: async (octets, pauseMs) => {
      const socket = await open();
      while (received < octets && !over()) {
        const before = received;
        socket.resume();
        await bell.until(() => over() || received !== before, limits.replyMs);
        if (received === before) return;
        await bell.until(() => has('reset'), pauseMs);
      }
      transcript.add({
        who: 'harness',
        what: 'note',
        connection: number,
        text: `read ${received} octets one at a time`,
      });
      readAll(socket);
    },
    receives: async (octets) => {
      readAll(await open());
      await bell.until(() => over() || received >= octets, limits.replyMs);
      return received >= octets;
    },
    answer: async () => {
      readAll(await open());
      await bell.until(() => over() || received > 0, limits.replyMs);
      return history[1] ?? 'silence';
    },
    staysOpen: async () => {
      readAll(await open());
      return (await bell.until(over, QUIET_MS)) ? (history.at(-1) ?? 'close') : 'open';
    },
    said: async () => {
      const socket = await open();
      await peer.answer();
      if (received > 0) await settle(QUIET_MS);
      if (!socket.writableEnded) socket.end();
      return Buffer.concat(chunks);
    },
    octets: async () => {
      const socket = await open();
      readAll(socket);
      await settle(limits.replyMs);
      if (has('end') && !socket.writableEnded) socket.end();
      return Buffer.concat(chunks);
    },
    text: async () => Buffer.from(await peer.octets()).toString('utf8'),
    history: async () => {
      const socket = await open();
      readAll(socket);
      await settle(limits.replyMs);
      if (!over()) happened('silence');
      if (has('end') && !socket.writableEnded) socket.end();
      if (over()) await bell.until(() => has('close'), limits.closeMs);
      return [...history];
    },
    soFar: () => [...history],
    dispose: () => {
      current?.destroy();
      opening?.catch(() => undefined);
    },
  };
  return peer;
}

function connectProblem(error: Error): string {
  const code = errorCode(error) ?? '';
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'refused the connection',
    ETIMEDOUT: 'did not complete a handshake',
    EHOSTUNREACH: 'is unreachable',
    ENETUNREACH: 'is unreachable: no route to its network',
    ENOTFOUND: 'does not resolve: no such name',
    EAI_AGAIN: 'does not resolve: the resolver gave no answer',
  };
  return known[code] ?? `could not be connected to: ${error.message}`;
}
