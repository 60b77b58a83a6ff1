import type { Complain, ScalarNode } from './tree.ts';
import { shortened } from './tree.ts';

/** A word of what is said of a field, and where it stands. */
export interface Word {
  readonly kind: 'word' | 'quoted' | 'pattern' | 'end';
  /** As it was written; of a quoted one, what stands between the quotes, escapes resolved. */
  readonly text: string;
  /** Offset in the file. */
  readonly at: number;
}

/** The words of a scalar, one after another. Commas and blanks part them. */
export interface Words {
  readonly next: () => Word;
  readonly peek: () => Word;
  /** A regular expression: between slashes, or up to the next blank. */
  readonly nextPattern: () => Word;
}

/** Reads what is said of a field. */
export function wordsOf(scalar: ScalarNode, complain: Complain): Words {
  const { text } = scalar;
  let index = 0;

  const skipped = (): void => {
    index += /^[\s,]*/.exec(text.slice(index))?.[0].length ?? 0;
  };
  const taken = (kind: Word['kind'], found: string, length: number): Word => {
    const at = scalar.placeOf(index);
    index += length;
    return { kind, text: found, at };
  };
  const next = (): Word => {
    skipped();
    const rest = text.slice(index);
    if (rest === '') return taken('end', '', 0);
    if (rest.startsWith('"')) {
      const [whole] = /^"(?:[^"\\]|\\.)*"/s.exec(rest) ?? [];
      if (whole === undefined)
        return complain(scalar.placeOf(index), `expected a second '"', found ${shortened(rest)}`);
      return taken('quoted', unescaped(whole.slice(1, -1), scalar.placeOf(index), complain), whole.length);
    }
    const [word = ''] = /^[^\s,"]+/.exec(rest) ?? [];
    return taken('word', word, word.length);
  };
  return {
    next,
    peek: () => {
      const before = index;
      const word = next();
      index = before;
      return word;
    },
    nextPattern: () => {
      skipped();
      const rest = text.slice(index);
      const [slashed] = /^\/(?:[^/\\]|\\.)*\//s.exec(rest) ?? [];
      if (slashed !== undefined) return taken('pattern', slashed.slice(1, -1), slashed.length);
      const [word = ''] = /^\S+?(?=,?(\s|$))/.exec(rest) ?? [];
      return taken(word === '' ? 'end' : 'pattern', word, word.length);
    },
  };
}

/** The escapes of quoted text: those of JSON, `\0`, and `\xNN` below 80: what stands there is UTF-8, other octets are said in hex. */
function unescaped(text: string, at: number, complain: Complain): string {
  return text.replace(/\\(x[0-7][0-9a-f]|u[0-9a-f]{4}|.)/gis, (whole, said: string) => {
    if (/^[xu]./i.test(said)) return String.fromCharCode(Number.parseInt(said.slice(1), 16));
    const known = escapes[said];
    return (
      known ??
      complain(
        at,
        `expected an escape of ${Object.keys(escapes).join(' ')} xNN uNNNN, found ${whole}; octets that are not text are said as hex`,
      )
    );
  });
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  0: '\0',
};
