import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { DraftPlace } from '../draft.ts';

/** Places a finished draft by copying it into the file opened with `flags` of open(2), instead of by an atomic rename. */
export function copyInto(flags: string | number): DraftPlace['place'] {
  return async (temporary, path) => {
    const file = await open(path, flags);
    await pipeline(createReadStream(temporary), file.createWriteStream());
    await rm(temporary);
  };
}
