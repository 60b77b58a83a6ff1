/** A word as a POSIX shell takes it; one with control characters as bash, zsh and ksh do (`$'…'`), so that it can be copied. */
export function shellQuoted(word: string): string {
  if (CONTROL.test(word)) return `$'${word.replace(ESCAPED, escapeOf)}'`;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : plainlyQuoted(word);
}

/** A word as every POSIX shell takes it, whatever is in it; not to be shown. */
export function plainlyQuoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** What has no glyph is escaped wherever it is shown, and would be copied as its escape. */
const CONTROL = /[\p{C}\p{Zl}\p{Zp}]/u;

const ESCAPED = /[\p{C}\p{Zl}\p{Zp}\\']/gu;

/** By octets, three octal digits each: the next character is never taken for a part of it, as after \x it may be. */
function escapeOf(character: string): string {
  if (character === "'" || character === '\\') return `\\${character}`;
  return [...Buffer.from(character)].map((octet) => `\\${octet.toString(8).padStart(3, '0')}`).join('');
}

/** The source of a regular expression that matches this text, and nothing else. */
export function literalPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
