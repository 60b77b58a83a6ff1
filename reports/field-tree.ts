import type { DissectedField, Dissection } from '../harness/contracts/dissection.ts';
import { shownOctets } from '../harness/text/octets.ts';
import { visible } from '../harness/text/visible.ts';
import { displayWidth } from './layout.ts';

/** Octets of a field that are shown in hexadecimal: a row of that width fits beside the field and its value. */
const HEX_OCTETS = 12;

/** Of more octets in front of those that are marked, so many are shown. */
const OCTETS_BEFORE = 4;

/** Columns between two cells. */
const GAP = 2;

/**
 * A message as lines, a field each: offset, octets, name and value. Below the octets that decided a verdict, and below their
 * part of the value, stand carets. `columns` is what a value may take; a longer one is cut, where there are carets about these.
 */
export function fieldTree(message: Dissection, indent = '  ', columns = Number.POSITIVE_INFINITY): readonly string[] {
  const octets = Buffer.from(message.hex, 'hex');
  const rows = fieldsOf(message).map((field) => rowOf(field, octets, message.marked, columns));
  const width = (column: number): number =>
    Math.max(0, ...rows.map(({ cells }) => displayWidth(cells[column]?.text ?? '')));
  return rows.flatMap(({ cells }) => {
    const texts = cells.map(({ text }, column) => padded(text, width(column)));
    const carets = cells.map(({ carets }, column) => padded(caretText(carets), width(column)));
    return [texts, carets]
      .map((parts) => `${indent}${parts.join(' '.repeat(GAP))}`.trimEnd())
      .filter((line, index) => index === 0 || line !== '');
  });
}

/** What a tree is headed by: whose message it is, and what is the matter with the octets that are marked. */
export function treeTitle({ by, name, octets, marked }: Dissection): string {
  const who = by === 'harness' ? 'sent' : 'received';
  return visible(
    `${name} as ${who}, ${octets} octet${octets === 1 ? '' : 's'}${marked === undefined ? '' : `; ^ ${marked.why}`}`,
  );
}

/** A range of columns. */
interface Range {
  readonly at: number;
  readonly width: number;
}

interface Cell {
  readonly text: string;
  readonly carets?: Range | undefined;
}

/** Octets behind the last field belong to none, and are shown all the same. */
function fieldsOf({ fields, octets }: Dissection): readonly DissectedField[] {
  const end = Math.max(0, ...fields.map(({ to }) => to));
  return end < octets ? [...fields, { path: '(no field)', from: end, to: octets }] : fields;
}

function rowOf(
  field: DissectedField,
  octets: Uint8Array,
  marked: Dissection['marked'],
  columns: number,
): { readonly cells: readonly Cell[] } {
  const [from, to] = [Math.max(field.from, marked?.from ?? 0), Math.min(field.to, marked?.to ?? 0)];
  const own = field.isGroup !== true && from < to ? { from: from - field.from, to: to - field.from } : undefined;
  const all = octets.subarray(field.from, field.to);
  return {
    cells: [
      { text: String(field.from).padStart(4) },
      field.isGroup === true ? { text: '' } : hexCell(all, field.to - field.from, own),
      { text: visible(field.path) },
      within(valueCell(field, all, own), columns),
    ],
  };
}

type Own = { readonly from: number; readonly to: number } | undefined;

function hexCell(octets: Uint8Array, length: number, own: Own): Cell {
  const first = own === undefined || own.to <= HEX_OCTETS ? 0 : Math.max(0, own.from - OCTETS_BEFORE);
  const shown = octets.subarray(first, first + HEX_OCTETS);
  const pairs = Array.from(shown, (octet) => octet.toString(16).padStart(2, '0')).join(' ');
  const front = first === 0 ? '' : '… ';
  const text = `${front}${pairs}${first + HEX_OCTETS < length ? ' …' : ''}`;
  if (own === undefined || own.from >= first + shown.length) return { text };
  const last = Math.min(own.to - first, shown.length);
  return { text, carets: { at: front.length + 3 * (own.from - first), width: 3 * (last - own.from + first) - 1 } };
}

function valueCell({ isGroup, number, from, to, terminator = 0 }: DissectedField, octets: Uint8Array, own: Own): Cell {
  if (isGroup === true) return { text: `${to - from} octets of messages` };
  if (number !== undefined) return { text: number, carets: own && { at: 0, width: number.length } };
  const value = octets.subarray(0, Math.max(0, to - terminator - from));
  const { text, placeOf } = shownOctets(value);
  if (own === undefined) return { text };
  const [begin, end] = [placeOf(own.from, 'before'), placeOf(own.to, 'behind')];
  const at = displayWidth(text.slice(0, begin));
  return { text, carets: { at, width: Math.max(1, displayWidth(text.slice(begin, end))) } };
}

/** A cell of so many columns at most: from a little before its carets on. */
function within({ text, carets }: Cell, columns: number): Cell {
  if (text.length <= columns) return { text, carets };
  const begin = carets === undefined || carets.at + carets.width < columns ? 0 : Math.max(0, carets.at - columns / 2);
  const first = Math.floor(begin);
  const front = first === 0 ? '' : '…';
  const cut = `${front}${text.slice(first, first + columns)}${first + columns < text.length ? '…' : ''}`;
  if (carets === undefined) return { text: cut };
  const at = carets.at - first + front.length;
  return { text: cut, carets: { at, width: Math.min(carets.width, columns - carets.at + first) } };
}

function caretText(carets: Range | undefined): string {
  return carets === undefined ? '' : `${' '.repeat(carets.at)}${'^'.repeat(Math.max(1, carets.width))}`;
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}
