import { fortune } from '../protocols/fortune.ts';
import { CallFailure, type ConnectOptions, callFailure, connectTo } from './connect.ts';
import { hostPort, readFrom } from './socket.ts';

/** The longest phrase that is waited for, in octets: a server that never ends must not fill the memory. */
export const PHRASE_OCTETS_LIMIT = 64 * 1024 * 1024;

/** How a fortune is asked for. */
export interface FortuneCall extends ConnectOptions {
  /** How long the server may be silent, in milliseconds. */
  readonly replyMs: number;
}

/**
 * Connects, sends nothing, and resolves to the phrase: everything up to the end of the stream. Rejects with a
 * CallFailure where the connection fails, is reset or falls silent, and where the phrase is not UTF-8: what arrived of
 * a broken phrase is never given as a whole one.
 */
export async function callFortune(call: FortuneCall): Promise<string> {
  const where = hostPort(call.host, call.port);
  const socket = await connectTo(call);
  try {
    const read = readFrom(socket, call.replyMs, () => silent(where, call.replyMs));
    const pieces: Uint8Array[] = [];
    let octets = 0;
    for (let piece = await read(); piece !== undefined; piece = await read()) {
      pieces.push(piece);
      octets += piece.length;
      if (octets > PHRASE_OCTETS_LIMIT) {
        throw new CallFailure('failed', `${where} sent over ${PHRASE_OCTETS_LIMIT} octets without an end`);
      }
    }
    socket.end();
    return decodePhrase(Buffer.concat(pieces), where);
  } catch (error) {
    socket.destroy();
    throw callFailure(error, call);
  }
}

function silent(where: string, replyMs: number): CallFailure {
  return new CallFailure('timed-out', `${where} timed out: connected, then silent for ${replyMs} ms`);
}

function decodePhrase(octets: Uint8Array, where: string): string {
  const decoded = fortune.decode(octets, true);
  if (decoded.kind === 'message') return decoded.message;
  const detail = decoded.kind === 'malformed' ? `${decoded.reason} at octet ${decoded.offset}` : 'incomplete';
  throw new CallFailure('failed', `${where} sent a phrase that cannot be read: ${detail}`);
}
