import type { Codec } from '../contracts/codec.ts';

/** The octet that ends a line. */
export const LINE_END = 0x0a;

/**
 * The lines protocol (suites/README.md, "Wire formats"): a message is one line without its 0x0A. Octets after the last
 * 0x0A are a last line once the stream has ended; CR is data. A line is octets, not text: it need not be UTF-8.
 * `encode` throws a RangeError for a line that holds a 0x0A.
 */
export const lines: Codec<Uint8Array> = {
  encode: (line) => {
    if (line.includes(LINE_END)) throw new RangeError('expected a line without 0x0A, which would end it');
    const octets = new Uint8Array(line.length + 1);
    octets.set(line);
    octets[line.length] = LINE_END;
    return octets;
  },
  decode: (octets, ended) => {
    const end = octets.indexOf(LINE_END);
    if (end !== -1) return { kind: 'message', message: octets.subarray(0, end), length: end + 1 };
    if (!ended) return { kind: 'incomplete' };
    if (octets.length > 0) return { kind: 'message', message: octets, length: octets.length };
    return { kind: 'malformed', reason: 'the stream ended before a line began', offset: 0 };
  },
};
