import fc from 'fast-check';
import type { Origin } from './families.ts';

/** Letters that make up no word of any language: neither an error word nor a number comes about by chance. */
const CONSONANTS = [...'bcdfghjklmnpqrstvwxz'];

/** Letters of a word behind its nonce: 20 to the power of 3 words are enough for one case. */
const WORD_LETTERS = 3;

/** A seed for fast-check that is another for each nonce and each purpose: FNV-1a, 32 bits. */
export function seedOf({ seed, nonce }: Origin, purpose: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const octet of Buffer.from(`${nonce} ${purpose}`)) hash = Math.imul(hash ^ octet, 0x01000193) >>> 0;
  return hash | 0;
}

/** As many different words, each the nonce and three letters; no word is the front of another. */
export function wordsOf(origin: Origin, count: number, purpose = 'words'): readonly string[] {
  const ending = fc.string({
    unit: fc.constantFrom(...CONSONANTS),
    minLength: WORD_LETTERS,
    maxLength: WORD_LETTERS,
  });
  const all = fc.uniqueArray(ending, { minLength: count, maxLength: count });
  const [endings = []] = fc.sample(all, { seed: seedOf(origin, purpose), numRuns: 1 });
  return endings.map((one) => `${origin.nonce}${one}`);
}

/** So many random letters, the nonce in front where there is room for it. */
export function lettersOf(origin: Origin, characters: number, purpose = 'letters'): string {
  const octets = randomOctets(seedOf(origin, `${purpose} ${characters}`), characters);
  const letters = Buffer.from(octets.map((octet) => CONSONANTS[octet % CONSONANTS.length]?.charCodeAt(0) ?? 0));
  const front = origin.nonce.length + WORD_LETTERS <= characters ? origin.nonce : '';
  return `${front}${letters.toString('latin1')}`.slice(0, characters);
}

/** A number in lower-case letters, a for 0 and z for 25, so many of them at least: names in it differ though capitals do not count. */
export function numberInLetters(number: number, letters: number): string {
  const digits = number.toString(26).replace(/./g, (digit) => String.fromCharCode(0x61 + Number.parseInt(digit, 26)));
  return digits.padStart(letters, 'a');
}

/** So many random octets (xorshift, 32 bits): a mebibyte in a few milliseconds. */
export function randomOctets(seed: number, octets: number): Uint8Array {
  let state = seed === 0 ? 0x9e3779b9 : seed;
  return Uint8Array.from({ length: octets }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 11) & 0xff;
  });
}

/** A word in a string of this alphabet, drawn once. */
export function drawnFrom(origin: Origin, purpose: string, alphabet: readonly string[]): string {
  const text = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 3, maxLength: 8 });
  return fc.sample(text, { seed: seedOf(origin, purpose), numRuns: 1 })[0] ?? '';
}
