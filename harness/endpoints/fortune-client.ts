import type { Socket } from 'node:net';
import { fortune } from '../protocols/fortune.ts';
import { CallFailure, type ConnectOptions, callFailure, connectTo } from './connect.ts';
import { hostPort, type Read, readFrom } from './socket.ts';

/** The longest phrase that is waited for, in octets: a server that never ends must not fill the memory. */
export const PHRASE_OCTETS_LIMIT = 64 * 1024 * 1024;

/** How a fortune is asked for. */
export interface FortuneCall extends ConnectOptions {
  /** How long the server may be silent, in milliseconds. */
  readonly replyMs: number;
}

/** What a fortune client consists of; each part can be replaced by itself. `where` is the server, for sentences. */
export interface FortuneCallParts {
  /** How long it waits for a silent server, in milliseconds; 0 is for ever. */
  readonly patienceMs: (call: FortuneCall) => number;
  /** What it does with a connection that stands. */
  readonly open: (socket: Socket) => void;
  readonly collect: (read: Read, where: string) => Promise<readonly Uint8Array[]>;
  readonly decode: (pieces: readonly Uint8Array[], where: string) => string;
  /** Ends a connection whose server has ended its side. */
  readonly close: (socket: Socket) => void;
}

/** The parts of the reference client. */
export const carefulFortuneCall: FortuneCallParts = {
  patienceMs: ({ replyMs }) => replyMs,
  open: () => undefined,
  collect: collectToEnd,
  decode: decodePhrase,
  close: (socket) => socket.end(),
};

/**
 * Connects, sends nothing, and resolves to the phrase: everything up to the end of the stream. Rejects with a
 * CallFailure where the connection fails, is reset or falls silent, and where the phrase is not UTF-8: what arrived of
 * a broken phrase is never given as a whole one.
 */
export const callFortune = fortuneCaller(carefulFortuneCall);

/** A fortune client made of `parts`. */
export function fortuneCaller(parts: FortuneCallParts): (call: FortuneCall) => Promise<string> {
  return async (call) => {
    const where = hostPort(call.host, call.port);
    const patienceMs = parts.patienceMs(call);
    const socket = await connectTo(call);
    try {
      parts.open(socket);
      const pieces = await parts.collect(
        readFrom(socket, patienceMs, () => silent(where, patienceMs)),
        where,
      );
      parts.close(socket);
      return parts.decode(pieces, where);
    } catch (error) {
      socket.destroy();
      throw callFailure(error, call);
    }
  };
}

async function collectToEnd(read: Read, where: string): Promise<readonly Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  let octets = 0;
  for (let piece = await read(); piece !== undefined; piece = await read()) {
    pieces.push(piece);
    octets += piece.length;
    if (octets > PHRASE_OCTETS_LIMIT) {
      throw new CallFailure('failed', `${where} sent over ${PHRASE_OCTETS_LIMIT} octets without an end`);
    }
  }
  return pieces;
}

function silent(where: string, patienceMs: number): CallFailure {
  return new CallFailure('timed-out', `${where} timed out: connected, then silent for ${patienceMs} ms`);
}

function decodePhrase(pieces: readonly Uint8Array[], where: string): string {
  const decoded = fortune.decode(Buffer.concat(pieces), true);
  if (decoded.kind === 'message') return decoded.message;
  const detail = decoded.kind === 'malformed' ? `${decoded.reason} at octet ${decoded.offset}` : 'incomplete';
  throw new CallFailure('failed', `${where} sent a phrase that cannot be read: ${detail}`);
}
