import type { Codec, Decoded } from '../contracts/codec.ts';
import { bigEndian32 } from './upload.ts';

/** Octets before the data: version and size, four each. */
export const RECORD_HEADER_OCTETS = 8;

/** One record; its size is the number of octets of its data, 0 to 2^32 - 1. */
export interface RecordMessage {
  /** Any unsigned number of four octets. */
  readonly version: number;
  readonly data: Uint8Array;
}

/** What stands before the data. */
export interface RecordHeader {
  readonly version: number;
  readonly size: number;
}

/**
 * The record protocol (suites/README.md, "Wire formats"): `version` and `size`, four octets each, big endian, then the
 * data.
 */
export const record: Codec<RecordMessage> = {
  encode: ({ version, data }) => recordOctets(bigEndian32(version), bigEndian32(data.length), data),
  decode: decodeRecord,
};

/** A record's octets from parts that need not be right: what a test or a faulty peer sends. */
export function recordOctets(version: Uint8Array, size: Uint8Array, data: Uint8Array): Uint8Array {
  const octets = new Uint8Array(version.length + size.length + data.length);
  octets.set(version, 0);
  octets.set(size, version.length);
  octets.set(data, version.length + size.length);
  return octets;
}

/** The header that the octets begin with; undefined while it is not whole. */
export function recordHeader(octets: Uint8Array): RecordHeader | undefined {
  if (octets.length < RECORD_HEADER_OCTETS) return undefined;
  const fields = new DataView(octets.buffer, octets.byteOffset, RECORD_HEADER_OCTETS);
  return { version: fields.getUint32(0, false), size: fields.getUint32(4, false) };
}

function decodeRecord(octets: Uint8Array, ended: boolean): Decoded<RecordMessage> {
  const header = recordHeader(octets);
  if (header === undefined) return unfinished('the stream ended within the header', octets, ended);
  const length = RECORD_HEADER_OCTETS + header.size;
  if (octets.length < length) {
    const came = octets.length - RECORD_HEADER_OCTETS;
    return unfinished(`the stream ended after ${came} of ${header.size} octets of data`, octets, ended);
  }
  const data = octets.subarray(RECORD_HEADER_OCTETS, length);
  return { kind: 'message', message: { version: header.version, data }, length };
}

function unfinished(reason: string, octets: Uint8Array, ended: boolean): Decoded<RecordMessage> {
  return ended ? { kind: 'malformed', reason, offset: octets.length } : { kind: 'incomplete' };
}
