import type { Socket } from 'node:net';
import type { Decoded } from '../contracts/codec.ts';
import type { ClientOptions } from '../contracts/endpoint.ts';
import type { Description, Value, WireMessage } from '../contracts/wire.ts';
import { read as readMessage } from '../protocols/wire/decode.ts';
import { brokenEcho } from '../protocols/wire/echo.ts';
import { encode } from '../protocols/wire/encode.ts';
import { filled } from '../protocols/wire/fill.ts';
import { echoing } from '../protocols/wire/sample-messages.ts';
import { quoted } from '../text/visible.ts';
import { type Act, runOf } from './client-run.ts';
import { collector } from './collector.ts';
import { CallFailure, callFailure, connectTo } from './connect.ts';
import { hostPort, type Read, readFrom, untilClosed, writeTo } from './socket.ts';

/** The most octets of one reply that are kept (CWE-770). */
const MOST_OCTETS = 16 * 1024 * 1024;

/** What a client of a described protocol consists of; each part can be replaced by itself. */
export interface DescribedCallParts {
  readonly decoder: (
    description: Description,
    message: string,
  ) => (octets: Uint8Array, ended: boolean) => Decoded<WireMessage>;
  /** Reads one reply. Throws where it does not come whole. */
  readonly receive: (
    read: Read,
    decode: ReturnType<DescribedCallParts['decoder']>,
    kept: Uint8Array,
  ) => Promise<ReceivedReply>;
  /** Throws where a reply does not repeat what it must. */
  readonly compare: (
    description: Description,
    name: string,
    reply: WireMessage,
    asked: WireMessage | undefined,
  ) => void;
  /** What it says, from what it is to say. */
  readonly say: (octets: Uint8Array) => Uint8Array;
  /** Ends a connection whose dialogue is over. */
  readonly finish: (socket: Socket) => Promise<void>;
}

/** A reply, and the octets that came behind it. */
export interface ReceivedReply {
  readonly message: WireMessage;
  readonly rest: Uint8Array;
}

/** The parts of the reference client. */
export const carefulCall: DescribedCallParts = {
  decoder: (description, message) => (octets, ended) => readMessage(description, message, octets, ended).decoded,
  receive,
  compare,
  say: (octets) => octets,
  finish: async (socket) => {
    socket.destroySoon();
    await untilClosed(socket);
  },
};

/**
 * A client made of a description: it says the first samples of the client's messages, once, and shows what it is answered.
 * It ends with status 1 and one line where the server does something else.
 */
export function describedClient(
  description: Description,
  parts: DescribedCallParts = carefulCall,
): (options: ClientOptions) => Promise<number> {
  return runOf(describedAct(description, parts));
}

/** The same as an act: it rejects with a CallFailure where the server does something else. */
export function describedAct(description: Description, parts: DescribedCallParts = carefulCall): Act {
  return async (options) => {
    const where = hostPort(options.host, options.port);
    try {
      const socket = await connectTo(options);
      const silent = new CallFailure('timed-out', `${where} says nothing for ${options.replyMs} ms`);
      await converse(description, parts, socket, { options, read: readFrom(socket, options.replyMs, () => silent) });
      await parts.finish(socket);
    } catch (error) {
      throw error instanceof WrongReply
        ? new CallFailure('failed', `${where} gave no reply as described: ${error.message}`)
        : callFailure(error, options);
    }
  };
}

/** What a server said is no reply. */
export class WrongReply extends Error {
  override readonly name = 'WrongReply';
}

async function converse(
  description: Description,
  { decoder, receive: take, compare: check, say }: DescribedCallParts,
  socket: Socket,
  { options, read }: { readonly options: ClientOptions; readonly read: Read },
): Promise<void> {
  let kept: Uint8Array = new Uint8Array();
  let asked: WireMessage | undefined;
  for (const step of description.dialogue.steps) {
    if (step.does === 'closes') continue;
    const { message: name } = step;
    if (step.by === 'client') {
      const sample = description.plain.get(name)?.[0] ?? { values: new Map() };
      asked = echoing(description, name, filled(sample, { nonce: 'abcdefgh', fill: 'wxyz' }), undefined);
      await writeTo(socket, say(encode(description, name, asked)));
      continue;
    }
    const { message, rest } = await take(read, decoder(description, name), kept);
    check(description, name, message, asked);
    kept = rest;
    options.show(`${name} ${shownMessage(message)}\n`);
  }
}

async function receive(
  read: Read,
  decode: ReturnType<DescribedCallParts['decoder']>,
  kept: Uint8Array,
): Promise<ReceivedReply> {
  const octets = collector();
  octets.add(kept);
  for (let ended = false; ; ) {
    const decoded = decode(octets.octets(), ended);
    if (decoded.kind === 'message') return { message: decoded.message, rest: octets.octets().slice(decoded.length) };
    if (ended) throw new WrongReply(`it ended after ${octets.size()} octets`);
    if (decoded.kind === 'malformed') throw new WrongReply(decoded.reason);
    if (octets.size() > MOST_OCTETS) throw new WrongReply(`over ${MOST_OCTETS} octets`);
    const piece = await read();
    if (piece === undefined) ended = true;
    else octets.add(piece);
  }
}

function compare(description: Description, name: string, reply: WireMessage, asked: WireMessage | undefined): void {
  const broken = brokenEcho(description, name, reply, asked);
  if (broken !== undefined)
    throw new WrongReply(`${broken.field} is ${shownValue(broken.own)}, not ${shownValue(broken.asked)}`);
}

/** The fields of a message in one line, as a client shows them. */
export function shownMessage({ case: key, values }: WireMessage): string {
  const fields = [...values].map(([name, value]) => `${name}=${shownValue(value)}`);
  return [...(key === undefined ? [] : [quoted(key)]), ...fields].join(' ');
}

function shownValue(value: Value): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Uint8Array) return quoted(Buffer.from(value).toString('latin1'));
  return value.map((item) => (typeof item === 'string' ? quoted(item) : `(${shownMessage(item)})`)).join(' ');
}
