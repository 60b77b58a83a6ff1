import { ipv4Text } from './ipv4.ts';

/** An address and a port of a segment, as a URL writes them. `at` is where the address begins. */
export function endpointText(view: DataView, at: number, isIpv6: boolean, port: number): string {
  return isIpv6 ? `[${ipv6Text(view, at)}]:${port}` : `${ipv4Text(view.getInt32(at))}:${port}`;
}

/** An IPv6 address in the form of RFC 5952: the longest run of zero groups, two or more, is left out. */
export function ipv6Text(view: DataView, at: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(at + 2 * index).toString(16)).join(':');
  const runs = groups.match(/(?<=^|:)0(:0)+(?=:|$)/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return groups;
  const begin = groups.search(new RegExp(`(?<=^|:)${longest}(?=:|$)`));
  return `${groups.slice(0, begin).replace(/:$/, '')}::${groups.slice(begin + longest.length).replace(/^:/, '')}`;
}
