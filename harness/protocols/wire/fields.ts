import type { Field, Measure } from '../../contracts/wire.ts';
import { readField, type SaidField } from './form.ts';
import { fixedOctets, isOpen, leastOfFields, measuredBy } from './layout.ts';
import { type Complain, foundText, type Node, shortened } from './tree.ts';

/** The name of a field: a group of a regular expression can have it (`--show`). */
const NAME = /^[a-z][a-z0-9_]{0,63}$/i;

/** The most fields of a message. */
const MOST_FIELDS = 256;

/** Reads a map of fields, in the order in which they are sent, and checks that each has an end. A case of a switch may have none. */
export function readFields(node: Node, complain: Complain): readonly SaidField[] {
  if (node.kind !== 'map') return complain(node.at, `expected a map of fields, found ${foundText(node)}`);
  if (node.entries.length > MOST_FIELDS) {
    complain(node.at, `expected at most ${MOST_FIELDS} fields, found ${node.entries.length}`);
  }
  const said = node.entries.map(({ key, keyAt, value }) => {
    if (!NAME.test(key) || key === 'switch') {
      complain(keyAt, `expected the name of a field (letters, digits and _, a letter first), found ${shortened(key)}`);
    }
    if (value.kind !== 'scalar' || value.isNull) {
      return complain(
        value.at,
        `expected the form of ${key}, such as u16 or 'text until LF', found ${foundText(value)}`,
      );
    }
    return readField(key, keyAt, value, complain);
  });
  for (const [index, one] of said.entries()) checkMeasure(one, index, said, complain);
  const fields = said.map((one, index) => withEnd(one, index, said, complain));
  for (const one of said) checkLimit(one, complain);
  for (const [index, one] of said.entries()) checkRow(one, index, fields, complain);
  return said.map((one, index) => ({ ...one, field: fields[index] ?? one.field }));
}

function checkMeasure(
  { field, measureAt }: SaidField,
  index: number,
  said: readonly SaidField[],
  complain: Complain,
): void {
  const { measures } = field;
  if (measures === undefined) return;
  const place = (name: string): number => {
    const found = said.findIndex((one) => one.field.name === name);
    if (found === -1)
      complain(measureAt, `expected a field of this message after '${measures.kind} of', found ${name}`);
    if (found > index) return found;
    return complain(
      measureAt,
      `${name} does not stand after ${field.name}: say '+N' for octets that a length counts before its fields`,
    );
  };
  if (measures.kind === 'count') {
    const counted = said[place(measures.of)];
    if (counted?.field.form.kind !== 'many')
      complain(measureAt, `expected a 'many' after 'count of', found ${measures.of}`);
    return;
  }
  const [from, to] = [place(measures.from), place(measures.to)];
  if (to < from) complain(measureAt, `expected ${measures.from} before ${measures.to}, found it behind`);
  const rest = said.slice(from, to + 1).find((one) => one.field.form.kind === 'rest');
  if (rest !== undefined) complain(rest.formAt, `${rest.field.name} has a length: say 'text' or 'bytes', not 'rest'`);
}

/** The field, with the name of the one that says how much of it there is. */
function withEnd(one: SaidField, index: number, said: readonly SaidField[], complain: Complain): Field {
  const { field, formAt } = one;
  const { name, form } = field;
  if (!isOpen(field)) return field;
  const before = said.slice(0, index);
  if (form.kind === 'many') {
    const counts = before.filter((other) => other.field.measures?.kind === 'count' && other.field.measures.of === name);
    if (counts.length === 1) return field;
    return complain(
      formAt,
      `expected one 'count of ${name}' in a field before it, found ${counts.length === 0 ? 'none' : counts.length}`,
    );
  }
  const all = said.map((other) => other.field);
  const lengths = before
    .filter((other) => measuredBy(other.field, all).includes(field))
    .map((other) => ({ other, row: measuredBy(other.field, all) }))
    // The one that says least besides: a length of this field alone, before one of a row.
    .sort((a, b) => a.row.length - b.row.length);
  const [closest] = lengths;
  if (closest === undefined || (form.kind !== 'text' && form.kind !== 'bytes')) {
    return complain(
      formAt,
      `${name} has no end: say 'length of ${name}' in a field before it, a number of octets, 'until …', or 'rest'`,
    );
  }
  const own = closest.other.field.name;
  const behind = closest.row.slice(closest.row.indexOf(field) + 1).find((other) => fixedOctets(other) === undefined);
  if (behind !== undefined) {
    complain(
      formAt,
      `${own} says the length of ${name} and of ${behind.name} together: say the length of one of them by itself`,
    );
  }
  return { ...field, form: { kind: form.kind, end: { by: 'field', field: own } } };
}

function checkLimit({ field, formAt }: SaidField, complain: Complain): void {
  const { form, measures, maxOctets, name } = field;
  const isFixed = fixedOctets(field) !== undefined && measures?.kind !== 'length';
  const hasOctets = ['text', 'bytes', 'rest', 'lines'].includes(form.kind) || measures?.kind === 'length';
  if (maxOctets !== undefined && (isFixed || !hasOctets)) {
    complain(formAt, `expected 'max N octets' where a length, a text or octets may vary, found it of ${name}`);
  }
  if (measures !== undefined && (field.isEcho || field.isAny)) {
    complain(formAt, `expected '${measures.kind} of' without echo and any, found them of ${name}: it is worked out`);
  }
}

function checkRow(
  { field, at, formAt, measureAt }: SaidField,
  index: number,
  fields: readonly Field[],
  complain: Complain,
): void {
  if (field.form.kind === 'rest' && index < fields.length - 1) {
    complain(
      formAt,
      `expected nothing behind ${field.name}, which goes on to the end, found ${fields[index + 1]?.name}`,
    );
  }
  const { measures } = field;
  if (measures?.kind === 'length') checkLength(field, measures, fields, measureAt, complain);
  const fixed = fields.reduce((sum, one) => sum + (fixedOctets(one) ?? 0), 0);
  if (fixed > MOST_FIXED) complain(at, `expected fields of at most ${MOST_FIXED} octets together, found ${fixed}`);
}

/** The most octets that the fields of fixed sizes of a message have together: 1 MiB. */
const MOST_FIXED = 1024 * 1024;

function checkLength(
  field: Field,
  { plus }: Extract<Measure, { kind: 'length' }>,
  fields: readonly Field[],
  at: number,
  complain: Complain,
): void {
  const least = leastOfFields(measuredBy(field, fields));
  if (least + plus < 0)
    complain(
      at,
      `${field.name} would be negative: the fields that it counts may have ${least} octets, of which ${-plus} are not counted`,
    );
  if (field.maxOctets !== undefined && least > field.maxOctets) {
    complain(
      at,
      `expected a limit of ${field.name} of at least ${least} octets, which its fields take, found ${field.maxOctets}`,
    );
  }
  const most = mostSaid(field) - plus;
  if (field.maxOctets !== undefined && field.maxOctets > most) {
    complain(
      at,
      `expected a limit of ${field.name} of at most ${most} octets, which it can say, found ${field.maxOctets}`,
    );
  }
}

/** The largest number that a field can say. */
function mostSaid({ form }: Field): number {
  return form.kind === 'number' ? 2 ** (8 * form.width) - 1 : Number.POSITIVE_INFINITY;
}
