import { errorText, UsageError } from '../contracts/errors.ts';
import { visible } from './visible.ts';

/** The value of a JSON text. Throws a UsageError that begins with the file's name, its line and its column. */
export function jsonValue(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (text.trim() === '') throw new UsageError(`${visible(file)}: expected JSON, found an empty file`);
    const before = text.slice(0, offsetOfError(text)).split('\n');
    const place = `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    throw new UsageError(
      `${visible(file)}:${place}: expected JSON, found a syntax error: ${visible(withoutPlace(errorText(error)))}`,
    );
  }
}

/** Some messages of the engine tell an offset, some a line of the text, some neither. */
function withoutPlace(message: string): string {
  return message.replace(/ (?:in|after) JSON at position .*$/, '').replace(/, (?:\.\.\.)?".*$/, '');
}

/** What may come next in a text of JSON. */
type Awaited = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end';

/** A token with what stands before it. A word that goes on is none. */
const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/uy;

/** Where a text departs from JSON: the first token that cannot stand there, or the end. */
function offsetOfError(text: string): number {
  const token = new RegExp(TOKEN);
  const open: string[] = [];
  let awaited: Awaited | undefined = 'value';
  for (;;) {
    const at = token.lastIndex;
    const found = token.exec(text);
    const kind = found === null ? 'none' : (found[1] ?? (found[2] === undefined ? 'word' : 'text'));
    awaited = after(awaited, kind, open);
    if (awaited === undefined) return at + (/^[ \t\n\r]*/.exec(text.slice(at))?.[0].length ?? 0);
  }
}

/** What may come after a token; undefined where that cannot stand here. `open` has the brackets that are open. */
function after(awaited: Awaited, kind: string, open: string[]): Awaited | undefined {
  const isOpening = kind === '{' || kind === '[';
  switch (awaited) {
    case 'value':
    case 'value or ]':
      if (isOpening) open.push(kind);
      if (isOpening) return kind === '{' ? 'key or }' : 'value or ]';
      if (kind === 'text' || kind === 'word') return ', or end';
      return awaited === 'value' ? undefined : closed(kind, open);
    case 'key':
    case 'key or }':
      if (kind === 'text') return ':';
      return awaited === 'key' ? undefined : closed(kind, open);
    case ':':
      return kind === ':' ? 'value' : undefined;
    default:
      if (kind === ',' && open.length > 0) return open.at(-1) === '{' ? 'key' : 'value';
      return closed(kind, open);
  }
}

function closed(kind: string, open: string[]): Awaited | undefined {
  const fits = (kind === '}' && open.at(-1) === '{') || (kind === ']' && open.at(-1) === '[');
  if (!fits) return undefined;
  open.pop();
  return ', or end';
}
