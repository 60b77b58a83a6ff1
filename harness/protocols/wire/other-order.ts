import type { Dissection } from '../../contracts/dissection.ts';
import type { Description, Field, Form, Span } from '../../contracts/wire.ts';
import { read } from './decode.ts';
import { binaryValue } from './numbers.ts';

/** Of a message of many messages each has numbers of its own: so many are turned. */
const MOST = 64;

/**
 * The first number that was sent in the other order of octets, and what it says: octets that are no message as described would be
 * exactly one, with one of the numbers that measure turned wherever it stands, or with all. Undefined where they would not be.
 */
export function otherOrderMark(description: Description, message: string, octets: Uint8Array): Dissection['marked'] {
  const turned = otherOrderIn(description, message, octets);
  if (turned === undefined) return undefined;
  const { path, from, to, says, otherwise } = turned;
  return {
    from,
    to,
    why: `${path} is ${says} in this order of octets; in the other one it is ${otherwise}, which fits`,
  };
}

interface OtherOrder {
  readonly path: string;
  /** Its octets: from the first to behind the last. */
  readonly from: number;
  readonly to: number;
  /** What it says in the order of the description, and in the other one. */
  readonly says: bigint;
  readonly otherwise: bigint;
}

function otherOrderIn(description: Description, message: string, octets: Uint8Array): OtherOrder | undefined {
  const { decoded, spans } = read(description, message, octets, true);
  if (decoded.kind === 'message') return undefined;
  const fields = new Set(spans.filter(isMeasure).map(({ field }) => field));
  const mistakes = [...[...fields].map((one) => (field: Field) => field === one), () => true];
  for (const isTurned of mistakes) {
    const found = turnedTo({ description, message, octets }, isTurned);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Wrong {
  readonly description: Description;
  readonly message: string;
  readonly octets: Uint8Array;
}

/** Turns number after number, from the front: what one says decides where the next one stands. */
function turnedTo(
  { description, message, octets }: Wrong,
  isTurned: (field: Field) => boolean,
): OtherOrder | undefined {
  const turned = Uint8Array.from(octets);
  const found: OtherOrder[] = [];
  while (found.length < MOST) {
    const { decoded, spans } = read(description, message, turned, true);
    if (decoded.kind === 'message')
      return decoded.length === octets.length ? found.find((one) => one.says !== one.otherwise) : undefined;
    const behind = found.at(-1)?.to ?? 0;
    const next = spans.filter(isMeasure).find(({ field, from }) => from >= behind && isTurned(field));
    if (next === undefined) return undefined;
    const { path, from, to, value, field } = next;
    const own = turned.subarray(from, to).reverse();
    found.push({ ...{ path, from, to, says: value }, otherwise: binaryValue(own, field.form.isLittleEndian) });
  }
  return undefined;
}

type Binary = Extract<Form, { readonly kind: 'number' }>;
type Measure = Span & { readonly field: Field & { readonly form: Binary }; readonly value: bigint };

function isMeasure(span: Span): span is Measure {
  const { field, value } = span;
  const form = field?.form;
  return field?.measures !== undefined && form?.kind === 'number' && form.width > 1 && typeof value === 'bigint';
}
