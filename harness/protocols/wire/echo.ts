import type { Description, Value, WireMessage } from '../../contracts/wire.ts';
import { fieldsOf } from './sample-messages.ts';

/** A field that was to repeat that of another message, and does not. */
export interface BrokenEcho {
  readonly field: string;
  readonly own: Value;
  readonly asked: Value;
}

/** The first field of a message that does not repeat that of the message which it answers; undefined where each does. */
export function brokenEcho(
  { messages }: Description,
  name: string,
  message: WireMessage,
  answered: WireMessage | undefined,
): BrokenEcho | undefined {
  const shape = messages.get(name);
  for (const { name: field, isEcho } of shape === undefined ? [] : fieldsOf(shape, message.case)) {
    const [own, asked] = [message.values.get(field), answered?.values.get(field)];
    if (isEcho && own !== undefined && asked !== undefined && !isSame(own, asked)) return { field, own, asked };
  }
  return undefined;
}

function isSame(one: Value, other: Value): boolean {
  if (one instanceof Uint8Array) return other instanceof Uint8Array && Buffer.compare(one, other) === 0;
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((item, index) => isSameItem(item, other[index]));
}

function isSameItem(one: string | WireMessage, other: string | WireMessage | undefined): boolean {
  if (typeof one === 'string' || typeof other === 'string' || other === undefined) return one === other;
  const fields = new Set([...one.values.keys(), ...other.values.keys()]);
  return (
    one.case === other.case &&
    [...fields].every((field) => {
      const [own, asked] = [one.values.get(field), other.values.get(field)];
      return own === undefined || asked === undefined ? own === asked : isSame(own, asked);
    })
  );
}
