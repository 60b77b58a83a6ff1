import type { Description, Span } from '../../harness/contracts/wire.ts';
import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import type { Whence } from '../../harness/engine/datagrams/answer-point.ts';
import type { Reply } from './client-exchange.ts';
import { sampleReplies } from './client-places.ts';
import type { DatagramHarm } from './datagram-client-exchange.ts';

/** An answer that is not the right one and comes before it. */
export interface StrangeAnswer {
  readonly label: string;
  readonly harm: DatagramHarm;
  /** What it takes, in words, where the case at hand does not have it; undefined where it does. */
  readonly needs?: (context: ClientContext) => string | undefined;
}

/** Answers from elsewhere; and, where a field repeats one of the question, those that repeat another. */
export function strangeAnswers(description: Description): readonly StrangeAnswer[] {
  const isEcho = ({ field, from, to }: Span): boolean => field?.isEcho === true && to > from;
  const repeats = sampleReplies(description).some(({ spans }) => spans.some(isEcho));
  return [
    { label: 'from another port', harm: before('another port', other) },
    {
      label: 'from another address',
      harm: before('another address', other),
      needs: ({ host }) =>
        process.platform === 'linux' && host.startsWith('127.')
          ? undefined
          : 'the harness has no other address that the client reaches: needs a client on this Linux host',
    },
    ...(repeats
      ? [
          {
            label: 'that repeats another field',
            harm: before('there', (reply) => {
              const octets = other(reply);
              const span = reply.spans.find(isEcho);
              if (span !== undefined) octets[span.from] = (octets[span.from] ?? 0) ^ 1;
              return octets;
            }),
          },
        ]
      : []),
  ];
}

/** So many of them: none is a try of the client's. */
const STRANGERS = 5;

function before(whence: Whence, strange: (reply: Reply) => Uint8Array): DatagramHarm {
  return (reply) => [
    ...Array.from({ length: STRANGERS }, () => ({ does: 'say' as const, octets: strange(reply), whence })),
    { does: 'say', octets: reply.octets },
  ];
}

/** An answer that shows that it was taken: its last letters, or else its last octet, are others. */
function other({ octets, spans }: Reply): Uint8Array {
  const changed = Uint8Array.from(octets);
  const text = spans.findLast(({ field, from, to, terminator }) => isText(field?.form.kind) && to - terminator > from);
  const end = text === undefined ? changed.length : text.to - text.terminator;
  const start = text === undefined ? end - 1 : Math.max(text.from, end - CHANGED);
  for (let at = Math.max(0, start); at < end; at += 1) changed[at] = text === undefined ? 0xff : LETTER;
  return changed;
}

/** Letters of an answer that are replaced, all of them by one. */
const CHANGED = 4;
const LETTER = 0x71;

function isText(kind: string | undefined): boolean {
  return kind === 'text' || kind === 'bytes' || kind === 'rest';
}
