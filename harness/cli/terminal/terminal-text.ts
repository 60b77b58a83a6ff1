/** Text from strangers for a terminal: nothing in it may move or colour the terminal's own text. Line ends and tabs stay. */
export function terminalText(text: string): string {
  return text.replace(/[^\P{C}\n\t]/gu, escaped);
}

/** The same for text that must stay on one line. */
export function terminalLine(text: string): string {
  return text.replace(/\p{C}/gu, escaped);
}

/** Writes what an endpoint shows to standard output: as it is, but made harmless where that is a terminal. */
export function showText(text: string): void {
  process.stdout.write(process.stdout.isTTY ? terminalText(text) : text);
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
