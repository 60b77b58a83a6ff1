import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TargetPlan } from '../contracts/plan.ts';
import { endedPhrase } from '../protocols/fortune.ts';
import { referencePhrases } from './reference-target.ts';

/** A fortune database that the harness has written. */
export interface PhraseFile {
  readonly file: string;
  /** As they are sent: with what the profile says that the server sends behind each. */
  readonly phrases: readonly string[];
}

/** It is one line, though some systems end lines at U+2028 and U+2029. */
const SEPARATED = 'One line:\u2028said in one breath,\u2029of one breath.';

/** It is on its way for a while, and the buffers of both sides take it. */
const MIDDLING = 'It goes on for a while. '.repeat(25_000);

/**
 * Writes the database of a launched fortune server, one phrase a line: one phrase is larger than the socket buffers, and none
 * can be known beforehand.
 */
export async function writePhraseFile(folder: string, ends?: TargetPlan['ends']): Promise<PhraseFile> {
  const nonce = randomBytes(4).toString('hex');
  const phrases = [...referencePhrases, SEPARATED, MIDDLING].map((phrase, index) => `${nonce}${index}: ${phrase}`);
  const file = join(folder, 'phrases.txt');
  await writeFile(file, `${phrases.join('\n')}\n`);
  return { file, phrases: phrases.map((phrase) => endedPhrase(phrase, ends)) };
}
