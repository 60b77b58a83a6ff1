/** The kinds of data that programs go wrong over; a finding names the one that its value is of. */
export const families = [
  'plain',
  'spaces',
  'controls',
  'line ends of others',
  'syntax of others',
  'Unicode',
  'repetition',
  'length',
  'octets',
  'names',
] as const;

/** One of them. */
export type Family = (typeof families)[number];

/** What makes data unguessable, and a run repeatable but for that: the run's seed, and text that no other case uses. */
export interface Origin {
  readonly seed: number;
  /** Letters and digits; every word of the data begins with it. */
  readonly nonce: string;
}

/** A text to be sent or typed, or to be the name of a file. */
export interface Datum {
  readonly family: Family;
  /** What is special about it, in words that follow the family's name: `an inner tab`. */
  readonly label: string;
  readonly value: string;
  /** A word that the value holds, and by which it is known when it was changed; empty where it holds none. */
  readonly word: string;
}

/** A part of a content, or all of it. */
export interface OctetDatum {
  readonly family: Family;
  readonly label: string;
  readonly octets: Uint8Array;
}

/** How a finding names a datum: `spaces: an inner tab`. */
export function datumName({ family, label }: Pick<Datum, 'family' | 'label'>): string {
  return label === '' ? family : `${family}: ${label}`;
}
