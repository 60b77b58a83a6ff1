import { closeSync, lstatSync, openSync, readdirSync, readSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Output } from '../contracts/observer.ts';
import { identityOf } from '../processes/removal.ts';
import { type Tail, tailOf } from '../text/tail.ts';
import { type ShownStream, shownStream } from '../text/utf8.ts';
import type { Observed } from './observed.ts';

/** How often a folder is looked at while somebody waits for more, in milliseconds. */
const LOOK_MS = 20;

/** Entries that one look goes through, at most, and octets that it reads of one file at a time. */
const MOST_ENTRIES = 2000;
const PIECE = 65_536;

/** Characters that are kept; the oldest go first. */
const KEPT = 4 * 1024 * 1024;

/** A file as it was seen last. */
interface SeenFile {
  readonly shown: ShownStream;
  readonly name: string;
  readonly begun: number;
  /** Octets that were read of it. */
  read: number;
  /** Its size at the last look: it is read once two looks have found the same, or what is half written would be half a message. */
  size: number;
}

/** What stands between the name of a file and what it holds: a pattern that lines are matched by finds whole lines of files. */
const BESIDE = ': ';
const ABOVE = ':\n';

/**
 * Observes what a program stores in a folder as if it were printed: each file as its name, `: ` and what it holds, one after
 * another as they come, and what is written behind a file as it comes. With `namesAbove` each name is a line of its own. What is
 * there at first is not told.
 */
export function folderOutput(dir: string, { namesAbove = false } = {}): Observed<Output> {
  const files = new Map<string, SeenFile>();
  const tail: Tail = tailOf(KEPT);
  let total = 0;
  let last: string | undefined;
  let isClosed = false;
  const tell = (text: string): void => {
    tail.add(text);
    total += text.length;
  };
  const look = (): void => {
    const found = [...filesIn(dir)];
    const there = new Set(found.map(({ stats }) => identityOf(stats)));
    for (const identity of files.keys()) if (!there.has(identity)) files.delete(identity);
    for (const { path, name, stats } of found) {
      const identity = identityOf(stats);
      const before = files.get(identity);
      // The number of a file that was removed is soon another's.
      const isOther = before === undefined || (before.name !== name && before.begun !== stats.birthtimeMs);
      const file = isOther ? unread(name, stats) : before;
      if (isOther && last === identity) last = undefined;
      files.set(identity, file);
      const isAtRest = stats.size === file.size;
      file.size = stats.size;
      if (stats.size < file.read) file.read = 0;
      if (!isAtRest || stats.size === file.read) continue;
      if (last !== identity) tell(`${total === 0 ? '' : '\n'}${name}${namesAbove ? ABOVE : BESIDE}`);
      last = identity;
      file.read = readFrom(path, file.read, (octets) => tell(file.shown.add(octets)));
    }
  };
  for (const { name, stats } of filesIn(dir)) {
    files.set(identityOf(stats), { ...unread(name, stats), read: stats.size, size: stats.size });
  }
  return {
    observer: {
      description: `what is stored in the folder ${dir}`,
      text: () => {
        look();
        return tail.text();
      },
      total: () => {
        look();
        return total;
      },
      changed: async () => {
        const before = total;
        while (!isClosed && total === before) {
          await new Promise((resolve) => setTimeout(resolve, LOOK_MS).unref());
          look();
        }
      },
    },
    close: async () => {
      isClosed = true;
    },
  };
}

/** A file of which nothing was read yet. */
function unread(name: string, { birthtimeMs }: Stats): SeenFile {
  return { shown: shownStream(), name, begun: birthtimeMs, read: 0, size: -1 };
}

/** The files below a folder; what vanishes meanwhile is left out. */
function* filesIn(dir: string): Generator<{ readonly path: string; readonly name: string; readonly stats: Stats }> {
  let entries = 0;
  const folders = [''];
  for (const folder of folders) {
    for (const entry of entriesOf(join(dir, folder))) {
      entries += 1;
      if (entries > MOST_ENTRIES) return;
      const name = folder === '' ? entry : `${folder}/${entry}`;
      const stats = lstatSync(join(dir, name), { throwIfNoEntry: false });
      if (stats?.isDirectory() === true) folders.push(name);
      else if (stats?.isFile() === true) yield { path: join(dir, name), name, stats };
    }
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

/** Reads a file from an octet on to its end, and returns how far it came. */
function readFrom(path: string, from: number, took: (octets: Uint8Array) => void): number {
  let file: number | undefined;
  let at = from;
  try {
    file = openSync(path, 'r');
    const piece = Buffer.alloc(PIECE);
    for (let octets = readSync(file, piece, 0, PIECE, at); octets > 0; octets = readSync(file, piece, 0, PIECE, at)) {
      took(piece.subarray(0, octets));
      at += octets;
    }
  } catch {
    // It was removed, or may not be read: what came of it counts.
  } finally {
    if (file !== undefined) closeSync(file);
  }
  return at;
}
