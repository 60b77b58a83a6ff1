import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resultsFolder } from './places.ts';

/** Databases of fortune programs, by the length of their phrases. */
export type Phrases = 'short' | 'long' | 'huge';

/** Longer than the buffer of 1,024 octets that programs like to read and send by. */
const LONG = [3000, 2500];

/** More than all socket buffers of a connection hold. */
const HUGE = [8 * 1024 * 1024 + 1, 8 * 1024 * 1024 + 2];

const databases: Readonly<Record<Phrases, () => readonly string[]>> = {
  short: () => ['A short phrase.', 'Another short phrase.', 'Eine kürzere\u2028Größe.'],
  long: () => LONG.map((characters, index) => 'xy'.charAt(index).repeat(characters)),
  huge: () => HUGE.map((characters, index) => 'xy'.charAt(index).repeat(characters)),
};

/** The file of a database, one phrase a line. */
export function phrasesFile(phrases: Phrases): string {
  return join(resultsFolder, `${phrases}.phrases`);
}

/** Writes the databases that fortune programs are launched with. */
export function writePhrases(): void {
  mkdirSync(resultsFolder, { recursive: true });
  for (const phrases of ['short', 'long', 'huge'] as const) {
    writeFileSync(phrasesFile(phrases), `${databases[phrases]().join('\n')}\n`);
  }
}
