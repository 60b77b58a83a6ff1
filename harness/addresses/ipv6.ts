/** The IPv6 address at `at`, in the form of RFC 5952: the longest run of zero groups, two or more, is left out. */
export function ipv6Text(view: DataView, at: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(at + 2 * index).toString(16)).join(':');
  const runs = groups.match(/(?<=^|:)0(:0)+(?=:|$)/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return groups;
  const begin = groups.search(new RegExp(`(?<=^|:)${longest}(?=:|$)`));
  return `${groups.slice(0, begin).replace(/:$/, '')}::${groups.slice(begin + longest.length).replace(/^:/, '')}`;
}
