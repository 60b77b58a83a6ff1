import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import type { Compression } from '../contracts/inspection.ts';
import type { Damage } from './input.ts';

/** Unpacks a compressed capture. */
export interface Unpacker {
  /** Unpacks a piece. Resolves to false where nothing more is wanted. */
  readonly add: (piece: Uint8Array) => Promise<boolean>;
  /** The file has ended. */
  readonly end: () => Promise<void>;
  /** What is wrong with the compressed data; its offset counts in what was unpacked. */
  readonly damage: () => Damage | undefined;
}

/**
 * Opens an unpacker; undefined where this runtime has none. `take` is called with each piece that was unpacked, and returns
 * false where nothing more is wanted.
 */
export function openUnpacker(compression: Compression, take: (octets: Uint8Array) => boolean): Unpacker | undefined {
  const stream = transformOf(compression);
  if (stream === undefined) return undefined;
  let unpacked = 0;
  let isWanted = true;
  let failure: Error | undefined;
  let wake = (): void => undefined;
  stream.on('data', (octets: Uint8Array) => {
    unpacked += octets.length;
    isWanted &&= take(octets);
  });
  stream.on('error', (error) => {
    failure ??= error;
    wake();
  });
  /** Resolves when what was begun is done, or has failed. */
  const settled = (begin: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      begin(resolve);
    });
  const goesOn = (): boolean => isWanted && failure === undefined;
  const write = (octets: Uint8Array): Promise<void> => settled((done) => stream.write(octets, () => done()));
  /** The last octets so far: a wrong check sum, or a missing end, takes with it what is unpacked in the same go. */
  let held = Buffer.alloc(0);
  return {
    add: async (piece) => {
      const known = Buffer.concat([held, piece]);
      const rest = Math.max(0, known.length - CHECKS);
      held = known.subarray(rest);
      await write(known.subarray(0, rest));
      if (!goesOn()) stream.destroy();
      return goesOn();
    },
    end: async () => {
      if (goesOn()) await write(held);
      if (!goesOn()) return;
      await settled((done) => {
        stream.once('end', done);
        stream.end();
      });
    },
    damage: () =>
      failure === undefined
        ? undefined
        : { offset: unpacked, text: `expected ${compression} data up to its end, found: ${failure.message}` },
  };
}

/** Octets of the check sum and the length behind gzip data (RFC 1952 §2.3.1); zstd has four at most. */
const CHECKS = 8;

/** Node has zstd since 22.15 and 23.8. */
function transformOf(compression: Compression): Transform | undefined {
  return compression === 'gzip' ? zlib.createGunzip() : zlib.createZstdDecompress?.();
}
