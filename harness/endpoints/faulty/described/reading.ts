import { collector } from '../../collector.ts';
import { carefulDescribed, describedServer, type Inbox } from '../../described-server.ts';
import type { Read } from '../../socket.ts';
import type { DescribedFault } from './fault.ts';
import { keepsBuffersByPlace } from './keeps-buffers-by-place.ts';

/** Octets of a buffer that is too small. */
const SMALL = 512;

/** One read is one message: what is not whole in it is refused. */
function oneRead(read: Read): Inbox {
  return {
    next: async (decode) => {
      const octets = await read();
      if (octets === undefined) return undefined;
      const decoded = decode(octets, true);
      if (decoded.kind !== 'message') throw new Error('no message in one read');
      return { message: decoded.message, octets: octets.slice(0, decoded.length) };
    },
  };
}

/** Reads on until a message is whole, and throws away what came behind it. */
function forgetting(read: Read): Inbox {
  return {
    next: async (decode) => {
      const kept = collector();
      for (;;) {
        const piece = await read();
        if (piece === undefined && kept.size() === 0) return undefined;
        if (piece !== undefined) kept.add(piece);
        const decoded = decode(kept.octets(), piece === undefined);
        if (decoded.kind === 'message')
          return { message: decoded.message, octets: kept.octets().slice(0, decoded.length) };
        if (decoded.kind === 'malformed') throw new Error(decoded.reason);
        if (piece === undefined) throw new Error('it ended within a message');
      }
    },
  };
}

/** Collects what comes of a message, however much that is. */
function hoarding(read: Read): Inbox {
  const kept = collector();
  return {
    next: async (decode) => {
      for (;;) {
        const decoded = decode(kept.octets(), false);
        if (decoded.kind === 'message') {
          const came = kept.take();
          kept.add(came.subarray(decoded.length));
          return { message: decoded.message, octets: came.slice(0, decoded.length) };
        }
        const piece = await read();
        if (piece === undefined) return undefined;
        kept.add(piece);
      }
    },
  };
}

/** Refuses a message behind which more has come in the same read. */
function strict(read: Read): Inbox {
  let more = 0;
  const { next } = carefulDescribed.inbox(async () => {
    const piece = await read();
    more += piece?.length ?? 0;
    return piece;
  });
  return {
    next: async (decode) => {
      const received = await next(decode);
      more -= received?.octets.length ?? 0;
      if (received !== undefined && more > 0) throw new Error('octets behind a message');
      return received;
    },
  };
}

/** Faults of how octets become messages. */
export const readingFaults: readonly DescribedFault[] = [
  {
    name: 'one-read',
    summary: 'takes one recv for one message',
    breaks: ['cut-anywhere', 'octet-by-octet', 'random-cuts', 'pairing'],
    mayRedden: {
      coalesced: 'only the first message of a read is looked at',
      'slow-reader': 'the same',
      surplus: 'the same',
      'length-borders': 'a long message comes in several reads',
    },
    start: (description) => describedServer(description, { ...carefulDescribed, inbox: oneRead }),
  },
  {
    name: 'forgets-rest',
    summary: 'throws away what a read holds behind a message',
    breaks: ['random-cuts', 'coalesced', 'slow-reader'],
    mayRedden: {},
    start: (description) => describedServer(description, { ...carefulDescribed, inbox: forgetting }),
  },
  {
    name: 'closes-on-surplus',
    summary: 'closes at once where a read holds more than a message, which resets the connection',
    breaks: ['surplus', 'random-cuts', 'coalesced', 'slow-reader'],
    mayRedden: {},
    start: (description) => describedServer(description, { ...carefulDescribed, inbox: strict }),
  },
  {
    name: 'small-buffer',
    summary: `keeps ${SMALL} octets of a read, and loses the others`,
    breaks: ['slow-reader'],
    mayRedden: {
      coalesced: 'twenty rounds have more octets',
      'length-borders': 'a long message has more octets',
      surplus: 'a thousand letters have more octets',
    },
    start: (description) => {
      const inbox = (read: Read): Inbox => carefulDescribed.inbox(async () => (await read())?.subarray(0, SMALL));
      return describedServer(description, { ...carefulDescribed, inbox });
    },
  },
  {
    name: 'hoards',
    summary: 'collects the octets of a message however many they are, and whatever they are',
    breaks: ['endless-field'],
    mayRedden: {},
    start: (description) => describedServer(description, { ...carefulDescribed, inbox: hoarding }),
  },
  {
    name: 'shares-buffer',
    summary: 'collects the octets of all clients in one buffer',
    breaks: ['pairing'],
    mayRedden: {
      'disconnect-anywhere': 'what a client leaves behind stands before the message of the next',
      'reset-anywhere': 'the same',
      'idle-client': 'the same',
      drip: 'the same',
      stranger: 'the same',
      'announced-not-sent': 'the same',
      'lying-length': 'the same',
      'swapped-numbers': 'the same',
      'endless-field': 'the same',
      'numbers-in-text': 'the same',
      'over-limit': 'the same',
      surplus: 'the same',
      'wrong-literal': 'the same',
    },
    start: (description) => {
      const kept = collector();
      const inbox = (read: Read): Inbox => ({
        next: async (decode) => {
          for (;;) {
            const came = kept.take();
            const decoded = decode(came, false);
            if (decoded.kind === 'message') {
              kept.add(came.subarray(decoded.length));
              return { message: decoded.message, octets: came.slice(0, decoded.length) };
            }
            if (decoded.kind === 'malformed') throw new Error(decoded.reason);
            kept.add(came);
            const piece = await read();
            if (piece === undefined) return undefined;
            kept.add(piece);
          }
        },
      });
      return describedServer(description, { ...carefulDescribed, inbox });
    },
  },
  keepsBuffersByPlace,
];
