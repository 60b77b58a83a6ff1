import { FRONT, foreignFormat } from './foreign.ts';
import { emptyFrame, type Frame } from './frame.ts';
import { type Damage, damageAt, emptyInput, type Input, type Skimmer, type Walker, WINDOW } from './input.ts';
import { isPcap, openPcap, PCAP_HEADER } from './pcap.ts';
import { isPcapng, openPcapng } from './pcapng.ts';

export type { Damage } from './input.ts';

/** Reads captures of any size in one window of memory: whoever has octets puts them into `room` and says how many. */
export interface RecordReader {
  /** Where the next octets of the capture go; never empty. Its contents may be written over once they are taken. */
  readonly room: () => Uint8Array;
  /** Takes so many octets from the room, and hands on each frame that is whole. False: nothing more is wanted. */
  readonly take: (octets: number) => boolean;
  /** The capture has ended: whatever is left over is damage. */
  readonly end: () => void;
  readonly damage: () => Damage | undefined;
  /** Undefined until the first octets have told. */
  readonly format: () => Walker['format'] | undefined;
}

/** Reading in chunks of this size keeps them in the processor's cache. */
const CHUNK = 524_288;

/**
 * Opens a reader; `visit` is called for every frame that a skimmer did not look at, and must not keep the frame.
 */
export function openRecords(visit: (frame: Frame) => void, skimmer?: Skimmer): RecordReader {
  const input = emptyInput(skimmer?.window ?? Buffer.alloc(WINDOW));
  const frame = emptyFrame(input.octets);
  let walker: Walker | undefined;
  let damage: Damage | undefined;

  return {
    room: () => {
      moveUp(input);
      return input.octets.subarray(input.filled, input.filled + CHUNK);
    },
    take: (octets) => {
      if (damage !== undefined) return false;
      input.filled += octets;
      passOver(input);
      if (walker === undefined) {
        const opened = openFormat(input, skimmer);
        if (opened === undefined) return true;
        if ('text' in opened) damage = opened;
        else walker = opened;
      }
      damage ??= walker?.walk(input, frame, visit);
      return damage === undefined;
    },
    end: () => {
      if (damage !== undefined) return;
      if (walker === undefined) damage = damageAt(input, 0, notOpened(input));
      else if (input.skip > 0) damage = damageAt(input, input.at, `expected ${input.skip} more octets of a block`);
      else if (input.at < input.filled) damage = damageAt(input, input.at, walker.cutOff(input));
    },
    damage: () => damage,
    format: () => walker?.format,
  };
}

/** Puts octets from elsewhere into a reader, as a live capture does. False: nothing more is wanted. */
export function feed(reader: RecordReader, octets: Uint8Array): boolean {
  for (let at = 0; at < octets.length; ) {
    const room = reader.room();
    const part = octets.subarray(at, at + room.length);
    room.set(part);
    if (!reader.take(part.length)) return false;
    at += part.length;
  }
  return true;
}

/** Makes room behind what has not been looked at, which moves to the front. */
function moveUp(input: Input): void {
  if (input.at === 0) return;
  input.octets.copyWithin(0, input.at, input.filled);
  input.offset += input.at;
  input.filled -= input.at;
  input.at = 0;
}

function passOver(input: Input): void {
  if (input.skip === 0) return;
  const there = Math.min(input.skip, input.filled - input.at);
  input.at += there;
  input.skip -= there;
}

/** Undefined as long as there are too few octets to tell. */
function openFormat(input: Input, skimmer: Skimmer | undefined): Walker | Damage | undefined {
  if (input.filled < 4) return undefined;
  if (isPcapng(input.view)) return openPcapng();
  if (isPcap(input.view)) return input.filled < PCAP_HEADER ? undefined : openPcap(input, skimmer);
  return input.filled < FRONT ? undefined : damageAt(input, 0, notACapture(input));
}

/** What a file is that ended before it could be opened. */
function notOpened(input: Input): string {
  if (input.filled === 0) return `expected ${EXPECTED}, found an empty one`;
  if (input.filled < 4 || isPcap(input.view)) {
    return `expected the header of ${EXPECTED}, found ${input.filled} octets`;
  }
  return notACapture(input);
}

const EXPECTED = 'a pcap or pcapng file';

function notACapture({ octets, filled }: Input): string {
  const found = foreignFormat(octets.subarray(0, Math.min(FRONT, filled)));
  if (found !== undefined) return `expected ${EXPECTED}, found ${found.what}: ${found.convert} makes one of it`;
  return `expected ${EXPECTED}, found one that begins with ${Buffer.from(octets.subarray(0, 4)).toString('hex')}`;
}
