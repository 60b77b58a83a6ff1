import { expect } from 'vitest';
import type { Description, Span, WireMessage } from '../../contracts/wire.ts';
import { read } from './decode.ts';
import { encode } from './encode.ts';
import { formsOf } from './layout.ts';

const TRAILING = Uint8Array.of(0x0a, 0x00, 0xff, 0x0a);

/** Cuts beyond it are a sample: the borders of every field are below it in what is tested. */
const ALL_CUTS = 300;

/**
 * The codec law (harness/contracts/codec.ts) of one message: it is read as it was sent, whole and with octets behind; cut
 * anywhere it is incomplete, and never whole when the end comes there; each of its octets belongs to one field.
 */
export function obeysLaw(description: Description, name: string, message: WireMessage): Uint8Array {
  const octets = encode(description, name, message);
  const { decoded, spans } = read(description, name, octets, true);
  if (decoded.kind !== 'message') throw new Error(`${name} is ${JSON.stringify(decoded)}`);
  expect(decoded.length).toBe(octets.length);
  expect(encode(description, name, decoded.message)).toEqual(octets);
  expect(borders(spans)).toEqual([0, ...borders(spans).slice(1, -1), octets.length]);

  const endsWithStream = goesOn(description, name);
  const whole = endsWithStream ? { kind: 'incomplete' } : decoded;
  expect(read(description, name, octets, false).decoded).toEqual(whole);
  expect(read(description, name, Uint8Array.from([...octets, ...TRAILING]), false).decoded).toEqual(whole);
  for (const cut of cutsOf(octets.length)) {
    const part = octets.subarray(0, cut);
    expect([cut, read(description, name, part, false).decoded]).toEqual([cut, { kind: 'incomplete' }]);
    if (!endsWithStream)
      expect([cut, read(description, name, part, true).decoded]).toMatchObject([cut, { kind: 'malformed' }]);
  }
  return octets;
}

/** Where fields that hold no messages begin, and where the last ends. Throws where one does not begin where another ends. */
function borders(spans: readonly Span[]): readonly number[] {
  const own = spans.filter(({ field }) => field?.form.kind !== 'many');
  for (const [index, { from }] of own.entries()) expect(from).toBe(index === 0 ? 0 : own[index - 1]?.to);
  return [...own.map(({ from }) => from), own.at(-1)?.to ?? 0];
}

function goesOn({ messages }: Description, name: string): boolean {
  const shape = messages.get(name);
  return (
    shape !== undefined &&
    formsOf(shape)
      .flat()
      .some(({ form }) => form.kind === 'rest')
  );
}

function cutsOf(length: number): readonly number[] {
  return Array.from({ length }, (_, cut) => cut).filter((cut) => cut < ALL_CUTS || cut % 97 === 0 || cut > length - 16);
}
