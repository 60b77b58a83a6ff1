import { closeSync, openSync, writeSync } from 'node:fs';
import { nanoseconds } from './clock.ts';
import type { Frame } from './frame.ts';

/** The frames of one case: a pcapng file (draft-ietf-opsawg-pcapng) that is written frame by frame, with one comment for the whole. */
export interface CaseCapture {
  readonly add: (frame: Frame) => void;
  /** Frames that were written, and those that were left out once the file had reached its limit. */
  readonly counts: () => { readonly written: number; readonly leftOut: number };
  readonly close: () => void;
}

/** Octets that one file may have: the frames of a large upload are all alike. */
const LIMIT = 32 * 1024 * 1024;

/** Octets that are collected before they are written. */
const CHUNK = 65_536;

const blocks = { section: 0x0a0d0d0a, interface: 1, enhanced: 6 } as const;
const options = { end: 0, comment: 1, resolution: 9 } as const;

/** Opens a file, writing over one that is there. Throws the system's error. */
export function openCaseCapture(file: string, comment: string): CaseCapture {
  const descriptor = openSync(file, 'w');
  const linkTypes: number[] = [];
  let pending: Uint8Array[] = [sectionHeader(comment)];
  let held = 0;
  let size = 0;
  let written = 0;
  let leftOut = 0;
  const flush = (): void => {
    writeSync(descriptor, Buffer.concat(pending));
    pending = [];
    held = 0;
  };
  const put = (block: Uint8Array): void => {
    pending.push(block);
    held += block.length;
    size += block.length;
    if (held >= CHUNK) flush();
  };
  return {
    add: (frame) => {
      if (size + (frame.end - frame.at) > LIMIT) {
        leftOut += 1;
        return;
      }
      if (!linkTypes.includes(frame.linkType)) {
        linkTypes.push(frame.linkType);
        put(interfaceDescription(frame.linkType));
      }
      put(enhancedPacket(frame, linkTypes.indexOf(frame.linkType)));
      written += 1;
    },
    counts: () => ({ written, leftOut }),
    close: () => {
      flush();
      closeSync(descriptor);
    },
  };
}

function sectionHeader(comment: string): Uint8Array {
  const fixed = Buffer.alloc(16);
  fixed.writeUInt32LE(0x1a2b3c4d, 0);
  fixed.writeUInt16LE(1, 4);
  // A section of unknown length.
  fixed.writeBigInt64LE(-1n, 8);
  return block(blocks.section, [fixed, option(options.comment, Buffer.from(comment)), option(options.end)]);
}

/** Times in nanoseconds. */
function interfaceDescription(linkType: number): Uint8Array {
  const fixed = Buffer.alloc(8);
  fixed.writeUInt16LE(linkType, 0);
  return block(blocks.interface, [fixed, option(options.resolution, Buffer.of(9)), option(options.end)]);
}

function enhancedPacket(frame: Frame, index: number): Uint8Array {
  const { octets, at, end, original, clock, timeHigh, timeLow } = frame;
  const time = clock === undefined ? 0n : nanoseconds(clock, timeHigh, timeLow);
  const fixed = Buffer.alloc(20);
  fixed.writeUInt32LE(index, 0);
  fixed.writeUInt32LE(Number((time >> 32n) & 0xffff_ffffn), 4);
  fixed.writeUInt32LE(Number(time & 0xffff_ffffn), 8);
  fixed.writeUInt32LE(end - at, 12);
  fixed.writeUInt32LE(original, 16);
  return block(blocks.enhanced, [fixed, padded(octets.subarray(at, end))]);
}

function block(type: number, parts: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  const whole = Buffer.alloc(body.length + 12);
  whole.writeUInt32LE(type, 0);
  whole.writeUInt32LE(whole.length, 4);
  whole.set(body, 8);
  whole.writeUInt32LE(whole.length, whole.length - 4);
  return whole;
}

function option(code: number, value: Uint8Array = new Uint8Array()): Uint8Array {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(code, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, padded(value)]);
}

/** Everything in a block ends on a boundary of 32 bits. */
function padded(octets: Uint8Array): Uint8Array {
  const whole = Buffer.alloc(Math.ceil(octets.length / 4) * 4);
  whole.set(octets);
  return whole;
}
