import type { LawName } from './law-names.ts';
import type { Level } from './requirement.ts';

/** A described protocol (suites/catalogue/README.md): its messages, who says which, and what well-behaved peers say. Plain data. */
export interface Description {
  /** The first part of every requirement id: `kv` of `kv/server/…`. */
  readonly protocol: string;
  /** Where the protocol is written down. */
  readonly source?: string;
  readonly over: 'tcp' | 'udp';
  readonly messages: ReadonlyMap<string, Shape>;
  readonly dialogue: Dialogue;
  /** Samples of messages. Their texts may hold `{nonce}` and `{fill}`. */
  readonly plain: ReadonlyMap<string, readonly WireMessage[]>;
  /** What a refusal looks like, where it is a message. */
  readonly refusals: ReadonlyMap<string, ExpectedMessage>;
  /** The protocol's own word on a law. */
  readonly levels: ReadonlyMap<LawName, { readonly level: Level; readonly why?: string }>;
}

/** Who says what, in order. */
export interface Dialogue {
  readonly steps: readonly Step[];
  /** Whether the steps from the first of the client on may be held again on the same connection. */
  readonly isRepeated: boolean;
}

export type Step =
  | { readonly by: Peer; readonly does: 'sends'; readonly message: string }
  | { readonly by: Peer; readonly does: 'closes' };

export type Peer = 'client' | 'server';

/** A message: fields in the order in which they are sent, or one of several such, told apart by their first octets. */
export type Shape =
  | { readonly kind: 'fields'; readonly fields: readonly Field[] }
  | { readonly kind: 'switch'; readonly cases: readonly SwitchCase[] };

/** One form of a message. Of two cases that fit, the one with more octets counts. */
export interface SwitchCase {
  /** The first octets as the description has them. It names the case. */
  readonly key: string;
  readonly octets: Uint8Array;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  readonly form: Form;
  /** What a number says of other fields of its message. Such a number is worked out, never written. */
  readonly measures?: Measure;
  /** A reply repeats the request's field of that name. */
  readonly isEcho: boolean;
  /** Never compared: the reply of a twin may have another value. */
  readonly isAny: boolean;
  /** The most octets: of the fields whose length the number says, or else of the field itself, its terminator not counted. */
  readonly maxOctets?: number;
  /** The fewest and the most characters (Unicode code points) of a text. */
  readonly characters?: { readonly least: number; readonly most: number };
  /** The legal values of a number. */
  readonly legal?: readonly bigint[];
}

export type Measure =
  /** The octets of the fields `from` to `to`, terminators included, and `plus` more (fewer, if negative). */
  | { readonly kind: 'length'; readonly from: string; readonly to: string; readonly plus: number }
  /** The number of messages in a field. */
  | { readonly kind: 'count'; readonly of: string };

export type Form =
  | { readonly kind: 'literal'; readonly octets: Uint8Array }
  | { readonly kind: 'number'; readonly width: NumberWidth; readonly isLittleEndian: boolean }
  /** 7 bits an octet, least significant first; the top bit says that more follow. */
  | { readonly kind: 'varint' }
  /** A decimal number in text, up to a terminator. */
  | { readonly kind: 'digits'; readonly terminator: Uint8Array }
  | { readonly kind: 'text' | 'bytes'; readonly end: End }
  /** Up to the end of the stream, or of the datagram. */
  | { readonly kind: 'rest' }
  /** As many of that message as a field before it says. */
  | { readonly kind: 'many'; readonly message: string }
  /** Lines ended by CRLF; `last` matches the last of them, and no other. */
  | { readonly kind: 'lines'; readonly last: string };

/** Octets of a binary number. */
export type NumberWidth = 1 | 2 | 3 | 4 | 8;

/** What ends a text, or octets. */
export type End =
  | { readonly by: 'terminator'; readonly octets: Uint8Array }
  | { readonly by: 'size'; readonly octets: number }
  /** The field of that name says its length, or that of a row of fields which it is one of. */
  | { readonly by: 'field'; readonly field: string };

/** The values of a message: of all fields but literals and numbers that measure others. */
export interface WireMessage {
  /** Which case of a switch it is, by its key. */
  readonly case?: string;
  readonly values: ReadonlyMap<string, Value>;
}

/** A number, a text, octets, lines, or messages. */
export type Value = bigint | string | Uint8Array | readonly string[] | readonly WireMessage[];

/** What some fields of a message must be. */
export interface ExpectedMessage {
  readonly case?: string;
  readonly fields: ReadonlyMap<string, Expected>;
}

/** A pattern is found somewhere in the field's text; its dialect is that of `harness/protocols/wire/pattern.ts`. */
export type Expected = { readonly pattern: string } | { readonly value: Value };

/** Which octets of a message are which field. */
export interface Span {
  /** Field names and indexes down to the field: `items[2].body`; `switch` for the first octets that say which case it is. */
  readonly path: string;
  /** The field; none for the first octets of a case. */
  readonly field?: Field;
  /** Offset of its first octet. */
  readonly from: number;
  /** Offset behind its last octet. */
  readonly to: number;
  /** How many octets at its end are its terminator. */
  readonly terminator: number;
  /** Its value; for numbers that measure others, what they say. None where the field is not whole, or not as described. */
  readonly value?: Value;
}
