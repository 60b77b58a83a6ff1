import type { Run } from '../harness/contracts/run.ts';
import { literalPattern } from '../harness/text/quoting.ts';

/** The folder of a program in a command, as `shellQuoted` writes it: bare, in quotes, or with escapes. */
const FOLDER = / --folder (?<word>(?:'[^']*'|\\'|[\w@%+=:,./-])+|\$'(?:\\.|[^'\\])*')/;

/** A folder that has fewer parts says nothing of whose machine it is on: `/tmp`, `/home`. */
const LEAST_PARTS = 2;

/**
 * How a text is told to the author of the one program of a run: in place of the program's folder and of those around it, which
 * are of the machine that graded it, by `.` and `..`. The text is as it was where the program has no folder of its own.
 */
export function relativePlaces({ cases }: Run): (text: string) => string {
  const word = cases.map(({ reproduce }) => FOLDER.exec(reproduce)?.groups?.word).find((found) => found !== undefined);
  if (word === undefined) return (text) => text;
  const places = placesAround(unquoted(word)).map(({ path, shown }) => ({
    shown,
    // Not the front of another name, nor the end of a longer path.
    found: new RegExp(`(?<![\\p{L}\\p{N}_./-])${literalPattern(path)}(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])`, 'gu'),
  }));
  return (text) =>
    places.reduce(
      (told, { found, shown }) => told.replace(found, shown),
      text.replaceAll(` --folder ${word}`, ' --folder .'),
    );
}

/** The folder, and each around it, the longest first. */
function placesAround(folder: string): ReadonlyArray<{ readonly path: string; readonly shown: string }> {
  const parts = folder.split('/').filter((part) => part !== '');
  return Array.from({ length: Math.max(0, parts.length - LEAST_PARTS + 1) }, (_, above) => ({
    path: `/${parts.slice(0, parts.length - above).join('/')}`,
    shown: above === 0 ? '.' : Array<string>(above).fill('..').join('/'),
  }));
}

/** What a shell makes of the word. */
function unquoted(word: string): string {
  if (!word.startsWith("$'")) return word.replace(/'([^']*)'|\\(.)/g, '$1$2');
  const octets = [...word.slice(2, -1).matchAll(/\\(\d{3})|\\?(.)/gsu)].map(([, octal, character = '']) =>
    octal === undefined ? Buffer.from(character) : Buffer.of(Number.parseInt(octal, 8)),
  );
  return Buffer.concat(octets).toString('utf8');
}
