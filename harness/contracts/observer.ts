/** A file as the store shows it. */
export interface StoredFile {
  /** Path relative to the store, with `/` between folders. */
  readonly name: string;
  readonly octets: number;
  /** What tells it from all other files of this machine, whatever their names. */
  readonly identity: string;
}

/** What stands below a folder. */
export interface Listing {
  readonly files: readonly StoredFile[];
  /** Whether these are all: of very many files only some are looked at. */
  readonly isAll: boolean;
}

/** How a stored file compares with what was sent. */
export type StoredAs =
  | { readonly kind: 'equal' }
  | { readonly kind: 'absent' }
  /** Something else than a file stands under the name: `what`, as "a FIFO". It is not read. */
  | { readonly kind: 'special'; readonly what: string }
  | {
      readonly kind: 'different';
      readonly octets: number;
      readonly firstDifference: number;
    };

/** By what a file shows that a case has made it. Its name alone may be another's. */
export interface MadeByCase {
  /** The files that were there when the case began, by their identity: it is none of them. */
  readonly others: ReadonlySet<string>;
  /** When the case began, in milliseconds of the wall clock: it is no older. Absent where its name is one that others have, too. */
  readonly since?: number;
  /** What the case has sent under its name, where that is known: it holds a front of that, and nothing else. */
  readonly contents?: Iterable<Uint8Array>;
}

/** Observer of `storage`: the folder where the IUT's files land. */
export interface Storage {
  /** How it is observed, for notes: "folder /mnt/phone". */
  readonly description: string;
  /** Whether files can be listed; a fetch command can only ask for one by name. */
  readonly lists: boolean;
  /** Every file, folders included recursively; none where it cannot list. */
  readonly list: () => Promise<Listing>;
  /** Compares a file with contents given as consecutive pieces, without holding either in memory whole. */
  readonly compare: (name: string, contents: Iterable<Uint8Array>) => Promise<StoredAs>;
  /** Octets for which there is still room; undefined where nobody tells, absent where it cannot be asked. */
  readonly room?: () => Promise<number | undefined>;
  /**
   * Removes a file that a case left, so that a user's folder is as it was. What shows neither by its age nor by its contents
   * that the case has made it, or cannot be removed without harm, is left and told.
   */
  readonly remove: (name: string, made: MadeByCase) => Promise<void>;
}

/** Observer of `output`: what the IUT prints. */
export interface Output {
  readonly description: string;
  /** All that was printed so far, invalid UTF-8 shown as escapes; of very much only the last. */
  readonly text: () => string;
  /** The same stream by stream, standard output first, whenever each was printed. Absent where there is one stream. */
  readonly inOrder?: () => string;
  /** The text of each stream by itself, standard output first. Absent where there is one stream. */
  readonly each?: () => readonly string[];
  /** Characters printed so far, those that `text` has let go included. Absent where `text` keeps all. */
  readonly total?: () => number;
  /** Resolves when more was printed or the output has ended. */
  readonly changed: () => Promise<void>;
}

/** An observer could not look, through no fault of the IUT: nothing is concluded by it. The message is one plain sentence. */
export class ObserverFailed extends Error {
  override readonly name = 'ObserverFailed';
}
