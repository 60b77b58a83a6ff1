import { setImmediate as turn } from 'node:timers/promises';
import type { Description, Value, WireMessage } from '../../../contracts/wire.ts';
import { carefulDatagrams, describedDatagramServer } from '../../described-datagram-server.ts';
import { carefulDescribed, type Decode, describedServer } from '../../described-server.ts';
import type { DescribedFault, DescribedStart } from './fault.ts';

const { shown } = carefulDescribed;

/** Each text of a message without its last letter. */
function shortened(message: WireMessage): WireMessage {
  const short = (value: Value): Value => (typeof value === 'string' ? value.slice(0, -1) : value);
  return { ...message, values: new Map([...message.values].map(([name, value]) => [name, short(value)])) };
}

const shownOtherwise: typeof shown = (name, message) => shown(name, shortened(message));
const shownTwice: typeof shown = (name, message) => shown(name, message).repeat(2);

/** A server that shows octets which are no message, where `isTaken`. */
function showingOthers(isTaken: (isMalformed: boolean, ended: boolean) => boolean): DescribedFault['start'] {
  return (description) => {
    const decoder = (_: Description, name: string): Decode => {
      const decode = carefulDescribed.decoder(description, name);
      return (octets, ended) => {
        const decoded = decode(octets, ended);
        if (decoded.kind === 'message' || octets.length === 0) return decoded;
        if (!isTaken(decoded.kind === 'malformed', ended)) return decoded;
        const values = new Map([['octets', Buffer.from(octets).toString('utf8')]]);
        return { kind: 'message', message: { values }, length: octets.length };
      };
    };
    return describedServer(description, { ...carefulDescribed, decoder });
  };
}

/** A server that shows what has come last, whatever it was to show. */
function showingLast(start: DescribedStart): DescribedStart {
  return ({ show = () => undefined, ...options }) => {
    let last = '';
    return start({
      ...options,
      show: (text) => {
        last = text;
        // Whatever has come meanwhile is read before.
        void turn().then(() => show(last));
      },
    });
  };
}

const wrong = {
  otherwise: { name: 'shows-otherwise', summary: 'leaves out the last letter of each text that it shows' },
  twice: { name: 'shows-twice', summary: 'shows each message twice' },
} as const;

/** Faults of what servers over a stream show that say nothing. */
export const showingFaults: readonly DescribedFault[] = [
  {
    ...{ ...wrong.otherwise, breaks: ['answers'], mayRedden: {} },
    start: (description) => describedServer(description, { ...carefulDescribed, shown: shownOtherwise }),
  },
  {
    ...{ ...wrong.twice, breaks: ['answers'], mayRedden: {} },
    start: (description) => describedServer(description, { ...carefulDescribed, shown: shownTwice }),
  },
  {
    name: 'shows-pieces',
    summary: 'shows what came of a message that its client has broken off',
    breaks: ['disconnect-anywhere'],
    mayRedden: {
      'lying-length': 'one octet is missing at the end',
      'announced-not-sent': 'all octets are missing',
      'swapped-numbers': 'octets are missing at the end',
      'numbers-in-text': 'the same',
      'over-limit': 'the same',
      'wrong-literal': 'the end of the stream is there when they are looked at',
      stranger: 'the same',
    },
    start: showingOthers((_, ended) => ended),
  },
  {
    name: 'shows-anything',
    summary: 'shows octets that are no message as if they were one',
    breaks: ['wrong-literal'],
    mayRedden: {
      'over-limit': 'the same',
      'lying-length': 'the same',
      'announced-not-sent': 'the same',
      'swapped-numbers': 'the same',
      'numbers-in-text': 'the same',
      'disconnect-anywhere': 'the same',
      'random-cuts': 'what comes behind is cut off, too',
    },
    start: showingOthers((isMalformed) => isMalformed),
  },
];

/** Faults of what servers over datagrams show that say nothing. */
export const datagramShowingFaults: readonly DescribedFault[] = [
  {
    ...{ ...wrong.otherwise, breaks: ['answers'], mayRedden: {} },
    start: (description) => describedDatagramServer(description, { ...carefulDatagrams, shown: shownOtherwise }),
  },
  {
    ...{ ...wrong.twice, breaks: ['answers'], mayRedden: {} },
    start: (description) => describedDatagramServer(description, { ...carefulDatagrams, shown: shownTwice }),
  },
  {
    name: 'shows-last',
    summary: 'shows what came last, however many have come meanwhile',
    breaks: ['kept-apart'],
    mayRedden: {},
    start: (description) => showingLast(describedDatagramServer(description)),
  },
];
