import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import type { RunningEndpoint, ServerOptions, Tell } from '../contracts/endpoint.ts';
import { errorText, UsageError } from '../contracts/errors.ts';
import { fortune } from '../protocols/fortune.ts';
import { defaultPhrases } from './default-phrases.ts';
import { listen, type Serve } from './listen.ts';
import { peerOf, untilClosed } from './socket.ts';

/** How long a client is kept that has been sent its phrase and does not leave, in milliseconds. */
export const FORTUNE_IDLE_MS = 30_000;

/**
 * How long a phrase may make no way, in milliseconds. To a sender a slow reader looks like one that reads nothing:
 * a window opens again only after many octets. Idle clients cost the others nothing, so there is no hurry.
 */
const STALL_MS = 300_000;

/** What a fortune server consists of; each part can be replaced by itself. */
export interface FortuneParts {
  /** The phrase of one connection, out of at least one. */
  readonly choose: (phrases: readonly Uint8Array[]) => Uint8Array;
  /** Sends the phrase, ends the stream, and settles when the connection is closed. */
  readonly deliver: (socket: Socket, phrase: Uint8Array, idleMs: number) => Promise<void>;
}

/** The parts of the reference server. */
export const carefulFortune: FortuneParts = { choose: chooseAtRandom, deliver: deliverWhole };

/**
 * A fortune server made of `parts` (suites/README.md, "Wire formats"): each client gets one phrase and an orderly end;
 * clients are served concurrently. `around` wraps the serving of connections, e.g. to serve one at a time. Starting it
 * rejects with a system error where it cannot listen, and with a UsageError for a database without phrases.
 */
export function fortuneServer(
  parts: FortuneParts,
  around: (serve: Serve) => Serve = (serve) => serve,
): (options: ServerOptions) => Promise<RunningEndpoint> {
  return async (options) => {
    const phrases = (options.phrases ?? (await defaultPhrases())).map(fortune.encode);
    if (phrases.length === 0) throw new UsageError('expected at least one phrase, found an empty database');
    return listen(options, around(serveFortune(parts, phrases, options.idleMs ?? FORTUNE_IDLE_MS, options.tell)));
  };
}

function serveFortune(parts: FortuneParts, phrases: readonly Uint8Array[], idleMs: number, tell: Tell): Serve {
  return async (socket) => {
    const peer = peerOf(socket);
    const phrase = parts.choose(phrases);
    await parts.deliver(socket, phrase, idleMs);
    if (socket.errored === null) {
      tell({ level: 'info', from: 'serveFortune', text: `sent a phrase of ${phrase.length} octets to ${peer}` });
    } else {
      tell({ level: 'warn', from: 'serveFortune', text: `lost ${peer}: ${errorText(socket.errored)}` });
    }
  };
}

function chooseAtRandom(phrases: readonly Uint8Array[]): Uint8Array {
  const phrase = phrases[randomInt(phrases.length)];
  if (phrase === undefined) throw new RangeError('expected at least one phrase');
  return phrase;
}

/**
 * Closing with unread input resets the connection and can destroy the phrase on its way (RFC 2525 §2.17), so what the
 * client sends is read and thrown away until it closes too, or until it was given `idleMs` after the end of the stream.
 */
async function deliverWhole(socket: Socket, phrase: Uint8Array, idleMs: number): Promise<void> {
  let lingering: NodeJS.Timeout | undefined;
  socket.setTimeout(STALL_MS, () => socket.destroy());
  socket.once('finish', () => {
    lingering = setTimeout(() => socket.destroy(), idleMs);
  });
  socket.resume();
  socket.end(phrase);
  await untilClosed(socket);
  clearTimeout(lingering);
}
