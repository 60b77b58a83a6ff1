import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that is being received; nobody sees it under its name before it is kept. */
export interface Draft {
  readonly write: (octets: Uint8Array) => Promise<void>;
  /** Makes it appear under its name, whole. */
  readonly keep: () => Promise<void>;
  /** Removes what is left of it; after `keep` nothing is left. */
  readonly discard: () => Promise<void>;
  /** Closes the file and leaves it where it is. */
  readonly close: () => Promise<void>;
}

/** Where a draft lies until it is kept; opened with `flags` of open(2). */
export interface DraftPlace {
  readonly temporary: string;
  readonly flags: string;
  /** Moves the finished temporary file to its name. */
  readonly place: (temporary: string, path: string) => Promise<void>;
}

/**
 * Begins the file `name` of folder `dir` as a temporary file beside it, so that the rename is atomic. The file is
 * created, never opened ("wx"): a link that somebody put there is not followed (CWE-59). The temporary name is longer
 * than any name that can be uploaded. Rejects with the system error where the folder does not take it.
 */
export async function openDraft(dir: string, name: string, change: Partial<DraftPlace> = {}): Promise<Draft> {
  const { temporary, flags, place } = { ...besideIt(dir), ...change };
  const file = await open(temporary, flags);
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= file.close();
    return closed;
  };
  return {
    write: (octets) => file.writeFile(octets),
    keep: async () => {
      await close();
      await place(temporary, join(dir, name));
    },
    discard: async () => {
      await close();
      await rm(temporary, { force: true });
    },
    close,
  };
}

function besideIt(dir: string): DraftPlace {
  return { temporary: join(dir, `.${randomUUID()}.part`), flags: 'wx', place: rename };
}
