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
    import.meta.url.includes('/dist/harness/') ? '../../../fixtures/captures/' : '../../fixtures/captures/',
    import.meta.url,
  ),
);

/** The captures that break no rule and are whole: what a right network shows. */
export function rightCaptures(): readonly Caption[] {
  return readCaptions().filter(({ breaks, damagedAt }) => breaks.length === 0 && damagedAt === undefined);
}

/** A capture of frames that break a rule, under the name of what is wrong in them: `ttl-5`. */
export interface WrongCapture extends Caption {
  readonly name: string;
}

/** The captures that are wrong on purpose. */
export function wrongCaptures(): readonly WrongCapture[] {
  return readCaptions()
    .filter(({ file, damagedAt }) => file.startsWith(WRONG) && damagedAt === undefined)
    .map((caption) => ({ ...caption, name: caption.file.replace(WRONG, '').replace(/\.pcap(ng)?$/, '') }));
}

const WRONG = 'crafted-wrong-';

/** Every caption. */
export function readCaptions(): readonly Caption[] {
  return JSON.parse(readFileSync(join(capturesFolder, 'captions.json'), 'utf8'));
}
