/** A description as it stands in its file: values with the places where they stand, aliases followed. */
export type Node = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: 'map';
  /** Offset in the file's text. */
  readonly at: number;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: string;
  readonly keyAt: number;
  readonly value: Node;
}

export interface ListNode {
  readonly kind: 'list';
  readonly at: number;
  readonly items: readonly Node[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly at: number;
  /** The text, as it was written: `7`, `0x10` and `yes` stay as they are. */
  readonly text: string;
  /** What YAML takes it for where it is not quoted. */
  readonly number?: bigint;
  readonly isNull: boolean;
  /** Offset in the file of a character of the text; that of the scalar itself where escapes lie between. */
  readonly placeOf: (index: number) => number;
}

/** Ends the reading of a description with one line: where, what was expected, what was found. Throws a UsageError. */
export type Complain = (at: number, problem: string) => never;

/** What a node is, in words, for messages. */
export function foundText(node: Node): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'map') return 'a map';
  return node.isNull ? 'nothing' : shortened(node.text);
}

/** Longer texts are cut here: a message stays one line. */
const FOUND_CHARACTERS = 60;

/** A text in quotes, cut. */
export function shortened(text: string): string {
  return JSON.stringify(text.length > FOUND_CHARACTERS ? `${text.slice(0, FOUND_CHARACTERS)}…` : text);
}
