import type { Field, Shape, SwitchCase } from '../../contracts/wire.ts';
import { readFields } from './fields.ts';
import type { SaidField } from './form.ts';
import { formsOf, leastOfShape } from './layout.ts';
import { utf8 } from './octets.ts';
import { type Complain, foundText, type Node, shortened } from './tree.ts';

/** A message as it was said: its shape, and where its parts stand. */
export interface SaidMessage {
  readonly name: string;
  readonly at: number;
  readonly shape: Shape;
  readonly fields: readonly SaidField[];
}

/** The name of a message. */
const NAME = /^[a-z][a-z0-9_-]{0,63}$/i;

/** The most messages of a protocol, and the most cases of a switch. */
const MOST = 256;

/** Reads every message, and checks what messages say of each other. */
export function readMessages(node: Node, complain: Complain): readonly SaidMessage[] {
  if (node.kind !== 'map' || node.entries.length === 0) {
    return complain(
      node.at,
      `expected a map of messages, found ${node.kind === 'map' ? 'an empty one' : foundText(node)}`,
    );
  }
  if (node.entries.length > MOST) complain(node.at, `expected at most ${MOST} messages, found ${node.entries.length}`);
  const said = node.entries.map(({ key, keyAt, value }): SaidMessage => {
    if (!NAME.test(key) || key === 'closes') {
      complain(
        keyAt,
        `expected the name of a message (letters, digits, _ and -, a letter first; not closes), found ${shortened(key)}`,
      );
    }
    return { name: key, at: keyAt, ...readShape(key, value, complain) };
  });
  for (const { fields } of said) for (const field of fields) checkMany(field, said, complain);
  return said;
}

function readShape(name: string, node: Node, complain: Complain): Pick<SaidMessage, 'shape' | 'fields'> {
  if (node.kind !== 'map' || node.entries.length === 0) {
    return complain(
      node.at,
      `expected the fields of ${name}, or a switch, found ${node.kind === 'map' ? 'none' : foundText(node)}`,
    );
  }
  const [first] = node.entries;
  if (first?.key !== 'switch') {
    const fields = readFields(node, complain);
    return { shape: { kind: 'fields', fields: fields.map(({ field }) => field) }, fields };
  }
  const other = node.entries[1];
  if (other !== undefined) complain(other.keyAt, `expected nothing beside switch, found ${shortened(other.key)}`);
  return readSwitch(first.value, complain);
}

function readSwitch(node: Node, complain: Complain): Pick<SaidMessage, 'shape' | 'fields'> {
  if (node.kind !== 'map' || node.entries.length === 0) {
    return complain(
      node.at,
      `expected a map of first octets to fields after switch, found ${node.kind === 'map' ? 'an empty one' : foundText(node)}`,
    );
  }
  if (node.entries.length > MOST) complain(node.at, `expected at most ${MOST} cases, found ${node.entries.length}`);
  const all: SaidField[] = [];
  const known = new Map<string, string>();
  const cases = node.entries.map(({ key, keyAt, value }): SwitchCase => {
    const octets = caseOctets(key);
    if (octets.length === 0) complain(keyAt, 'expected at least one octet that says which case it is, found none');
    const hex = Buffer.from(octets).toString('hex');
    const same = known.get(hex);
    if (same !== undefined)
      complain(keyAt, `expected other octets than those of ${shortened(same)}, found ${shortened(key)}`);
    known.set(hex, key);
    const fields = readFields(value, complain);
    all.push(...fields);
    return { key, octets, fields: fields.map(({ field }) => field) };
  });
  return { shape: { kind: 'switch', cases }, fields: all };
}

/** A key is text, or octets in hexadecimal. */
function caseOctets(key: string): Uint8Array {
  const [, hex] = /^hex((?:\s*[0-9a-f]{2})+)$/i.exec(key) ?? [];
  return hex === undefined ? utf8(key) : Uint8Array.from(Buffer.from(hex.replace(/\s+/g, ''), 'hex'));
}

function checkMany({ field, formAt }: SaidField, said: readonly SaidMessage[], complain: Complain): void {
  if (field.form.kind !== 'many') return;
  const { message } = field.form;
  const found = said.find(({ name }) => name === message);
  if (found === undefined) complain(formAt, `expected a message after many, found ${shortened(message)}`);
  if (leastOfShape(found.shape) === 0)
    complain(formAt, `expected messages of at least one octet after many, found ${message}, which may have none`);
  const unfit = formsOf(found.shape)
    .flat()
    .find((one) => one.form.kind === 'rest' || one.isEcho);
  if (unfit !== undefined)
    complain(formAt, `expected messages without rest and echo after many, found ${unfit.name} of ${message}`);
}

/** Every field of a message, of all its cases. */
export function allFields({ shape }: SaidMessage): readonly Field[] {
  return formsOf(shape).flat();
}
