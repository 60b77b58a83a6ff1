import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClientOptions } from '../contracts/endpoint.ts';
import { errorText } from '../contracts/errors.ts';
import type { Description, WireMessage } from '../contracts/wire.ts';
import { encode } from '../protocols/wire/encode.ts';
import { filled } from '../protocols/wire/fill.ts';
import { echoing } from '../protocols/wire/sample-messages.ts';
import { type Act, runOf } from './client-run.ts';
import { CallFailure, callFailure } from './connect.ts';
import { carefulCall, shownMessage } from './described-client.ts';
import { carefulDatagrams } from './described-datagram-server.ts';
import { hostPort } from './socket.ts';

/** How often a question is asked in all; the time for an answer is shared out. */
const TIMES = 3;

/** What a client of a described protocol over datagrams consists of; each part can be replaced by itself. */
export interface DescribedDatagramCallParts {
  readonly times: number;
  /** Whether answers are taken that come from elsewhere than from where it asks. */
  readonly isOpen: boolean;
  /** The message that a datagram is; why it is none, in words, where it is none. */
  readonly decode: (description: Description, name: string, octets: Uint8Array) => WireMessage | string;
  /** Whether what is no answer ends the wait for one, and the question is asked again. */
  readonly countsStrays: boolean;
  /** Throws where an answer does not repeat what it must. */
  readonly compare: typeof carefulCall.compare;
  /** What it says, from what it is to say. */
  readonly say: (octets: Uint8Array) => Uint8Array;
  /** After the dialogue: what is done with datagrams that come still. */
  readonly finish: (datagrams: Datagrams, show: (octets: Uint8Array) => void) => Promise<void>;
}

/** The parts of the reference client. */
export const carefulDatagramCall: DescribedDatagramCallParts = {
  times: TIMES,
  isOpen: false,
  countsStrays: false,
  decode: carefulDatagrams.decode,
  compare: carefulCall.compare,
  say: (octets) => octets,
  finish: async () => undefined,
};

/** A socket that asks one server. */
export interface Datagrams {
  readonly send: (octets: Uint8Array) => Promise<void>;
  /** The next datagram; undefined where none comes within `ms`. Rejects where the socket has an error. */
  readonly next: (ms: number) => Promise<Uint8Array | undefined>;
  readonly close: () => void;
}

/**
 * A client made of a description: it says the first samples of the client's messages, a datagram each, and again where no
 * answer comes, and shows what it is answered. It ends with status 1 and one line where there is no answer.
 */
export function describedDatagramClient(
  description: Description,
  parts: DescribedDatagramCallParts = carefulDatagramCall,
): (options: ClientOptions) => Promise<number> {
  return runOf(describedDatagramAct(description, parts));
}

/** The same as an act: it rejects with a CallFailure where there is no answer. */
export function describedDatagramAct(
  description: Description,
  parts: DescribedDatagramCallParts = carefulDatagramCall,
): Act {
  return async (options) => {
    const datagrams = await openDatagrams(options, parts.isOpen).catch((error: unknown) => {
      throw callFailure(error, options);
    });
    try {
      await converse(description, parts, datagrams, options);
      await parts.finish(datagrams, (octets) => options.show(`${Buffer.from(octets).toString('latin1')}\n`));
    } catch (error) {
      throw callFailure(error, options);
    } finally {
      datagrams.close();
    }
  };
}

async function converse(
  description: Description,
  parts: DescribedDatagramCallParts,
  datagrams: Datagrams,
  options: ClientOptions,
): Promise<void> {
  const { steps } = description.dialogue;
  let asked: WireMessage | undefined;
  let question: Uint8Array | undefined;
  for (const step of steps) {
    if (step.does === 'closes') continue;
    const { message: name } = step;
    if (step.by === 'client') {
      const sample = description.plain.get(name)?.[0] ?? { values: new Map() };
      asked = echoing(description, name, filled(sample, { nonce: 'abcdefgh', fill: 'wxyz' }), undefined);
      question = parts.say(encode(description, name, asked));
      await datagrams.send(question);
      continue;
    }
    const answer = await answerTo(description, parts, datagrams, { options, name, asked, question });
    question = undefined;
    options.show(`${name} ${shownMessage(answer)}\n`);
  }
}

/** The answer to a question, which is asked again where none comes. What is no answer is dropped: anybody may have sent it. */
async function answerTo(
  description: Description,
  { times, countsStrays, decode, compare }: DescribedDatagramCallParts,
  datagrams: Datagrams,
  {
    options,
    name,
    asked,
    question,
  }: {
    readonly options: ClientOptions;
    readonly name: string;
    readonly asked: WireMessage | undefined;
    readonly question: Uint8Array | undefined;
  },
): Promise<WireMessage> {
  const where = hostPort(options.host, options.port);
  let problem: string | undefined;
  for (let time = 1; time <= times; time += 1) {
    if (time > 1 && question !== undefined) await datagrams.send(question);
    const deadline = performance.now() + options.replyMs / times;
    for (;;) {
      const left = deadline - performance.now();
      const octets = left <= 0 ? undefined : await datagrams.next(left);
      if (octets === undefined) break;
      const message = decode(description, name, octets);
      problem = typeof message === 'string' ? message : compared(compare, description, name, message, asked);
      if (problem === undefined && typeof message !== 'string') return message;
      if (countsStrays) break;
    }
  }
  if (problem !== undefined) throw new CallFailure('failed', `${where} gave no answer as described: ${problem}`);
  throw new CallFailure('timed-out', `${where} timed out: no answer within ${options.replyMs} ms`);
}

/** Why an answer is not to what was asked, in words; undefined where it is. */
function compared(
  compare: DescribedDatagramCallParts['compare'],
  ...parts: Parameters<DescribedDatagramCallParts['compare']>
): string | undefined {
  try {
    compare(...parts);
    return undefined;
  } catch (error) {
    return errorText(error);
  }
}

/** Opens a socket, connected to the server unless it takes datagrams from anywhere. Rejects with the system's error. */
async function openDatagrams({ host, port, signal }: ClientOptions, isOpen: boolean): Promise<Datagrams> {
  const { address, family } = await lookup(host);
  const socket = createSocket({ type: family === 6 ? 'udp6' : 'udp4', signal });
  const came: Uint8Array[] = [];
  let failed: Error | undefined;
  let wake = (): void => undefined;
  socket.on('message', (octets) => {
    came.push(octets);
    wake();
  });
  socket.on('error', (error) => {
    failed = error;
    wake();
  });
  if (!isOpen) {
    socket.connect(port, address);
    await once(socket, 'connect');
  }
  return {
    send: (octets) => sent(socket, octets, isOpen ? { address, port } : undefined),
    next: async (ms) => {
      const over = new AbortController();
      const ring = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (came.length === 0 && failed === undefined)
        await Promise.race([ring, pause(ms, undefined, { signal: over.signal })]).finally(() => over.abort());
      const octets = came.shift();
      if (octets === undefined && failed !== undefined) throw failed;
      return octets;
    },
    close: () => socket.close(),
  };
}

function sent(
  socket: Socket,
  octets: Uint8Array,
  to: { readonly address: string; readonly port: number } | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null): void => (error === null ? resolve() : reject(error));
    if (to === undefined) socket.send(octets, done);
    else socket.send(octets, to.port, to.address, done);
  });
}
