import { type Frame, kinds } from '../frame.ts';
import { type Skimmer, WINDOW } from '../input.ts';
import { linkTypes } from '../link.ts';
import { compiled } from './compiled.ts';

/**
 * Frames that are like one before in all that rules look at. Traffic is a few senders and receivers over and over: most
 * frames differ from an earlier one in lengths and contents alone, and need neither be decoded nor be judged again.
 */
export interface Twins extends Skimmer {
  /** Whether the frame is like a remembered one. It is counted then. */
  readonly recognise: (frame: Frame) => boolean;
  /**
   * Remembers a frame of which nothing was told, and the slots in which what was said of it is counted. `byHeader`: all of it
   * depends on the header, but that the checksums are right.
   */
  readonly remember: (frame: Frame, slots: Int32Array, byHeader: boolean) => void;
  /** Counts what would have been said of the frames that were recognised since the last time. */
  readonly settle: () => void;
}

/** What is remembered of a frame: all of it where it is short; else its headers, by the number of its protocol. */
const WHOLE = 1;

/** Where the headers begin in an Ethernet frame whose IPv4 header has no options. */
const NETWORK = 14;
const TRANSPORT = 34;

/** Opens a memory that counts into `counts`. */
export function openTwins(counts: Float64Array): Twins {
  const assembly = openAssembly();
  if (assembly === undefined) return noTwins();
  const first = assembly.free.value;
  const window = Buffer.from(assembly.memory.buffer, first, WINDOW);
  const slotsOf = new Map<number, Int32Array>();

  const isComparable = ({ linkType, at, end, outgoing }: Frame): boolean =>
    linkType === linkTypes.ethernet && !outgoing && end - at <= WINDOW;

  /** Undefined if nothing of the frame is remembered. */
  const kindOf = (frame: Frame, byHeader: boolean): number | undefined => {
    if (byHeader && isPlain(frame)) return frame.protocol;
    const length = frame.end - frame.at;
    return length <= assembly.REMEMBERED.value && frame.original === length ? WHOLE : undefined;
  };

  const addressOf = ({ octets, at, end }: Frame): number => {
    if (octets === window) return first + at;
    window.set(octets.subarray(at, end));
    return first;
  };

  const settleAt = (place: number, slots: Int32Array): void => {
    const more = assembly.take(place);
    for (const slot of slots) counts[slot] = (counts[slot] ?? 0) + more;
  };

  return {
    window,
    skim: (frame, at, end, isBig) => {
      if (frame.linkType !== linkTypes.ethernet) return at;
      const next = assembly.skim(first + at, first + end, isBig) - first;
      frame.number += assembly.skimmed.value;
      return next;
    },
    recognise: (frame) =>
      isComparable(frame) && assembly.recognise(addressOf(frame), frame.end - frame.at, frame.original) !== 0,
    remember: (frame, slots, byHeader) => {
      const kind = isComparable(frame) ? kindOf(frame, byHeader) : undefined;
      if (kind === undefined) return;
      const address = addressOf(frame);
      const place = assembly.placeOf(address);
      settleAt(place, slotsOf.get(place) ?? new Int32Array());
      assembly.remember(address, frame.end - frame.at, kind);
      slotsOf.set(place, slots.slice());
    },
    settle: () => {
      for (const [place, slots] of slotsOf) settleAt(place, slots);
    },
  };
}

/** Whether it is UDP or TCP in an IPv4 header of 20 octets, whole, and no fragment: its headers are enough then. */
function isPlain({ view, at, kinds: seen, network, transport, fragment, networkEnd, end }: Frame): boolean {
  const isWhole = (fragment & 0x3fff) === 0 && networkEnd <= end && view.getUint16(at + 16) !== 0;
  const isSized = network === at + NETWORK && transport === at + TRANSPORT;
  return isWhole && isSized && (seen & (kinds.udp | kinds.tcp)) !== 0;
}

let loaded: WebAssemblyModule | undefined;

/** Undefined where WebAssembly is switched off, where its SIMD is missing, and where the address space is used up. */
function openAssembly(): TwinsAssembly | undefined {
  const { WebAssembly } = globalThis;
  if (WebAssembly === undefined) return undefined;
  try {
    loaded ??= new WebAssembly.Module(Buffer.from(compiled, 'base64'));
    const { exports } = new WebAssembly.Instance(loaded);
    const { memory, free, REMEMBERED } = exports;
    memory.grow(Math.ceil((free.value + WINDOW + REMEMBERED.value - memory.buffer.byteLength) / PAGE));
    return exports;
  } catch {
    return undefined;
  }
}

/** Octets by which the memory of WebAssembly grows. */
const PAGE = 65_536;

/** Every frame is decoded and judged. */
function noTwins(): Twins {
  return {
    window: Buffer.alloc(WINDOW),
    skim: (_, at) => at,
    recognise: () => false,
    remember: () => undefined,
    settle: () => undefined,
  };
}
