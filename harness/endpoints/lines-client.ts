import { setTimeout as pause } from 'node:timers/promises';
import { LINE_END, lines } from '../protocols/lines.ts';
import { type ConnectOptions, callFailure, connectTo } from './connect.ts';
import { hostPort } from './socket.ts';
import { type Transmit, transmit } from './transmit.ts';

/** How far apart the client's own lines are, in milliseconds: far enough to arrive one by one. */
const OWN_PAUSE_MS = 100;

/** What is sent where. */
export interface LinesCall extends ConnectOptions {
  /** Text as it comes, lines cut anywhere; a last line need not be ended. */
  readonly input: AsyncIterable<string>;
  /** How long the server may take nothing, and how long it may take to close after the last line, in milliseconds. */
  readonly replyMs: number;
}

/** What a lines client consists of; each part can be replaced by itself. */
export interface LinesCallParts {
  /** The octets that are sent, a piece for each write. */
  readonly encode: (input: AsyncIterable<string>) => AsyncIterable<Uint8Array>;
  readonly transmit: Transmit;
}

/** The parts of the reference client. */
export const carefulLinesCall: LinesCallParts = { encode: encodeEach, transmit };

/**
 * Sends the input, each line as soon as it is whole and ended by 0x0A, the last included, then ends its side. Resolves
 * to the number of writes, one a line. Rejects with a CallFailure where the connection fails, or the server ends or
 * resets it before it had every line, or takes nothing for too long.
 */
export const sendLines = linesCaller(carefulLinesCall);

/** A lines client made of `parts`. */
export function linesCaller(parts: LinesCallParts): (call: LinesCall) => Promise<number> {
  return async (call) => {
    let sent = 0;
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for await (const octets of parts.encode(call.input)) {
        yield octets;
        sent += 1;
      }
    }
    try {
      const socket = await connectTo(call);
      socket.setNoDelay(true);
      const progress = () => `${sent} ${sent === 1 ? 'line' : 'lines'} sent`;
      await parts.transmit(socket, hostPort(call.host, call.port), {
        pieces: pieces(),
        progress,
        replyMs: call.replyMs,
      });
      return sent;
    } catch (error) {
      throw callFailure(error, call);
    }
  };
}

/** The lines of a client that was given none: five, a moment apart. */
export async function* ownLines(): AsyncGenerator<string> {
  for (let number = 1; number <= 5; number += 1) {
    if (number > 1) await pause(OWN_PAUSE_MS);
    yield `line ${number} of 5\n`;
  }
}

/** The lines of a text that comes in pieces, without their ends; octets after the last end are a last line. */
export async function* linesOf(input: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of input) {
    const whole = `${rest}${piece}`.split(String.fromCharCode(LINE_END));
    rest = whole.pop() ?? '';
    yield* whole;
  }
  if (rest !== '') yield rest;
}

async function* encodeEach(input: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const line of linesOf(input)) yield lines.encode(Buffer.from(line));
}
