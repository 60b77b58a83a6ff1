import type { Dissection } from '../../harness/contracts/dissection.ts';
import type { Description } from '../../harness/contracts/wire.ts';
import { dissect } from '../../harness/protocols/wire/dissect.ts';
import { otherOrderMark } from '../../harness/protocols/wire/other-order.ts';

/** A message as the description makes it. */
interface Plain {
  readonly name: string;
  readonly octets: Uint8Array;
}

/** Octets that are told of what stood in a place before. */
const OCTETS = 8;

/** A message that the harness has said with other octets than the plain one: what differs is marked. */
export function changed(description: Description, plain: Plain, octets: Uint8Array): Dissection {
  const most = Math.min(plain.octets.length, octets.length);
  let from = 0;
  while (from < most && plain.octets[from] === octets[from]) from += 1;
  const isFront = from === octets.length;
  let same = 0;
  while (same < most - from && plain.octets.at(-1 - same) === octets.at(-1 - same)) same += 1;
  // Octets that are only taken away leave no place of their own: the one before is marked.
  const [begin, end] = [Math.max(0, Math.min(from, octets.length - 1)), Math.max(from + 1, octets.length - same)];
  const before = plain.octets.subarray(from, Math.max(from, plain.octets.length - same));
  const why = isFront ? 'nothing behind it was sent' : before.length === 0 ? 'added' : `in place of ${hexOf(before)}`;
  const isPlain = isFront && plain.octets.length === octets.length;
  const marked =
    isPlain || octets.length === 0 ? {} : { marked: { from: begin, to: Math.min(end, octets.length), why } };
  return dissect(description, { by: 'harness', name: plain.name, octets, ...marked });
}

/** What is marked of a message, in words. */
export function differenceOf({
  hex,
  marked: { from, to, why } = { from: 0, to: 0, why: 'as it is' },
}: Dissection): string {
  const which = to - from > 1 ? `octets ${from + 1} to ${to}` : `octet ${to}`;
  return `${which} (${hexOf(Buffer.from(hex, 'hex').subarray(from, to))}) ${why}`;
}

/** A message that the harness has said in two segments: the octets about the place where it is cut are marked. */
export function cutAfter(description: Description, { name, octets }: Plain, cut: number): Dissection {
  const marked = { from: cut - 1, to: Math.min(cut + 1, octets.length), why: `a segment ends after octet ${cut}` };
  return dissect(description, { by: 'harness', name, octets, marked });
}

/**
 * Octets of the IUT that are no message as described, from the one on that is wrong. Where they are one but for the order of the
 * octets in a number, that number is marked.
 */
export function malformed(
  description: Description,
  { name, octets }: Plain,
  { from, to = from + 1, why }: { readonly from: number; readonly to?: number; readonly why: string },
): Dissection {
  const last = Math.max(0, octets.length - 1);
  const wrong = { from: Math.min(from, last), to: Math.min(Math.max(to, 1), octets.length), why };
  const marked = otherOrderMark(description, name, octets) ?? wrong;
  return dissect(description, { by: 'iut', name, octets, marked });
}

function hexOf(octets: Uint8Array): string {
  const pairs = Array.from(octets.subarray(0, OCTETS), (octet) => octet.toString(16).padStart(2, '0')).join(' ');
  return octets.length > OCTETS ? `${pairs} …` : pairs;
}
