import type { ClientFault } from '../../../contracts/endpoint.ts';
import type { Description, WireMessage } from '../../../contracts/wire.ts';
import { textsIn } from '../../../protocols/wire/fill.ts';
import { plainMessages } from '../../../protocols/wire/plain.ts';
import { runOf } from '../../client-run.ts';
import { callFailure } from '../../connect.ts';
import {
  carefulCall,
  type DescribedCallParts,
  describedAct,
  describedClient,
  type ReceivedReply,
  WrongReply,
} from '../../described-client.ts';
import { untilClosed } from '../../socket.ts';
import { connectingTwice, endingInFailure } from '../ending-badly.ts';

/** A mistake that a client of any described protocol can make. Laws that do not apply to a protocol are not broken there. */
export interface DescribedClientFault extends Omit<ClientFault, 'endpoint' | 'run'> {
  readonly run: (description: Description) => ClientFault['run'];
}

/** A client that takes the plain reply for what it has read where `mayTake` lets it. */
function believing(
  description: Description,
  mayTake: (error: unknown) => boolean,
  compare = carefulCall.compare,
): ClientFault['run'] {
  const plain = plainMessages(description, { nonce: 'abcdefgh', fill: 'wxyz' }).filter(({ by }) => by === 'server');
  let next = 0;
  const receive: DescribedCallParts['receive'] = async (read, decode, kept) => {
    const usual: WireMessage = plain[next++ % Math.max(1, plain.length)]?.message ?? { values: new Map() };
    try {
      return await carefulCall.receive(read, decode, kept);
    } catch (error) {
      if (!mayTake(error)) throw error;
      return { message: usual, rest: new Uint8Array() };
    }
  };
  return describedClient(description, { ...carefulCall, receive, compare });
}

/** One read is one reply. */
async function oneRead(
  read: Parameters<DescribedCallParts['receive']>[0],
  decode: Parameters<DescribedCallParts['receive']>[1],
): Promise<ReceivedReply> {
  const decoded = decode((await read()) ?? new Uint8Array(), true);
  if (decoded.kind !== 'message') throw new WrongReply('no reply in one read');
  return { message: decoded.message, rest: new Uint8Array() };
}

/** How soon an impatient client gives up, in milliseconds. */
const IMPATIENT_MS = 1000;

/** What a client with a small buffer keeps. */
const BUFFER_OCTETS = 200;

/** Whether the words of the plain reply are in a reply. */
export function isKnown(description: Description, name: string, reply: WireMessage): boolean {
  const [sample = { values: new Map() }] = description.plain.get(name) ?? [];
  const words = textsIn(sample).flatMap((text) => text.split(/\{\w+\}|\s+/));
  const said = textsIn(reply).join(' ');
  return words.every((word) => said.includes(word));
}

