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

/** Whether a sample has a `{fill}`, so that its size can be chosen. */
export function hasFill(sample: WireMessage): boolean {
  return [...sample.values.values()].some(holdsFill);
}

function holdsFill(value: Value): boolean {
  if (typeof value === 'string') return value.includes('{fill}');
  return Array.isArray(value) && value.some((item) => (typeof item === 'string' ? holdsFill(item) : hasFill(item)));
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
