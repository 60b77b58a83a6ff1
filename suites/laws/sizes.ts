import type { Description, Field, Span, WireMessage } from '../../harness/contracts/wire.ts';
import { measuredBy } from '../../harness/protocols/wire/layout.ts';
import { isNumber, largest } from '../../harness/protocols/wire/numbers.ts';
import { fieldsOf } from '../../harness/protocols/wire/sample-messages.ts';
import { FILL } from './letters.ts';
import { fillField } from './places.ts';
import { firstOfEach, type Script } from './script.ts';

/** A message whose size the harness chooses, by its `{fill}`. */
export interface Sized {
  readonly message: string;
  /** What has that size: the field that says it, or the field itself. */
  readonly field: string;
  /** Octets that are there without a letter of `{fill}`. */
  readonly least: number;
  /** The limit that the description declares; undefined for none. */
  readonly limit: number | undefined;
  /** The most that can be said at all. */
  readonly most: number;
  /** Whether a number says it, so that the octets may be any. */
  readonly isMeasured: boolean;
  /** The most that is promised where no limit is declared. */
  readonly promised: number;
}

/** A message, and where its fields are. */
export interface Spanned {
  readonly name: string;
  readonly message: WireMessage;
  readonly spans: readonly Span[];
}

/** The messages of the client whose size can be chosen. */
export function sizedMessages(description: Description, script: Script): readonly Sized[] {
  return sizedAmong(description, firstOfEach(script));
}

/** Those of the first samples of some messages whose size can be chosen. Their `{fill}` stands as `FILL`. */
export function sizedAmong(description: Description, messages: readonly Spanned[]): readonly Sized[] {
  return messages.flatMap(({ name, message, spans }) => {
    const sample = description.plain.get(name)?.[0];
    const shape = description.messages.get(name);
    const fields = shape === undefined ? [] : fieldsOf(shape, message.case);
    const field = fields.find((one) => one.name === fillField(sample));
    const span = spans.find(({ path }) => path === field?.name);
    if (field === undefined || span === undefined || timesFilled(sample?.values.get(field.name)) !== 1) return [];
    const own = span.to - span.from - span.terminator;
    const measures = fields.flatMap((by) => measureOf(by, measuredBy(by, fields), field, { spans, own }));
    const [by] = measures.toSorted((one, other) => one.besides - other.besides);
    const besides = by?.besides ?? 0;
    const limits = [
      field.maxOctets,
      field.characters?.most,
      ...measures.map((one) => (one.limit === undefined ? undefined : one.limit - one.besides)),
    ].filter((one) => one !== undefined);
    const most = Math.min(Number.MAX_SAFE_INTEGER - besides, ...measures.map((one) => one.most - one.besides));
    return {
      message: name,
      field: by?.name ?? field.name,
      least: own - FILL.length + besides,
      limit: limits.length === 0 ? undefined : Math.min(...limits) + besides,
      most: most + besides,
      isMeasured: by !== undefined,
      promised: by === undefined ? UNMEASURED : UNDECLARED,
    };
  });
}

/** A length that counts a field: the octets that it counts besides, and the most that it may and can say. */
interface Counted {
  readonly name: string;
  readonly besides: number;
  readonly limit: number | undefined;
  readonly most: number;
}

function measureOf(
  by: Field,
  row: readonly Field[],
  field: Field,
  { spans, own }: { readonly spans: readonly Span[]; readonly own: number },
): readonly Counted[] {
  const said = spans.find(({ path }) => path === by.name)?.value;
  if (!row.includes(field) || by.measures?.kind !== 'length' || typeof said !== 'bigint' || !isNumber(by)) return [];
  const { plus } = by.measures;
  const most = Number(largest(by.form)) - plus;
  return [{ name: by.name, besides: Number(said) - plus - own, limit: by.maxOctets, most }];
}

function timesFilled(value: unknown): number {
  return typeof value === 'string' ? value.split('{fill}').length - 1 : 0;
}

/** Borders of numbers that programs keep lengths in. */
const BORDERS = [0, 1, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536];

/** Where no limit is declared, lengths up to this one are taken for promised; of fields that only a terminator ends, fewer. */
const UNDECLARED = 65_536;
const UNMEASURED = 256;

/** Sizes that are legal: the least there is, the borders of numbers, and the limit. */
export function legalSizes({ least, limit, most, promised }: Sized): readonly number[] {
  const highest = Math.min(limit ?? promised, most);
  const sizes = limit === undefined ? BORDERS : [...BORDERS, limit];
  return [...new Set([least, ...sizes])].filter((size) => size >= least && size <= highest).toSorted((a, b) => a - b);
}

/** A length that no buffer of a program is meant for. */
const HUGE = 16 * 1024 * 1024;

/** Sizes over the declared limit that the length can say; none without a limit. */
export function illegalSizes({ limit, most }: Sized): readonly number[] {
  return limit === undefined ? [] : [limit + 1, 2 * limit, HUGE].filter((size) => size > limit && size <= most);
}
