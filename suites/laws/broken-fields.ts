import type { Span } from '../../harness/contracts/wire.ts';
import type { Spoken } from './script.ts';

/** A plain message, and where its fields are. */
export type Plain = Pick<Spoken, 'octets' | 'spans'>;

/** A message whose first text is not UTF-8; as it is where it has none. */
export function notText(plain: Plain): Uint8Array {
  return withFirstOf(plain, ({ field }) => field?.form.kind === 'text', 0xff);
}

/** A message whose first length, or count, is another; as it is where it has none. */
export function otherLength(plain: Plain): Uint8Array {
  return withFirstOf(plain, ({ field }) => field?.measures !== undefined, 0xfe);
}

/** A message with another last octet in the first of such fields that has one. */
function withFirstOf({ octets, spans }: Plain, isSuch: (span: Span) => boolean, octet: number): Uint8Array {
  const place = spans.find((span) => isSuch(span) && span.to - span.terminator > span.from);
  if (place === undefined) return octets;
  return octets.with(place.to - place.terminator - 1, octet);
}
