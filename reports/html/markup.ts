import { visible } from '../../harness/text/visible.ts';

/** HTML that `markup` has written; nothing else can make it, so that no foreign text passes for it. */
export interface Markup {
  readonly [written]: string;
}

/** What a template of markup may hold: more markup, or text, which stays text. */
export type Part = Markup | string | number | readonly Part[];

const written: unique symbol = Symbol('written');

/**
 * A template of HTML. Whatever is filled in is text: characters without a glyph are escaped as `visible` does, then those
 * that mean something to HTML, so that it is safe between tags and in a quoted attribute.
 */
export function markup(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { [written]: literals.reduce((front, literal, index) => front + htmlOf(parts[index - 1] ?? '') + literal) };
}

/** The HTML of a part. */
export function htmlOf(part: Part): string {
  if (typeof part === 'string') return escaped(visible(part));
  if (typeof part === 'number') return String(part);
  return written in part ? part[written] : part.map(htmlOf).join('');
}

/** The five that HTML gives a meaning, in text or in an attribute. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
