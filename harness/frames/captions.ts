import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is known of a capture in `fixtures/captures`: a row of its `captions.json`. */
export interface Caption {
  readonly file: string;
  /** What it shows, in a sentence. */
  readonly shows: string;
  /** How it was made, so that it can be made again. */
  readonly made: string;
  /** The rules that it breaks, by the last part of their ids. */
  readonly breaks: readonly string[];
  /** Prefixes that are attached to its link. */
  readonly nets: readonly string[];
  /** Octet at which it is damaged. */
  readonly damagedAt?: number;
}

/** The folder of the captures; found from the sources and from `dist`. */
export const capturesFolder = fileURLToPath(
  new URL(
    import.meta.url.includes('/dist/') ? '../../../fixtures/captures/' : '../../fixtures/captures/',
    import.meta.url,
  ),
);

/** Every caption. */
export function readCaptions(): readonly Caption[] {
  return JSON.parse(readFileSync(join(capturesFolder, 'captions.json'), 'utf8'));
}
