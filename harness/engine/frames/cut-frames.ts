import type { CaseFrames } from '../../contracts/case-frames.ts';
import { type Frame, kinds } from '../../frames/frame.ts';
import { TCP_HEADER } from '../../frames/transport.ts';

/** Collects the segments that the harness sent in one case, to prove that its cuts were cuts on the wire (RFC 9293 §3.7). */
export interface SentSegments {
  readonly see: (frame: Frame) => void;
  /** Whether every connection's segments left as they were sent: one frame each, in order. */
  readonly areProven: () => boolean;
}

/** Segments of one direction of a connection. */
interface Stream {
  readonly lengths: number[];
  next: number | undefined;
}

/** Follows all streams from or to the ports of a case. */
export function sentSegments({ sent }: Pick<CaseFrames, 'sent'>): SentSegments {
  const streams = new Map<string, Stream>();
  const wanted = sent.filter((sizes) => sizes.length > 1);
  return {
    see: (frame) => {
      if (wanted.length === 0 || (frame.kinds & kinds.tcp) === 0) return;
      const { view, transport, networkEnd, network } = frame;
      const length = networkEnd - transport - (view.getUint8(transport + 12) >> 4) * 4;
      if (length <= 0 || transport + TCP_HEADER > frame.end) return;
      // Addresses lie behind each other before the transport, whatever the version of IP.
      const ends = Buffer.from(frame.octets.subarray(network + 8, transport + 4))
        .toString('latin1')
        .slice(-40);
      const key =
        (frame.kinds & kinds.ipv4) === 0 ? ends : `${frame.source} ${frame.destination} ${view.getUint32(transport)}`;
      const stream = streams.get(key) ?? { lengths: [], next: undefined };
      streams.set(key, stream);
      const sequence = view.getUint32(transport + 4);
      // What was sent again was counted when it was sent first.
      if (stream.next !== undefined && ((sequence - stream.next) | 0) < 0) return;
      stream.lengths.push(length);
      stream.next = (sequence + length) >>> 0;
    },
    areProven: () => {
      const seen = [...streams.values()].map(({ lengths }) => lengths.join(' '));
      return wanted.length > 0 && wanted.every((sizes) => seen.includes(sizes.join(' ')));
    },
  };
}
