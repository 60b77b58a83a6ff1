import type { Field, Shape } from '../../contracts/wire.ts';
import { fewestOctets } from './numbers.ts';

/** The fields of a shape, of each of its cases; a shape without a switch has one. */
export function formsOf(shape: Shape): readonly (readonly Field[])[] {
  return shape.kind === 'fields' ? [shape.fields] : shape.cases.map((one) => one.fields);
}

/** How many octets a field always takes, its terminator included; undefined where that depends on its value. */
export function fixedOctets({ form }: Field): number | undefined {
  if (form.kind === 'literal') return form.octets.length;
  if (form.kind === 'number') return form.width;
  return (form.kind === 'text' || form.kind === 'bytes') && form.end.by === 'size' ? form.end.octets : undefined;
}

/** The fewest octets that a field takes, its terminator included. */
export function leastOctets(field: Field): number {
  const { form } = field;
  if (form.kind === 'varint' || form.kind === 'digits') return fewestOctets(form);
  // An empty line that ends the lines is a CRLF.
  if (form.kind === 'lines') return 2;
  const least = field.characters?.least ?? 0;
  if ((form.kind === 'text' || form.kind === 'bytes') && form.end.by === 'terminator')
    return least + form.end.octets.length;
  return fixedOctets(field) ?? least;
}

/** The fewest octets of a message. */
export function leastOfShape(shape: Shape): number {
  if (shape.kind === 'fields') return leastOfFields(shape.fields);
  return Math.min(...shape.cases.map((one) => one.octets.length + leastOfFields(one.fields)));
}

/** The fewest octets of fields in a row. */
export function leastOfFields(fields: readonly Field[]): number {
  return fields.reduce((sum, field) => sum + leastOctets(field), 0);
}

/** The fields that a length counts, in order; none for a field that says no length. */
export function measuredBy(field: Field, fields: readonly Field[]): readonly Field[] {
  const { measures } = field;
  if (measures?.kind !== 'length') return [];
  const from = fields.findIndex(({ name }) => name === measures.from);
  return fields.slice(from, fields.findIndex(({ name }) => name === measures.to) + 1);
}

/** Whether a field has no end of its own: another says how much of it there is. */
export function isOpen({ form }: Field): boolean {
  return form.kind === 'many' || ((form.kind === 'text' || form.kind === 'bytes') && form.end.by === 'field');
}

/** Whether a field's value is worked out or fixed, so that no sample has it. */
export function isDerived(field: Field): boolean {
  return field.form.kind === 'literal' || field.measures !== undefined;
}
