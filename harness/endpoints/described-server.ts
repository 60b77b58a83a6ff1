import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Decoded } from '../contracts/codec.ts';
import type { RunningEndpoint, ServerOptions } from '../contracts/endpoint.ts';
import { errorText } from '../contracts/errors.ts';
import type { Description, WireMessage } from '../contracts/wire.ts';
import { read as readMessage } from '../protocols/wire/decode.ts';
import { encode } from '../protocols/wire/encode.ts';
import { filled } from '../protocols/wire/fill.ts';
import { isOneWay } from '../protocols/wire/one-way.ts';
import { echoing } from '../protocols/wire/sample-messages.ts';
import { collector } from './collector.ts';
import { shownMessage } from './described-client.ts';
import { listen, type Serve } from './listen.ts';
import { endAndDiscard, peerOf, type Read, readFrom, writeTo } from './socket.ts';

/** How long a silent client is kept, in milliseconds. */
const IDLE_MS = 30_000;

/** The most octets of one message that are kept, where the description declares no limit (CWE-770). */
const MOST_OCTETS = 4 * 1024 * 1024;

/** A message of a client, and its octets. */
export interface Received {
  readonly message: WireMessage;
  readonly octets: Uint8Array;
}

/** Reads the messages of one connection. */
export interface Inbox {
  /** The next message; undefined where the client ends its side before the first octet of it. Throws for any other octets. */
  readonly next: (decode: Decode) => Promise<Received | undefined>;
}

/** Decodes one message from the octets that came so far. */
export type Decode = (octets: Uint8Array, ended: boolean) => Decoded<WireMessage>;

/** What a server of a described protocol consists of; each part can be replaced by itself. */
export interface DescribedParts {
  readonly read: (socket: Socket, idleMs: number) => Read;
  readonly decoder: (description: Description, message: string) => Decode;
  readonly inbox: (read: Read) => Inbox;
  /** How a message of a one-way protocol is shown. */
  readonly shown: (message: string, received: WireMessage) => string;
  /** Sends the octets of a reply. */
  readonly send: (socket: Socket, octets: Uint8Array) => Promise<void>;
  /** Ends a connection whose dialogue is over. */
  readonly finish: (socket: Socket, idleMs: number) => Promise<void>;
}

/** The parts of the reference server. */
export const carefulDescribed: DescribedParts = {
  read: readFrom,
  decoder: (description, message) => (octets, ended) => readMessage(description, message, octets, ended).decoded,
  inbox,
  shown: (name, message) => `${name} ${shownMessage(message)}\n`,
  send: writeTo,
  finish: endAndDiscard,
};

/**
 * A server made of a description: it says what the description's samples say, repeats what is to be repeated, and closes
 * where a client says something else. One that says nothing shows each message. `around` wraps the serving of connections.
 */
export function describedServer(
  description: Description,
  parts: DescribedParts = carefulDescribed,
  around: (serve: Serve) => Serve = (serve) => serve,
): (options: ServerOptions) => Promise<RunningEndpoint> {
  return (options) => listen(options, around(serveDialogue(description, parts, options)));
}

function serveDialogue(
  description: Description,
  parts: DescribedParts,
  { idleMs = IDLE_MS, tell, show = () => undefined }: ServerOptions,
): Serve {
  return async (socket) => {
    const peer = peerOf(socket);
    try {
      await holdDialogue(description, parts, socket, { ...parts.inbox(parts.read(socket, idleMs)), show });
      await parts.finish(socket, idleMs);
      tell({ level: 'info', from: 'serveDialogue', text: `held the dialogue with ${peer}` });
    } catch (error) {
      socket.destroy();
      tell({ level: 'warn', from: 'serveDialogue', text: `left ${peer}: ${errorText(error)}` });
    }
  };
}

/** Holds the dialogue, again and again where it repeats, until the client ends its side between two messages. */
async function holdDialogue(
  description: Description,
  { decoder, send, shown }: DescribedParts,
  socket: Socket,
  { next, show }: Inbox & Required<Pick<ServerOptions, 'show'>>,
): Promise<void> {
  const { isRepeated } = description.dialogue;
  const steps = description.dialogue.steps.flatMap((step) => (step.does === 'sends' ? [step] : []));
  const isShown = isOneWay(description);
  const round = Math.max(
    0,
    steps.findIndex(({ by }) => by === 'client'),
  );
  let received: Received | undefined;
  for (let index = 0; index < steps.length; index += 1) {
    const step = steps[index];
    if (step === undefined) continue;
    if (step.by === 'server') await send(socket, replyOctets(description, step.message, received));
    else {
      received = await next(decoder(description, step.message));
      if (received === undefined) return;
      if (isShown) show(shown(step.message, received.message));
    }
    if (isRepeated && index === steps.length - 1) index = round - 1;
  }
}

/** The octets of the first sample of a message, with letters that follow from what it answers. Throws where there is no sample. */
export function replyOctets(description: Description, name: string, received: Received | undefined): Uint8Array {
  const [sample] = description.plain.get(name) ?? [];
  if (sample === undefined) throw new Error(`expected a sample of ${name}, found none`);
  const nonce = lettersOf(received?.octets ?? new Uint8Array());
  return encode(
    description,
    name,
    echoing(description, name, filled(sample, { nonce, fill: 'wxyz' }), received?.message),
  );
}

/** Eight letters that are others for other octets. */
function lettersOf(octets: Uint8Array): string {
  const digest = createHash('sha256').update(octets).digest();
  return Array.from(digest.subarray(0, 8), (octet) => String.fromCharCode(97 + (octet % 26))).join('');
}

/** Keeps what came of the next message. */
function inbox(read: Read): Inbox {
  let kept = collector();
  let ended = false;
  return {
    next: async (decode) => {
      for (;;) {
        const came = kept.octets();
        const decoded = decode(came, ended);
        if (decoded.kind === 'message') {
          const octets = came.slice(0, decoded.length);
          const rest = came.slice(decoded.length);
          kept = collector();
          kept.add(rest);
          return { message: decoded.message, octets };
        }
        if (ended && came.length === 0) return undefined;
        if (decoded.kind === 'malformed') throw new Error(decoded.reason);
        if (ended) throw new Error('it ended within a message');
        if (came.length > MOST_OCTETS) throw new Error(`over ${MOST_OCTETS} octets of a message`);
        const piece = await read();
        if (piece === undefined) ended = true;
        else kept.add(piece);
      }
    },
  };
}
