import { randomUUID } from 'node:crypto';
import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorText, UsageError } from '../../contracts/errors.ts';

/** Throws a UsageError for a file that could not be written, before anything is done for it. */
export async function checkWritable(flag: string, file: string): Promise<void> {
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory() === true) throw new UsageError(`${flag}: expected a file, found the folder ${file}`);
  await access(dirname(file), constants.W_OK).catch((error: unknown) => {
    throw new UsageError(
      `${flag}: expected a folder that can be written to, found ${dirname(file)}: ${errorText(error)}`,
    );
  });
}

/** Writes a file that is complete, or as it was before. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}.part`;
  try {
    await writeFile(draft, text);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
