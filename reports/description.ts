import type { Dissection } from '../harness/contracts/dissection.ts';
import type { Description, Field, Form, Shape, Step } from '../harness/contracts/wire.ts';
import { visibleOctets } from '../harness/text/octets.ts';
import { visible } from '../harness/text/visible.ts';
import { fieldTree } from './field-tree.ts';

/** A plain message, and who says it. */
export interface PlainOctets {
  readonly by: 'client' | 'server';
  readonly message: Dissection;
}

/** A description as lines: who says what, the fields of each message, and plain messages octet by octet. */
export function renderDescription(description: Description, plain: readonly PlainOctets[]): string {
  const { protocol, source, over, dialogue, messages } = description;
  const head = `${protocol} over ${over}${source === undefined ? '' : `, ${visible(source)}`}`;
  const steps = `dialogue: ${dialogue.steps.map(stepText).join(', ')}${dialogue.isRepeated ? ', repeated' : ''}`;
  return [
    [head, steps].join('\n'),
    ...[...messages].map(([name, shape]) => `message ${name}\n${shapeText(shape)}`),
    ...plain.map(plainText),
    'The letters of {nonce} and {fill} are others in each case.',
  ]
    .join('\n\n')
    .concat('\n');
}

function stepText(step: Step): string {
  return step.does === 'closes' ? `${step.by} closes` : `${step.by} ${step.message}`;
}

function shapeText(shape: Shape): string {
  if (shape.kind === 'fields') return fieldLines(shape.fields, '  ');
  return shape.cases
    .map(({ key, fields }) =>
      [
        `  begins with ${visible(JSON.stringify(key))}`,
        ...(fields.length === 0 ? [] : [fieldLines(fields, '    ')]),
      ].join('\n'),
    )
    .join('\n');
}

function fieldLines(fields: readonly Field[], indent: string): string {
  return table(
    fields.map((field) => [field.name, fieldText(field)]),
    indent,
  );
}

/** What a description says of a field, in its own words. */
export function fieldText({ form, measures, isEcho, isAny, maxOctets, characters, legal }: Field): string {
  const words = [
    formText(form),
    measures?.kind === 'count' ? `count of ${measures.of}` : '',
    measures?.kind === 'length' ? `length of ${rangeText(measures)}` : '',
    isEcho ? 'echo' : '',
    isAny ? 'any' : '',
    maxOctets === undefined ? '' : `max ${maxOctets} octets`,
    characters === undefined ? '' : `${characters.least}..${characters.most} characters`,
    legal === undefined ? '' : `enum ${legal.join(' ')}`,
  ];
  return words.filter((word) => word !== '').join(', ');
}

function rangeText({ from, to, plus }: { readonly from: string; readonly to: string; readonly plus: number }): string {
  return `${from === to ? from : `${from}..${to}`}${plus === 0 ? '' : plus > 0 ? `+${plus}` : plus}`;
}

function formText(form: Form): string {
  switch (form.kind) {
    case 'literal':
      return `always ${visibleOctets(form.octets)}`;
    case 'number':
      return `u${8 * form.width}${form.isLittleEndian ? 'le' : ''}`;
    case 'digits':
      return `digits until ${visibleOctets(form.terminator)}`;
    case 'many':
      return `many ${form.message}`;
    case 'lines':
      return `lines until /${visible(form.last)}/`;
    case 'text':
    case 'bytes':
      if (form.end.by === 'field') return `${form.kind}, as ${form.end.field} says`;
      return form.end.by === 'size'
        ? `${form.kind} ${form.end.octets}`
        : `${form.kind} until ${visibleOctets(form.end.octets)}`;
    default:
      return form.kind;
  }
}

function plainText({ by, message }: PlainOctets): string {
  return [`${by} ${message.name}, ${message.octets} octets`, ...fieldTree(message)].join('\n');
}

/** Rows as lines, each column as wide as its widest cell, two spaces between. */
function table(rows: readonly (readonly string[])[], indent: string): string {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows
    .map((row) => `${indent}${row.map((cell, column) => cell.padEnd(width(column))).join('  ')}`.trimEnd())
    .join('\n');
}
