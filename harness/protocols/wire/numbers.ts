import type { Field, Form, NumberWidth } from '../../contracts/wire.ts';
import { joined, utf8 } from './octets.ts';

/** One more than the largest number that any form has: eight octets. */
const LIMIT = 1n << 64n;

/** The most octets of a varint: 64 bits, seven an octet. */
export const VARINT_OCTETS = 10;

/** The most decimal digits of a number: 2^64 - 1 has 20. */
export const MOST_DIGITS = 20;

/** A form whose value is a number. */
export type NumberForm = Extract<Form, { kind: 'number' | 'varint' | 'digits' }>;

/** Whether a field is a number. */
export function isNumber(field: Field): field is Field & { readonly form: NumberForm } {
  return field.form.kind === 'number' || field.form.kind === 'varint' || field.form.kind === 'digits';
}

/** The largest number that a form can say. */
export function largest(form: NumberForm): bigint {
  return (form.kind === 'number' ? 1n << BigInt(8 * form.width) : LIMIT) - 1n;
}

/** The fewest octets that a number takes, its terminator included. */
export function fewestOctets(form: NumberForm): number {
  if (form.kind === 'number') return form.width;
  return form.kind === 'varint' ? 1 : 1 + form.terminator.length;
}

/** A number as its form sends it, terminator included. Throws a RangeError for one that does not fit. */
export function numberOctets(form: NumberForm, value: bigint): Uint8Array {
  if (value < 0n || value > largest(form)) {
    throw new RangeError(`expected a number from 0 to ${largest(form)}, found ${value}`);
  }
  if (form.kind === 'digits') return joined([utf8(String(value)), form.terminator]);
  return form.kind === 'varint' ? varint(value) : binary(value, form.width, form.isLittleEndian);
}

/** The number that these octets are, most significant first unless `isLittleEndian`. */
export function binaryValue(octets: Uint8Array, isLittleEndian: boolean): bigint {
  const ordered = isLittleEndian ? octets.toReversed() : octets;
  return ordered.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

/** What octets are as a varint: its value and length; undefined while it goes on; 'too long' beyond 64 bits. */
export function varintAt(octets: Uint8Array, at: number): { value: bigint; length: number } | 'too long' | undefined {
  let value = 0n;
  for (let index = 0; index < VARINT_OCTETS; index += 1) {
    const octet = octets[at + index];
    if (octet === undefined) return undefined;
    value |= BigInt(octet & 0x7f) << BigInt(7 * index);
    if (octet < 0x80) return value < LIMIT ? { value, length: index + 1 } : 'too long';
  }
  return 'too long';
}

function varint(value: bigint): Uint8Array {
  const octets: number[] = [];
  let left = value;
  do {
    const low = Number(left & 0x7fn);
    left >>= 7n;
    octets.push(left === 0n ? low : low | 0x80);
  } while (left !== 0n);
  return Uint8Array.from(octets);
}

function binary(value: bigint, width: NumberWidth, isLittleEndian: boolean): Uint8Array {
  const octets = Uint8Array.from({ length: width }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
  return isLittleEndian ? octets : octets.reverse();
}
