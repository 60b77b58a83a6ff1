import { halvesSum, isRightSum, sumOfEight, sumOfTwenty, swapped } from './checksum.ts';
import { TCP_HEADER, UDP_HEADER } from './decode.ts';
import { type Frame, kinds, protocols } from './frame.ts';
import { linkTypes } from './link.ts';

/**
 * Frames that are like one before in all that rules look at. Traffic is a few senders and receivers over and over: most
 * frames differ from an earlier one in lengths and contents alone, and need neither be decoded nor be judged again.
 */
export interface Twins {
  /** Whether the frame is like a remembered one. It is counted then. */
  readonly recognise: (frame: Frame) => boolean;
  /**
   * Remembers a frame that breaks nothing, and the slots in which what was said of it is counted. `byHeader`: all of it
   * depends on the header, but that the checksums are right.
   */
  readonly remember: (frame: Frame, slots: Int32Array, byHeader: boolean) => void;
  /** Counts what would have been said of the frames that were recognised since the last time. */
  readonly settle: () => void;
}

/** Frames that are remembered at a time. */
const PLACES = 64;

/** Octets of a frame that is remembered whole; the shortest that Ethernet sends, padding included. */
const WHOLE = 64;
const WORDS = WHOLE / 4;

/** What is remembered in a place: nothing, the headers of a datagram or segment with right checksums, or a whole frame. */
const forms = { nothing: 0, udp: 1, tcp: 2, whole: 3 } as const;

/** In an Ethernet frame with IPv4: an address's second half and the first of the next are one word. */
const NETWORK = 14;
const TRANSPORT = 34;
const SHORTEST = TRANSPORT + UDP_HEADER;

/** Opens a memory that counts into `counts`. */
export function openTwins(counts: Float64Array): Twins {
  const form = new Uint8Array(PLACES);
  const words = new Int32Array(PLACES * WORDS);
  const lengths = new Int32Array(PLACES);
  const again = new Float64Array(PLACES);
  const slotsOf = Array.from({ length: PLACES }, () => new Int32Array());

  const recognise = (frame: Frame): boolean => {
    const { view, at, end } = frame;
    if (frame.linkType !== linkTypes.ethernet || end - at < SHORTEST || frame.outgoing) return false;
    const place = placeOf(view, at);
    const remembered = form[place];
    if (remembered === forms.nothing) return false;
    const base = place * WORDS;
    const isTwin =
      remembered === forms.whole
        ? end - at === lengths[place] && frame.original === end - at && isSame(view, at, end, base)
        : isSameHeader(view, at, base) && hasRightSums(view, at, end, remembered === forms.udp);
    if (isTwin) again[place] = (again[place] ?? 0) + 1;
    return isTwin;
  };

  const isSameHeader = (view: DataView, at: number, base: number): boolean =>
    words[base] === view.getInt32(at, true) &&
    words[base + 1] === view.getInt32(at + 4, true) &&
    words[base + 2] === view.getInt32(at + 8, true) &&
    words[base + 3] === view.getInt32(at + 12, true) &&
    // Between them: length and identification.
    words[base + 5] === view.getInt32(at + 20, true) &&
    ((words[base + 6] ?? 0) ^ view.getInt32(at + 24, true)) >>> 16 === 0 &&
    words[base + 7] === view.getInt32(at + 28, true) &&
    (((words[base + 8] ?? 0) ^ view.getInt32(at + 32, true)) & 0xffff) === 0;

  const isSame = (view: DataView, at: number, end: number, base: number): boolean => {
    let word = base;
    let from = at;
    for (; from + 4 <= end; from += 4) if (words[word++] !== view.getInt32(from, true)) return false;
    const rest = words[word] ?? 0;
    for (let shift = 0; from < end; from++, shift += 8) {
      if (((rest >>> shift) & 255) !== view.getUint8(from)) return false;
    }
    return true;
  };

  const settleAt = (place: number): void => {
    const more = again[place] ?? 0;
    if (more === 0) return;
    for (const slot of slotsOf[place] ?? []) counts[slot] = (counts[slot] ?? 0) + more;
    again[place] = 0;
  };

  const remember = (frame: Frame, slots: Int32Array, byHeader: boolean): void => {
    const { view, at, end } = frame;
    if (frame.linkType !== linkTypes.ethernet || end - at < SHORTEST || frame.outgoing) return;
    const how = byHeader ? headerForm(frame) : forms.nothing;
    const isWhole = how === forms.nothing && end - at <= WHOLE && frame.original === end - at;
    if (how === forms.nothing && !isWhole) return;
    const place = placeOf(view, at);
    settleAt(place);
    form[place] = isWhole ? forms.whole : how;
    lengths[place] = end - at;
    slotsOf[place] = slots.slice();
    const octets = Math.min(end - at, WHOLE);
    for (let octet = 0, word = 0; octet < octets; octet++) {
      word |= view.getUint8(at + octet) << (8 * (octet & 3));
      words[place * WORDS + (octet >> 2)] = word;
      if ((octet & 3) === 3) word = 0;
    }
  };

  const settle = (): void => {
    for (let place = 0; place < PLACES; place++) settleAt(place);
  };

  return { recognise, remember, settle };
}

/** Where a frame is looked for: by the words that hold IPv4 addresses, or those of ARP. */
function placeOf(view: DataView, at: number): number {
  const mixed = Math.imul(view.getInt32(at + 28, true) ^ Math.imul(view.getUint16(at + 32), 31), 0x9e3779b1);
  return ((mixed >>> 16) ^ view.getUint8(at + 23) ^ view.getUint8(at + 5)) & (PLACES - 1);
}

/** What of a frame is remembered where its header is enough: of those with an IPv4 header of 20 octets, and no fragments. */
function headerForm({ view, at, kinds: seen, network, transport, fragment, networkEnd, end }: Frame): number {
  const isPlain =
    network === at + NETWORK && transport === at + TRANSPORT && (fragment & 0x3fff) === 0 && networkEnd <= end;
  if (!isPlain || view.getUint16(at + 16) === 0) return forms.nothing;
  if ((seen & kinds.udp) !== 0) return forms.udp;
  return (seen & kinds.tcp) !== 0 ? forms.tcp : forms.nothing;
}

/** Whether the IPv4 header and what it carries are captured whole, and have right checksums. */
function hasRightSums(view: DataView, at: number, end: number, isUdp: boolean): boolean {
  const transport = at + TRANSPORT;
  const networkEnd = at + NETWORK + view.getUint16(at + 16);
  if (networkEnd > end || !isRightSum(sumOfTwenty(view, at + NETWORK))) return false;
  let length = networkEnd - transport;
  if (isUdp) {
    const said = view.getUint16(transport + 4);
    if (said < UDP_HEADER || said > length || view.getUint16(transport + 6) === 0) return false;
    length = said;
  } else if (length < TCP_HEADER) return false;
  const before = sumOfEight(view, at + 26) + ((isUdp ? protocols.udp : protocols.tcp) << 8) + swapped(length & 0xffff);
  return isRightSum(halvesSum(view, transport, transport + length) + before);
}
