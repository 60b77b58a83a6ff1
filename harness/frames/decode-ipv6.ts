import { type Frame, kinds, protocols } from './frame.ts';
import { shortName } from './names.ts';
import { headerOctetsOf, kindOf, tunnelIn } from './transport.ts';

const IPV6_HEADER = 40;

/** Next headers (IANA, "IPv6 Extension Header Types") that are followed. */
const headers = { hopByHop: 0, routing: 43, fragment: 44, authentication: 51, none: 59, options: 60 } as const;

/** More extension headers than anybody sends; behind them nothing is looked at. */
const MOST_HEADERS = 16;

/** RFC 8200 §3 and §4. */
export function decodeIpv6(frame: Frame): void {
  const { view, network, end } = frame;
  if (network + IPV6_HEADER > end) {
    frame.unlooked = shortName(frame, 'IPv6');
    return;
  }
  if (view.getUint8(network) >> 4 !== 6) {
    frame.unlooked = 'IPv6 with a malformed header';
    return;
  }
  const payload = view.getUint16(network + 4);
  const next = view.getUint8(network + 6);
  frame.kinds |= view.getUint8(network + 24) === 0xff ? kinds.ipv6 | kinds.ipv6Group : kinds.ipv6;
  // 0: longer than the field can say (RFC 2675), or a segment that the hardware is to cut up.
  const isLarge = payload === 0 && next !== headers.none;
  frame.networkEnd = isLarge ? frame.at + frame.original : network + IPV6_HEADER + payload;
  frame.fragment = 0;
  frame.ttl = view.getUint8(network + 7);
  frame.protocol = next;
  frame.finalAt = network + 24;
  const transport = behindHeaders(frame);
  const isCarried = (frame.protocol === protocols.tcp || frame.protocol === protocols.udp) && transport !== -1;
  if (isCarried && Math.min(frame.networkEnd, end) - transport >= headerOctetsOf(frame.protocol)) {
    frame.kinds |= kindOf(frame.protocol);
    frame.transport = transport;
  }
  frame.kinds |= tunnelIn(frame);
}

/** Follows the extension headers to what the datagram carries; -1 in a later fragment, and where they cannot be followed. */
function behindHeaders(frame: Frame): number {
  const { view } = frame;
  const end = Math.min(frame.networkEnd, frame.end);
  let at = frame.network + IPV6_HEADER;
  for (let count = 0; isFollowed(frame.protocol); count++) {
    if (count === MOST_HEADERS || at + 8 > end) return notFollowed(frame, 'IPv6 extension headers');
    const octets = octetsOf(frame.protocol, view.getUint8(at + 1));
    if (frame.protocol === headers.fragment) {
      const fragment = view.getUint16(at + 2);
      frame.fragment = ((fragment & 1) << 13) | (fragment >> 3);
    }
    if (frame.protocol === headers.routing && !followRoute(frame, at, Math.min(at + octets, end))) {
      return notFollowed(frame, 'IPv6 source routes of other types');
    }
    frame.protocol = view.getUint8(at);
    at += octets;
    if ((frame.fragment & 0x1fff) !== 0) return -1;
  }
  return at;
}

/** What is behind is not looked into, as if a tunnel carried it. */
function notFollowed(frame: Frame, name: string): number {
  frame.kinds |= kinds.tunnel;
  frame.unlooked = name;
  return -1;
}

function isFollowed(next: number): boolean {
  return (
    next === headers.hopByHop ||
    next === headers.routing ||
    next === headers.fragment ||
    next === headers.authentication ||
    next === headers.options
  );
}

function octetsOf(header: number, length: number): number {
  if (header === headers.fragment) return 8;
  return header === headers.authentication ? (length + 2) * 4 : (length + 1) * 8;
}

/** Types of routing headers: source route (RFC 5095), mobile IPv6 (RFC 6275 §6.4), segment routing (RFC 8754). */
const routes = { source: 0, mobile: 2, segments: 4 } as const;

const ADDRESS = 16;

/** Finds the final destination of a route that is not used up, which checksums cover (RFC 8200 §8.1). False: not known. */
function followRoute(frame: Frame, at: number, end: number): boolean {
  const { view } = frame;
  if (view.getUint8(at + 3) === 0) return true;
  const type = view.getUint8(at + 2);
  const last =
    type === routes.source ? end - ADDRESS : type === routes.mobile || type === routes.segments ? at + 8 : -1;
  if (last < at + 8 || last + ADDRESS > end) return false;
  frame.finalAt = last;
  return true;
}
