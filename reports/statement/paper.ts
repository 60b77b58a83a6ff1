/** A text; or what is copied as it is, a command, a path or a hash, with words of our own before it. */
export type Told = string | { readonly before?: string; readonly code: string };

/** A statement as its forms write it: what stands there, and in which order. Its texts are foreign: forms make them harmless. */
export interface Paper {
  readonly title: string;
  /** What the statement says, in one sentence. */
  readonly sentence: string;
  readonly sections: readonly Section[];
  /** What the same statement is made of again: a label and a value each. */
  readonly footer: readonly (readonly [label: Told, value: Told])[];
}

/** A part under a heading of its own. */
export interface Section {
  readonly title: string;
  /** Whether it begins a page where it is printed. */
  readonly isNewPage?: true;
  readonly lines: readonly string[];
  readonly tables: readonly PaperTable[];
}

/** A table; the first cell of a row names it. */
export interface PaperTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Told[])[];
}

/** A section of nothing but lines and tables with a row; without either it says what there is not. */
export function section(
  title: string,
  { lines = [], tables = [], none }: { lines?: readonly string[]; tables?: readonly PaperTable[]; none?: string },
): Section {
  const filled = tables.filter(({ rows }) => rows.length > 0);
  const isEmpty = lines.length === 0 && filled.length === 0;
  return { title, lines: isEmpty && none !== undefined ? [none] : lines, tables: filled };
}
