/** Characters of a longer line that are kept: data that a message quotes must not drive out the message. */
const KEPT = { front: 300, end: 100 };

/** A text of lines, of the long ones among them the front and the end. */
export function withoutLongLines(text: string): string {
  return text.split('\n').map(shortLine).join('\n');
}

function shortLine(line: string): string {
  const left = line.length - KEPT.front - KEPT.end;
  return left <= 0 ? line : `${line.slice(0, KEPT.front)} … ${left} characters … ${line.slice(-KEPT.end)}`;
}
