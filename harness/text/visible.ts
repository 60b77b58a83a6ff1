/**
 * Characters that have no glyph of their own: controls, line ends, escape sequences, bidirectional marks, lone surrogates,
 * noncharacters. A terminal may obey them, and XML 1.0 refuses some. What stays beside them depends on the place.
 */
const withoutGlyph = {
  inLine: /[\p{C}\p{Zl}\p{Zp}]/gu,
  /** Text of several lines keeps its line ends and tabs. */
  inLines: /(?![\n\t])[\p{C}\p{Zl}\p{Zp}]/gu,
  /** JSON keeps the line ends of its layout, and gets rid of what `inert` does. */
  inJson: /(?!\n)[\p{C}\p{Zl}\p{Zp}]|#(?=#\[)/gu,
} as const;

/** Text on one line of a report, safe to print anywhere: `\xNN` and `\u{N}`. A backslash stays, so that commands can be copied. */
export function visible(text: string): string {
  return text.replace(withoutGlyph.inLine, reportEscape);
}

/** Text on one line of a terminal, in messages: `\u{n}`. */
export function terminalLine(text: string): string {
  return text.replace(withoutGlyph.inLine, terminalEscape);
}

/** Text of several lines for a terminal: nothing in it may move or colour the terminal's own text. Line ends and tabs stay. */
export function terminalText(text: string): string {
  return text.replace(withoutGlyph.inLines, terminalEscape);
}

/** Text in quotes, as JSON has it, on one line. */
export function quoted(text: string): string {
  return terminalLine(JSON.stringify(text));
}

/** Laid-out JSON with the same meaning, in which only the layout's line ends have no glyph: `\unnnn`. */
export function visibleJson(json: string): string {
  return json.replace(withoutGlyph.inJson, jsonEscape);
}

/**
 * Lines that no CI server takes for a command to itself when it reads them in its log: GitHub's runner obeys `::name …::` at
 * the front of a line, which any text may come to when it is wrapped, and `##[` anywhere.
 */
export function inert(lines: string): string {
  return lines.replace(/(?<=^[^\S\n]*):(?=:[a-z-]+(?: .*?)?::)|#(?=#\[)/gim, reportEscape);
}

/** Whether a character has no glyph of its own: a program may have to show it in another way. */
export function lacksGlyph(character: string): boolean {
  return /^[\p{C}\p{Zl}\p{Zp}]$/u.test(character);
}

/** Whether a character is a control (C0, DEL or C1), which a screen shows nothing of. */
export function isControl(character: string): boolean {
  return /^\p{Cc}$/u.test(character);
}

/** An octet that is no text: `\xNN`. */
export function octetEscape(octet: number): string {
  return `\\x${octet.toString(16).toUpperCase().padStart(2, '0')}`;
}

function reportEscape(character: string): string {
  const code = codePointOf(character);
  return code < 0x100 ? octetEscape(code) : `\\u{${code.toString(16).toUpperCase()}}`;
}

function terminalEscape(character: string): string {
  return `\\u{${codePointOf(character).toString(16)}}`;
}

function jsonEscape(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}

function codePointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
