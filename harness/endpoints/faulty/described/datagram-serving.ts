import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Description, Field, WireMessage } from '../../../contracts/wire.ts';
import { read } from '../../../protocols/wire/decode.ts';
import { encode } from '../../../protocols/wire/encode.ts';
import { plainMessages } from '../../../protocols/wire/plain.ts';
import { carefulDatagrams, describedDatagramServer, sendTo } from '../../described-datagram-server.ts';
import type { DescribedFault } from './fault.ts';

/** Octets of the buffer of a server that takes no larger datagram. */
const SMALL_BUFFER = 1024;

const { decode } = carefulDatagrams;

/** A server that takes other datagrams for its plain message, too: those that `taken` makes a message of. */
function taking(taken: (octets: Uint8Array, plain: Uint8Array, description: Description, name: string) => Uint8Array) {
  return (description: Description, name: string, octets: Uint8Array): WireMessage | string => {
    const message = decode(description, name, octets);
    if (typeof message !== 'string') return message;
    const plain = plainOctets(description, name);
    return decode(description, name, taken(octets, plain, description, name));
  };
}

/** The plain message of that name, as a datagram. */
export function plainOctets(description: Description, name: string): Uint8Array {
  const found = plainMessages(description, { nonce: 'abcdefgh', fill: 'wxyz' }).find((one) => one.name === name);
  return found === undefined ? new Uint8Array() : encode(description, name, found.message);
}

/** A datagram as long as the plain message, with these fields of that one in it. */
function mended(isMeant: (field: Field) => boolean) {
  return (octets: Uint8Array, plain: Uint8Array, description: Description, name: string): Uint8Array => {
    if (octets.length !== plain.length) return octets;
    const whole = Uint8Array.from(octets);
    for (const { field, from, to } of read(description, name, plain, true).spans) {
      if (field !== undefined && isMeant(field)) whole.set(plain.subarray(from, to), from);
    }
    return whole;
  };
}

/** Faults of servers over datagrams. */
export const datagramFaults: readonly DescribedFault[] = [
  {
    name: 'says-otherwise',
    isOfAnswers: true,
    summary: 'leaves out the last octet of what it says',
    breaks: ['answers'],
    mayRedden: {},
    start: (description) =>
      describedDatagramServer(description, {
        ...carefulDatagrams,
        send: (socket, octets, asker) => sendTo(socket, octets.subarray(0, -1), asker),
      }),
  },
  {
    name: 'answers-twice',
    isOfAnswers: true,
    summary: 'sends each answer twice',
    breaks: ['answers'],
    mayRedden: { 'kept-apart': 'the second answer comes in the place of the next' },
    start: (description) => {
      const send = async (socket: Socket, octets: Uint8Array, asker: RemoteInfo): Promise<void> => {
        await sendTo(socket, octets, asker);
        await sendTo(socket, octets, asker);
      };
      return describedDatagramServer(description, { ...carefulDatagrams, send });
    },
  },
  {
    name: 'answers-last',
    isOfAnswers: true,
    summary: 'answers whoever has asked last',
    breaks: ['kept-apart'],
    mayRedden: {},
    start: (description) => {
      let last: RemoteInfo | undefined;
      const send = async (socket: Socket, octets: Uint8Array, asker: RemoteInfo): Promise<void> => {
        last = asker;
        // Whatever has come meanwhile is read before.
        await turn();
        await sendTo(socket, octets, last);
      };
      return describedDatagramServer(description, { ...carefulDatagrams, send });
    },
  },
  {
    name: 'answers-from-elsewhere',
    isOfAnswers: true,
    summary: 'answers by another socket than the one that was asked',
    breaks: ['answers-from-where-asked'],
    mayRedden: { answers: 'a client that has connected its socket is not given such an answer' },
    start: (description) => {
      const send = async (_asked: Socket, octets: Uint8Array, asker: RemoteInfo): Promise<void> => {
        const other = createSocket(isIPv6(asker.address) ? 'udp6' : 'udp4');
        await sendTo(other, octets, asker).finally(() => other.close());
      };
      return describedDatagramServer(description, { ...carefulDatagrams, send });
    },
  },
  {
    name: 'completes-short',
    summary: 'takes what is missing of a message from the one before it',
    breaks: ['short'],
    mayRedden: {
      'wrong-numbers': 'a length that says more is that of a message which is cut',
      stranger: 'the beginning of another protocol may be that of a message',
    },
    start: (description) =>
      describedDatagramServer(description, {
        ...carefulDatagrams,
        decode: taking((octets, plain) =>
          octets.length === 0 ? octets : Buffer.concat([octets, plain.subarray(octets.length)]),
        ),
      }),
  },
  {
    name: 'ignores-surplus',
    summary: 'does not look at what follows a message in its datagram',
    breaks: ['surplus'],
    mayRedden: {
      largest: 'what fills the datagram follows a message',
      'wrong-numbers': 'a length that says less leaves octets behind the message',
    },
    start: (description) =>
      describedDatagramServer(description, {
        ...carefulDatagrams,
        decode: taking((octets, _plain, of, name) => {
          const { decoded } = read(of, name, octets, true);
          return decoded.kind === 'message' ? octets.subarray(0, decoded.length) : octets;
        }),
      }),
  },
  {
    name: 'ends-at-empty',
    summary: 'takes an empty datagram for the end, and answers nobody any more',
    breaks: ['empty'],
    mayRedden: {},
    start: wedgedBy((octets) => octets.length === 0),
  },
  {
    name: 'dies-of-large',
    summary: `answers nobody any more after a datagram of more than ${SMALL_BUFFER} octets`,
    breaks: ['largest'],
    mayRedden: { surplus: 'a thousand octets behind a message are as many' },
    start: wedgedBy((octets) => octets.length > SMALL_BUFFER),
  },
  {
    name: 'dies-of-strangers',
    summary: 'answers nobody any more after the ClientHello of TLS',
    breaks: ['stranger'],
    mayRedden: {},
    start: wedgedBy((octets) => octets[0] === 0x16 && octets[1] === 0x03),
  },
  {
    name: 'ignores-numbers',
    summary: 'goes by the length of the datagram, whatever its numbers say',
    breaks: ['wrong-numbers'],
    mayRedden: {},
    start: (description) =>
      describedDatagramServer(description, {
        ...carefulDatagrams,
        decode: taking(mended((field) => field.measures !== undefined || field.legal !== undefined)),
      }),
  },
  {
    name: 'skips-literals',
    summary: 'skips fixed octets, whatever they are',
    breaks: ['wrong-literal'],
    mayRedden: {},
    start: (description) =>
      describedDatagramServer(description, {
        ...carefulDatagrams,
        decode: taking(mended(({ form }) => form.kind === 'literal')),
      }),
  },
];

/** A server that looks at nothing any more once such a datagram has come. */
function wedgedBy(isFatal: (octets: Uint8Array) => boolean): DescribedFault['start'] {
  return (description) => {
    let isWedged = false;
    const takes = (octets: Uint8Array): boolean => {
      isWedged ||= isFatal(octets);
      return !isWedged;
    };
    return describedDatagramServer(description, { ...carefulDatagrams, takes });
  };
}
