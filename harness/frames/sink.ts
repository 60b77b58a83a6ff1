import type { Compression } from '../contracts/inspection.ts';
import type { Unpacker } from './compressed.ts';
import type { Damage } from './input.ts';
import { feed, type RecordReader } from './records.ts';

/** Takes a capture piece by piece, and unpacks it if it is compressed. */
export interface Sink {
  /** Resolves to false where nothing more is wanted. */
  readonly add: (piece: Uint8Array) => Promise<boolean>;
  /** The capture has ended. */
  readonly end: () => Promise<void>;
  readonly damage: () => Damage | undefined;
  /** Undefined where it is not compressed, or where this runtime cannot unpack it. */
  readonly compression: () => Compression | undefined;
}

/** Octets that tell how a file is compressed. */
export const MAGIC = 4;

/** How a file that begins with these octets is compressed (RFC 1952 §2.3.1, RFC 8878 §3.1.1). */
export function compressionOf(front: Uint8Array): Compression | undefined {
  const hex = Buffer.from(front.subarray(0, MAGIC)).toString('hex');
  if (hex.startsWith('1f8b')) return 'gzip';
  return hex === '28b52ffd' ? 'zstd' : undefined;
}

export function openSink(reader: RecordReader): Sink {
  let front = Buffer.alloc(0);
  let isOpen = false;
  let compression: Compression | undefined;
  let unpacker: Unpacker | undefined;
  const take = (octets: Uint8Array): boolean => feed(reader, octets);

  /** Looks at the first octets, once there are enough of them. */
  const open = async (): Promise<void> => {
    isOpen = true;
    const found = compressionOf(front);
    if (found === undefined) return;
    const { openUnpacker } = await import('./compressed.ts');
    unpacker = openUnpacker(found, take);
    if (unpacker !== undefined) compression = found;
  };
  const pass = async (piece: Uint8Array): Promise<boolean> => unpacker?.add(piece) ?? take(piece);

  return {
    add: async (piece) => {
      if (isOpen) return pass(piece);
      front = Buffer.concat([front, piece]);
      if (front.length < MAGIC) return true;
      await open();
      return pass(front);
    },
    end: async () => {
      if (!isOpen) take(front);
      await unpacker?.end();
      if (unpacker?.damage() === undefined) reader.end();
    },
    damage: () => reader.damage() ?? unpacker?.damage(),
    compression: () => compression,
  };
}
