/**
 * The part of `twins.ts` that is done for every frame, in AssemblyScript: compiled ahead to WebAssembly it is fast from
 * the first frame on, and sums sixteen octets at a time. `npm run assembly` compiles it into `compiled.ts`.
 *
 * Addresses are those of the module's own memory. What lies behind a frame may be read with it, and does not matter.
 */

/** Frames that are remembered at a time. */
const PLACES: u32 = 64;

/**
 * Octets of a frame that are remembered, and that are looked at however short the frame is. The shortest frame that
 * Ethernet sends, padding included, is remembered whole.
 */
export const REMEMBERED: u32 = 64;

/** A place: the octets, which bits of them count, what else counts, and how many frames were like it. */
const MASK: u32 = REMEMBERED;
const KIND: u32 = 2 * REMEMBERED;
const LENGTH: u32 = KIND + 4;
const COUNT: u32 = LENGTH + 4;
const PLACE: u32 = COUNT + 8;

/** The kinds of what a place holds: nothing, a whole frame, or the headers of UDP's datagrams, else of TCP's segments. */
const NOTHING: u32 = 0;
const WHOLE: u32 = 1;
const UDP: u32 = 17;

/** Octets of Ethernet's header and of an IPv4 header without options, of UDP's, and of TCP's without options. */
const NETWORK: u32 = 14;
const TRANSPORT: u32 = 34;
const UDP_HEADER: u32 = 8;
const TCP_HEADER: u32 = 20;

/** Octets before a frame in a pcap file, and where among them its lengths are: captured, and on the wire. */
const RECORD: u32 = 16;
const CAPTURED: u32 = 8;
const ORIGINAL: u32 = 12;

const places = memory.data(<i32>(PLACES * PLACE), 16);

/** Sixteen octets that count, and sixteen that do not: from the nth octet on, the last n of sixteen do not. */
const counting = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0,
]);

/** Where the memory begins that nothing else is kept in. */
export const free: usize = __heap_base;

/** The place of a frame: found by the words that hold IPv4 addresses, or those of ARP. */
export function placeOf(frame: usize): u32 {
  const mixed = (load<u32>(frame, 28) ^ (<u32>load<u16>(frame, 32) * 31)) * 0x9e3779b1;
  return ((mixed >>> 16) ^ load<u8>(frame, 23) ^ load<u8>(frame, 5)) & (PLACES - 1);
}

/** Remembers a frame whole (`kind` 1), or its headers (`kind` is the protocol: UDP or TCP). */
export function remember(frame: usize, length: u32, kind: u32): void {
  const place = placeAt(placeOf(frame));
  memory.copy(place, frame, REMEMBERED);
  memory.fill(place + MASK, 0, REMEMBERED);
  if (kind === WHOLE) {
    memory.fill(place + MASK, 255, min(length, REMEMBERED));
  } else {
    memory.fill(place + MASK, 255, TRANSPORT);
    // Length and identification, and the header's checksum.
    store<u32>(place + 16, 0, MASK);
    store<u16>(place + 24, 0, MASK);
  }
  store<u32>(place, kind, KIND);
  store<u32>(place, length, LENGTH);
}

/** How many frames were like the one in a place since this was asked last. */
export function take(place: u32): f64 {
  const at = placeAt(place);
  const count = load<f64>(at, COUNT);
  store<f64>(at, 0, COUNT);
  return count;
}

/**
 * Recognises the frames of a pcap file's records, one after another. Returns where the first record begins whose frame is
 * not like a remembered one, or that is not there whole. `isBig`: whether the file is big-endian.
 */
export function skim(from: usize, end: usize, isBig: bool): usize {
  let at = from;
  skimmed = 0;
  while (at + RECORD <= end) {
    const captured = inFileOrder(load<u32>(at, CAPTURED), isBig);
    const original = inFileOrder(load<u32>(at, ORIGINAL), isBig);
    if (captured > end - at - RECORD || !recognise(at + RECORD, captured, original)) break;
    at += RECORD + captured;
    skimmed++;
  }
  return at;
}

/** How many frames the last `skim` recognised. */
export let skimmed: u32 = 0;

