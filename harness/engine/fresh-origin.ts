import { randomInt } from 'node:crypto';
import type { Origin } from './data/families.ts';

/** Letters that a nonce is made of: no word of any language comes about by chance. */
const LETTERS = 'bcdfghjklmnpqrstvwxz';

/** Letters of a nonce: 20 to the power of 4 for each case of a run. */
const NONCE_LETTERS = 4;

/** An origin of data that nobody can guess, for cases whose names are not unique already: letters alone. */
export function freshOrigin(seed: number): Origin {
  const nonce = Array.from({ length: NONCE_LETTERS }, () => LETTERS.charAt(randomInt(LETTERS.length)));
  return { seed, nonce: nonce.join('') };
}
