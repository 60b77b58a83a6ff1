import type { Description, WireMessage } from '../../../contracts/wire.ts';
import { runOf } from '../../client-run.ts';
import { CallFailure } from '../../connect.ts';
import {
  carefulDatagramCall,
  type DescribedDatagramCallParts,
  describedDatagramAct,
  describedDatagramClient,
} from '../../described-datagram-client.ts';
import { endingInFailure } from '../ending-badly.ts';
import { type DescribedClientFault, isKnown } from './calling.ts';
import { plainOctets } from './datagram-serving.ts';

/** How soon an impatient client gives up, in milliseconds. */
const IMPATIENT_MS = 900;

/** How long a client looks whether more comes, in milliseconds: on one host the second copy is there at once. */
const MORE_MS = 100;

/** What a client with a small buffer takes of a datagram. */
const BUFFER_OCTETS = 1024;

/** A client with one part replaced. */
function withParts(parts: Partial<DescribedDatagramCallParts>): DescribedClientFault['run'] {
  return (description) => describedDatagramClient(description, { ...carefulDatagramCall, ...parts });
}

/** A client that ends as if all were well where this goes wrong. */
function hiding(outcome: CallFailure['outcome']): DescribedClientFault['run'] {
  return (description) => {
    const act = describedDatagramAct(description);
    return runOf(async (options) => {
      await act(options).catch((error: unknown) => {
        if (!(error instanceof CallFailure && error.outcome === outcome)) throw error;
      });
    });
  };
}

/** What is missing of an answer is taken from the plain one. */
function completed(description: Description, name: string, octets: Uint8Array): WireMessage | string {
  const message = carefulDatagramCall.decode(description, name, octets);
  if (typeof message !== 'string') return message;
  const plain = plainOctets(description, name);
  return carefulDatagramCall.decode(description, name, Buffer.concat([octets, plain.subarray(octets.length)]));
}

/** Faults of clients over datagrams. */
export const datagramCallingFaults: readonly DescribedClientFault[] = [
  {
    name: 'asks-otherwise',
    summary: 'leaves out the last octet of what it says',
    breaks: ['asks'],
    mayRedden: {},
    run: withParts({ say: (octets) => octets.subarray(0, -1) }),
  },
  {
    name: 'waits-for-ever',
    summary: 'asks once, and waits for an answer however long none comes',
    breaks: ['asks-again', 'reports-silence'],
    mayRedden: {},
    run: (description) => {
      const run = describedDatagramClient(description, { ...carefulDatagramCall, times: 1 });
      return (options) => run({ ...options, replyMs: 3_600_000 });
    },
  },
  {
    name: 'hides-silence',
    summary: 'ends as if all were well when no answer comes',
    breaks: ['reports-silence'],
    mayRedden: {},
    run: hiding('timed-out'),
  },
  {
    name: 'hides-refused',
    summary: 'ends as if all were well when nobody listens there',
    breaks: ['reports-refused'],
    mayRedden: {},
    run: hiding('refused'),
  },
  {
    name: 'takes-strangers',
    summary: 'takes an answer from anywhere',
    breaks: ['ignores-strangers'],
    mayRedden: {},
    run: withParts({ isOpen: true }),
  },
  {
    name: 'ignores-echo',
    summary: 'does not look whether an answer repeats what it must',
    breaks: ['ignores-strangers'],
    mayRedden: {},
    run: withParts({ compare: () => undefined }),
  },
  {
    name: 'counts-strays',
    summary: 'takes what is no answer for the end of one of its few tries',
    breaks: ['ignores-strangers'],
    mayRedden: {},
    run: withParts({ countsStrays: true }),
  },
  {
    name: 'completes-short',
    summary: 'takes what is missing of an answer from its buffer',
    breaks: ['short'],
    mayRedden: {},
    run: withParts({ decode: completed, compare: () => undefined }),
  },
  {
    name: 'ends-with-status-1',
    summary: 'ends with status 1, although all went well',
    breaks: ['ends-well'],
    mayRedden: {},
    run: (description) => endingInFailure(describedDatagramAct(description)),
  },
  {
    name: 'shows-twice',
    summary: 'shows every datagram that comes',
    breaks: ['twice'],
    mayRedden: {},
    run: withParts({
      finish: async (datagrams, show) => {
        const octets = await datagrams.next(MORE_MS);
        if (octets !== undefined) show(octets);
      },
    }),
  },
  {
    name: 'small-buffer',
    summary: `takes ${BUFFER_OCTETS} octets of a datagram`,
    breaks: ['largest'],
    mayRedden: {},
    run: withParts({
      decode: (description, name, octets) =>
        carefulDatagramCall.decode(description, name, octets.subarray(0, BUFFER_OCTETS)),
    }),
  },
  {
    name: 'knows-one-reply',
    summary: 'takes an answer without the words of the plain one for none',
    breaks: ['plain-replies'],
    mayRedden: {},
    run: withParts({
      compare: (description, name, answer, asked) => {
        if (!isKnown(description, name, answer)) throw new CallFailure('failed', 'not the answer that is known');
        return carefulDatagramCall.compare(description, name, answer, asked);
      },
    }),
  },
  {
    name: 'impatient',
    summary: `gives up after ${IMPATIENT_MS} ms`,
    breaks: ['late'],
    mayRedden: {},
    run: (description) => {
      const run = describedDatagramClient(description);
      return (options) => run({ ...options, replyMs: IMPATIENT_MS });
    },
  },
];