/** Whether a frame is like a remembered one, which is counted then. `original`: its octets on the wire. */
export function recognise(frame: usize, length: u32, original: u32): bool {
  const place = placeAt(placeOf(frame));
  const kind = load<u32>(place, KIND);
  if (kind === NOTHING || differs(frame, place)) return false;
  const isTwin =
    kind === WHOLE ? length === load<u32>(place, LENGTH) && length === original : hasRightSums(frame, length, kind);
  if (isTwin) store<f64>(place, load<f64>(place, COUNT) + 1, COUNT);
  return isTwin;
}

function placeAt(place: u32): usize {
  return places + place * PLACE;
}

function differs(frame: usize, place: usize): bool {
  let difference = sixteenDiffer(frame, place);
  difference = v128.or(difference, sixteenDiffer(frame + 16, place + 16));
  difference = v128.or(difference, sixteenDiffer(frame + 32, place + 32));
  difference = v128.or(difference, sixteenDiffer(frame + 48, place + 48));
  return v128.any_true(difference);
}

function sixteenDiffer(frame: usize, place: usize): v128 {
  return v128.and(v128.xor(v128.load(frame), v128.load(place)), v128.load(place, MASK));
}

/** Whether the IPv4 header and what it carries are captured whole, and have right checksums. */
function hasRightSums(frame: usize, length: u32, protocol: u32): bool {
  const datagram: u32 = inOrder(load<u16>(frame, NETWORK + 2));
  const shortest: u32 = TRANSPORT - NETWORK + (protocol === UDP ? UDP_HEADER : TCP_HEADER);
  if (datagram < shortest || NETWORK + datagram > length || !hasRightHeaderSum(frame)) return false;
  let carried = datagram - (TRANSPORT - NETWORK);
  if (protocol === UDP) {
    const said: u32 = inOrder(load<u16>(frame, TRANSPORT + 4));
    const isSummed = load<u16>(frame, TRANSPORT + 6) !== 0;
    if (said < UDP_HEADER || said > carried || !isSummed) return false;
    if (isTunnel(inOrder(load<u16>(frame, TRANSPORT + 2)))) return false;
    carried = said;
  }
  const pseudoHeader = (protocol << 8) + inOrder(<u16>carried);
  return isRight(total(sumOf(frame + TRANSPORT, carried, pairs(v128.load64_zero(frame, 26)))) + pseudoHeader);
}

/** The UDP ports of `../../transport.ts` that are tunnels': each of their frames is counted by name. */
function isTunnel(port: u32): bool {
  if (port < 1701 || port > 6635) return false;
  return (
    port === 1701 ||
    port === 2152 ||
    port === 3544 ||
    port === 4341 ||
    port === 4500 ||
    port === 4754 ||
    port === 4789 ||
    port === 4790 ||
    port === 6081 ||
    port === 6635
  );
}

function hasRightHeaderSum(frame: usize): bool {
  return isRight(total(i32x4.add(pairs(v128.load(frame, NETWORK)), pairs(v128.load32_zero(frame, NETWORK + 16)))));
}

/**
 * The ones' complement sum of RFC 1071 in four parts, on little-endian halves (§2 B). The 65,535 octets of the longest
 * datagram do not overflow them.
 */
function sumOf(from: usize, octets: u32, before: v128): v128 {
  let sum = before;
  let at = from;
  const end = from + octets;
  for (; at + 16 <= end; at += 16) sum = i32x4.add(sum, pairs(v128.load(at)));
  const rest = end - at;
  return i32x4.add(sum, pairs(v128.and(v128.load(at), v128.load(counting + 16 - rest))));
}

/** The eight halves of sixteen octets, each two added. */
function pairs(octets: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(octets);
}

function total(parts: v128): u32 {
  const halves = i32x4.add(parts, v128.shuffle<u32>(parts, parts, 2, 3, 0, 1));
  return i32x4.extract_lane(halves, 0) + i32x4.extract_lane(halves, 1);
}

/** Whether a sum over octets that hold their own checksum, and are not all 0, comes to 0xFFFF when it is folded. */
function isRight(sum: u32): bool {
  return sum % 0xffff === 0;
}

function inFileOrder(word: u32, isBig: bool): u32 {
  return isBig ? bswap<u32>(word) : word;
}

/** A number as it is on the wire. */
function inOrder(half: u16): u32 {
  return bswap<u16>(half);
}
