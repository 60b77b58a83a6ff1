import type { Codec, Decoded } from '../contracts/codec.ts';
import { firstInvalidUtf8 } from '../text/utf8.ts';

/** The longest name, in characters (Unicode code points). */
export const NAME_LIMIT = 32;

/** The longest name in octets: 32 characters of four octets each. */
export const NAME_OCTETS_LIMIT = 4 * NAME_LIMIT;

/** One more than the largest size that four octets can announce: 4 GiB. */
export const SIZE_LIMIT = 2 ** 32;

/** The octet 0x0A that ends the name and the size. */
export const SEPARATOR = 0x0a;

/**
 * What stands before the contents (suites/README.md, "Wire formats"): `name` 0x0A `size` 0x0A, size four octets, big
 * endian.
 */
export interface UploadHeader {
  readonly name: string;
  /** Number of octets in the contents, 0 to 2^32 - 1. */
  readonly size: number;
}

/** The header of an upload. The contents follow it, `size` octets of them. */
export const uploadHeader: Codec<UploadHeader> = {
  encode: encodeHeader,
  decode: decodeHeader,
};

/** The header's octets from parts that need not be right: what a test or a faulty peer sends. */
export function headerOctets(name: Uint8Array, size: Uint8Array, separator: number = SEPARATOR): Uint8Array {
  return Uint8Array.from([...name, SEPARATOR, ...size, separator]);
}

/** Four octets, unsigned, big endian. Throws a RangeError for what does not fit. */
export function bigEndian32(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value >= SIZE_LIMIT) {
    throw new RangeError(`expected an integer from 0 to ${SIZE_LIMIT - 1}, found ${value}`);
  }
  const octets = new Uint8Array(4);
  new DataView(octets.buffer).setUint32(0, value, false);
  return octets;
}

/** Why a name cannot be sent, or undefined for one that can. Names count code points, not UTF-16 units. */
export function nameProblem(name: string): string | undefined {
  const characters = [...name].length;
  if (characters === 0) return 'the name is empty';
  if (characters > NAME_LIMIT) return `the name has ${characters} characters, at most ${NAME_LIMIT} are allowed`;
  if (name.includes('\n')) return 'the name holds the octet 0x0A, which would end it';
  return undefined;
}

function encodeHeader({ name, size }: UploadHeader): Uint8Array {
  const problem = nameProblem(name);
  if (problem !== undefined) throw new RangeError(problem);
  return headerOctets(new TextEncoder().encode(name), bigEndian32(size));
}

function decodeHeader(octets: Uint8Array, ended: boolean): Decoded<UploadHeader> {
  const nameEnd = octets.subarray(0, NAME_OCTETS_LIMIT + 1).indexOf(SEPARATOR);
  if (nameEnd === -1) {
    if (octets.length > NAME_OCTETS_LIMIT)
      return malformed(`no 0x0A within ${NAME_OCTETS_LIMIT} octets`, NAME_OCTETS_LIMIT);
    return ended ? malformed('the stream ended within the name', octets.length) : { kind: 'incomplete' };
  }
  const nameOctets = octets.subarray(0, nameEnd);
  const invalid = firstInvalidUtf8(nameOctets);
  if (invalid !== undefined) return malformed('the name is not UTF-8', invalid);
  const name = new TextDecoder('utf-8', { ignoreBOM: true }).decode(nameOctets);
  const problem = nameProblem(name);
  if (problem !== undefined) return malformed(problem, nameEnd);

  const length = nameEnd + 6;
  if (octets.length < length) {
    return ended ? malformed('the stream ended within the size', octets.length) : { kind: 'incomplete' };
  }
  if (octets[length - 1] !== SEPARATOR) return malformed('expected 0x0A after the size', length - 1);
  const size = new DataView(octets.buffer, octets.byteOffset + nameEnd + 1, 4).getUint32(0, false);
  return { kind: 'message', message: { name, size }, length };
}

function malformed(reason: string, offset: number): Decoded<UploadHeader> {
  return { kind: 'malformed', reason, offset };
}
