import type { Codec } from '../contracts/codec.ts';
import type { UploadHeader } from '../protocols/upload.ts';
import { Refusal } from './refusal.ts';
import type { Read } from './socket.ts';

/** Decodes an upload header from the octets that came so far. */
export type DecodeHeader = Codec<UploadHeader>['decode'];

/** A header, and the octets of the contents that came in the same read. */
export interface ReceivedHeader {
  readonly header: UploadHeader;
  readonly rest: Uint8Array;
}

/** Contents on their way from a connection to a file. */
export interface Contents {
  readonly read: Read;
  /** Octets that came with the header. */
  readonly rest: Uint8Array;
  /** How many octets were announced. */
  readonly size: number;
  readonly write: (octets: Uint8Array) => Promise<void>;
}

/** What came of contents. */
export interface ReceivedContents {
  /** Octets written, at most as many as announced. */
  readonly octets: number;
  /** True where more came than was announced. */
  readonly surplus: boolean;
}

/** Reads until the header is whole, however it is cut. Throws a Refusal as soon as no further octet can make it one. */
export async function readHeader(read: Read, decode: DecodeHeader): Promise<ReceivedHeader> {
  let octets: Uint8Array = new Uint8Array();
  for (;;) {
    const more = await read();
    if (more !== undefined) octets = Buffer.concat([octets, more]);
    const decoded = decode(octets, more === undefined);
    if (decoded.kind === 'message') return { header: decoded.message, rest: octets.subarray(decoded.length) };
    if (more === undefined) throw new Refusal('early close', `the client ended after ${octets.length} octets`);
    if (decoded.kind === 'malformed') throw new Refusal('refused upload', decoded.reason);
  }
}

/** Writes the announced octets as they come, each piece before the next is read; settles at the client's end, or at the first octet too many. */
export async function readContents({ read, rest, size, write }: Contents): Promise<ReceivedContents> {
  let octets = 0;
  for (let piece: Uint8Array | undefined = rest; piece !== undefined; piece = await read()) {
    const wanted = piece.subarray(0, size - octets);
    if (wanted.length > 0) await write(wanted);
    octets += wanted.length;
    if (wanted.length < piece.length) return { octets, surplus: true };
  }
  return { octets, surplus: false };
}

/** Throws a Refusal unless exactly the announced octets came. */
export function demandExactly(received: ReceivedContents, size: number): void {
  if (received.surplus) throw new Refusal('refused upload', `more came than the ${size} octets announced`);
  if (received.octets < size) {
    throw new Refusal('early close', `the client ended after ${received.octets} of ${size} octets of contents`);
  }
}
