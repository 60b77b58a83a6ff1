import type { Value, WireMessage } from '../../contracts/wire.ts';

/** What stands for the placeholders of a sample. */
export interface Filling {
  /** Instead of `{nonce}`: letters that nobody can guess, so that nothing is answered or shown from memory. */
  readonly nonce: string;
  /** Instead of `{fill}`: letters of whose number the harness is free. */
  readonly fill: string;
}

/** A sample with its placeholders filled. */
export function filled(sample: WireMessage, filling: Filling): WireMessage {
  return { ...sample, values: new Map([...sample.values].map(([name, value]) => [name, filledValue(value, filling)])) };
}

/** Whether a sample has a `{nonce}`, by which it can be told from others. */
export function holdsNonce(sample: WireMessage): boolean {
  return textsIn(sample).some((text) => text.includes('{nonce}'));
}

/** Every text of a sample, its placeholders included. */
export function textsIn({ values }: WireMessage): readonly string[] {
  return [...values.values()].flatMap(textsOf);
}

function textsOf(value: Value): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'bigint' || value instanceof Uint8Array) return [];
  return value.flatMap((item) => (typeof item === 'string' ? [item] : textsIn(item)));
}

function filledValue(value: Value, filling: Filling): Value {
  if (typeof value === 'string') return filledText(value, filling);
  if (typeof value === 'bigint' || value instanceof Uint8Array) return value;
  const lines = value.filter((item) => typeof item === 'string');
  if (lines.length === value.length) return lines.map((line) => filledText(line, filling));
  return value.flatMap((item) => (typeof item === 'string' ? [] : [filled(item, filling)]));
}

function filledText(text: string, { nonce, fill }: Filling): string {
  return text.replaceAll('{nonce}', () => nonce).replaceAll('{fill}', () => fill);
}
