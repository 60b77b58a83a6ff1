import { quoted } from '../words.ts';

/** What `sourceFact` says where each datagram is shown with the address that it came from. */
export const withSources = 'each datagram shown with its own source';

/** A datagram that is shown, and where it came from. */
export interface Sent {
  readonly text: string;
  readonly address: string;
  readonly port: number;
}

/** The part of the output that tells of one datagram, without the datagram itself. */
type Section = (printed: string, items: readonly Sent[], index: number) => string;

/** Programs tell of the source on the line of a datagram, or on lines of its own before or after that. */
const sections: readonly Section[] = [
  (printed, items, index) =>
    between(printed, items, lineStart(printed, items[index]), index, lineEnd(printed, items[index])),
  (printed, items, index) =>
    between(printed, items, lineEnd(printed, items[index - 1]), index, lineEnd(printed, items[index])),
  (printed, items, index) =>
    between(
      printed,
      items,
      lineStart(printed, items[index]),
      index,
      lineStart(printed, items[index + 1], printed.length),
    ),
];

/**
 * Whether each of the datagrams, all of which are shown, is shown with its own address; where a port stands with that, with
 * its own port: `withSources`, or words for the first that is not.
 */
export function sourceFact(printed: string, items: readonly Sent[]): string {
  const told = sections.map((section) =>
    items.flatMap((item, index) => flawOf(section(printed, items, index), item) ?? []),
  );
  const [best = []] = told.toSorted((a, b) => a.length - b.length);
  return best[0] ?? withSources;
}

function flawOf(section: string, { text, address, port }: Sent): string | undefined {
  const name = quoted(text, 40);
  const own = address.replaceAll('.', '\\.');
  if (!new RegExp(`(?<![\\d.])${own}(?!\\d|\\.\\d)`).test(section))
    return `${name} shown without its source ${address}: ${quoted(section.trim(), 120)}`;
  // A number is a port where it is joined to the address as ports are; others may count datagrams or tell the time.
  const joined = new RegExp(`(?<![\\d.])${own}(?::|["'], ?|["']?,? port:? )(-?\\d{1,5})(?!\\d|[.:]\\d)`, 'g');
  const ports = [...section.matchAll(joined)].map(([, number]) => Number(number));
  const isSwapped = hasNumber(section, swapped(port)) && !hasNumber(section, port);
  if ((ports.length === 0 || ports.includes(port)) && !isSwapped) return undefined;
  return `${name} from port ${port} shown with port ${ports[0] ?? swapped(port)}`;
}

function hasNumber(text: string, number: number): boolean {
  return new RegExp(`(?<!\\d)${number}(?!\\d)`).test(text);
}

/** A port whose octets were not brought into the order of this machine. */
function swapped(port: number): number {
  return ((port & 0xff) << 8) | (port >> 8);
}

function between(printed: string, items: readonly Sent[], from: number, index: number, to: number): string {
  return printed.slice(from, to).replace(items[index]?.text ?? '', '');
}

function lineStart(printed: string, item: Sent | undefined, otherwise = 0): number {
  if (item === undefined) return otherwise;
  const at = printed.indexOf(item.text);
  return at <= 0 ? 0 : printed.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(printed: string, item: Sent | undefined): number {
  if (item === undefined) return 0;
  const end = printed.indexOf('\n', printed.indexOf(item.text) + item.text.length);
  return end === -1 ? printed.length : end;
}
