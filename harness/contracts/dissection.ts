import { type Static, Type } from '@sinclair/typebox';
import { EVIDENCE_OCTETS } from './run-form.ts';

/** Which octets of a message are which field. */
export const DissectedField = Type.Object(
  {
    /** Names and indexes down to the field: `items[2].body`. */
    path: Type.String(),
    /** Offsets of its first octet, and behind its last. */
    from: Type.Integer({ minimum: 0 }),
    to: Type.Integer({ minimum: 0 }),
    /** How many octets at its end are its terminator. */
    terminator: Type.Optional(Type.Integer({ minimum: 1 })),
    /** What it says, in decimal, where it is a number. */
    number: Type.Optional(Type.String()),
    /** True where it holds messages: their fields follow it. */
    isGroup: Type.Optional(Type.Literal(true)),
  },
  { additionalProperties: false },
);
export type DissectedField = Static<typeof DissectedField>;

/** A message of a described protocol octet by octet, and which of its octets decided a verdict. */
export const Dissection = Type.Object(
  {
    by: Type.Union([Type.Literal('harness'), Type.Literal('iut')]),
    /** The message, as the description calls it. */
    name: Type.String(),
    /** How many octets it has, whatever part of them `hex` keeps. */
    octets: Type.Integer({ minimum: 0 }),
    hex: Type.String({ maxLength: 2 * EVIDENCE_OCTETS }),
    fields: Type.Array(DissectedField),
    /** From the first octet that decided to behind the last, and what is the matter with them. */
    marked: Type.Optional(
      Type.Object(
        { from: Type.Integer({ minimum: 0 }), to: Type.Integer({ minimum: 0 }), why: Type.String() },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type Dissection = Static<typeof Dissection>;