/** Faults of clients. */
export const callingFaults: readonly DescribedClientFault[] = [
  {
    name: 'one-read',
    summary: 'takes one recv for one reply',
    breaks: ['cut-anywhere', 'octet-by-octet', 'random-cuts', 'late'],
    mayRedden: {
      coalesced: 'only the first message of a read is looked at',
      stalled: 'half of a reply is refused at once',
    },
    run: (description) => describedClient(description, { ...carefulCall, receive: oneRead }),
  },
  {
    name: 'believes-the-end',
    summary: 'takes the end of the stream for the end of the reply',
    breaks: ['short-reply', 'huge-length'],
    mayRedden: { 'wrong-reply': 'a reply that goes on beyond its end is one, too' },
    run: (description) =>
      believing(description, (error) => error instanceof WrongReply && /^it ended/.test(error.message)),
  },
  {
    name: 'believes-anything',
    summary: 'does not look at what the server says',
    breaks: ['wrong-reply'],
    mayRedden: { 'short-reply': 'part of a reply is as good', 'huge-length': 'the same' },
    run: (description) =>
      believing(
        description,
        (error) => error instanceof WrongReply,
        () => undefined,
      ),
  },
  {
    name: 'hides-reset',
    summary: 'ends as if all were well when the connection is reset',
    breaks: ['reset-reply'],
    mayRedden: {},
    run: (description) =>
      believing(description, (error) => callFailure(error, { host: '', port: 0 }).outcome === 'reset'),
  },
  {
    name: 'waits-for-ever',
    summary: 'waits for a reply however long the server is silent',
    breaks: ['stalled'],
    mayRedden: {},
    run: (description) => {
      const run = describedClient(description);
      return (options) => run({ ...options, replyMs: 3_600_000 });
    },
  },
  {
    name: 'impatient',
    summary: `gives up after ${IMPATIENT_MS} ms`,
    breaks: ['late', 'stalled'],
    mayRedden: {},
    run: (description) => {
      const run = describedClient(description);
      return (options) => run({ ...options, replyMs: IMPATIENT_MS });
    },
  },
  {
    name: 'never-closes',
    summary: 'keeps its connection when the dialogue is over',
    breaks: ['closes-at-end'],
    mayRedden: {},
    run: (description) =>
      describedClient(description, { ...carefulCall, finish: (socket) => untilClosed(socket.setTimeout(0)) }),
  },
  {
    name: 'ends-with-status-1',
    summary: 'ends with status 1, although all went well',
    breaks: ['ends-well'],
    mayRedden: {},
    run: (description) => endingInFailure(describedAct(description)),
  },
  {
    name: 'connects-twice',
    summary: 'connects a second time when the dialogue is over',
    breaks: ['one-connection'],
    mayRedden: {},
    run: (description) => runOf(connectingTwice(describedAct(description))),
  },
  {
    name: 'shows-surplus',
    summary: 'shows what comes behind the reply',
    breaks: ['surplus'],
    mayRedden: {},
    run: (description) => {
      const receive: DescribedCallParts['receive'] = async (read, decode, kept) => {
        const reply = await carefulCall.receive(read, decode, kept);
        if (reply.rest.length === 0) return reply;
        const values = new Map([
          ...reply.message.values,
          ['more', Buffer.from(reply.rest).toString('latin1')] as const,
        ]);
        return { ...reply, message: { ...reply.message, values } };
      };
      return describedClient(description, { ...carefulCall, receive });
    },
  },
  {
    name: 'forgets-rest',
    summary: 'throws away what a read holds behind a reply',
    breaks: ['coalesced'],
    mayRedden: {},
    run: (description) => {
      const receive: DescribedCallParts['receive'] = async (read, decode) =>
        carefulCall.receive(read, decode, new Uint8Array());
      return describedClient(description, { ...carefulCall, receive });
    },
  },
  {
    name: 'small-buffer',
    summary: `keeps no more than ${BUFFER_OCTETS} octets while a reply is not whole`,
    breaks: ['length-borders'],
    mayRedden: {},
    run: (description) =>
      describedClient(description, {
        ...carefulCall,
        receive: (read, decode, kept) =>
          carefulCall.receive(read, (octets, ended) => decode(octets.subarray(0, BUFFER_OCTETS), ended), kept),
      }),
  },
  {
    name: 'knows-one-reply',
    summary: 'takes a reply without the words of the plain one for none',
    breaks: ['plain-replies'],
    mayRedden: { 'wrong-reply': 'a reply that is wrong in these words is refused, too' },
    run: (description) =>
      describedClient(description, {
        ...carefulCall,
        compare: (of, name, reply, asked) => {
          carefulCall.compare(of, name, reply, asked);
          if (!isKnown(of, name, reply)) throw new WrongReply('not the reply that is known');
        },
      }),
  },
  {
    name: 'asks-otherwise',
    summary: 'leaves out the last octet of what it says',
    breaks: ['asks'],
    mayRedden: {},
    run: (description) => describedClient(description, { ...carefulCall, say: (octets) => octets.subarray(0, -1) }),
  },
];
