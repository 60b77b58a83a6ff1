import { UsageError } from '../contracts/errors.ts';
import { type AddressPrefix, classPrefixOf, isIPv4Text, prefixOfMask } from './ipv4.ts';

/** An address as a person gave it. */
export interface GivenAddress extends Omit<AddressPrefix, 'prefix'> {
  /** Undefined where no mask was given and the class means none (D and E). */
  readonly prefix?: number;
  /** Whether the mask was given with it, or is the one that its class means. */
  readonly maskFrom: 'given' | 'class';
}

/**
 * Reads addresses from words: `ADDRESS`, `ADDRESS/PREFIX`, `ADDRESS/MASK` or `ADDRESS MASK`. A word behind an address
 * without a mask is its mask where it begins with `255.` or is 0.0.0.0, else the next address. Throws a UsageError.
 */
export function parseAddresses(words: readonly string[]): readonly GivenAddress[] {
  const [word, next, ...rest] = words;
  if (word === undefined) return [];
  if (next === undefined || word.includes('/') || !looksLikeMask(next)) {
    return [parseAddress(word), ...parseAddresses(words.slice(1))];
  }
  return [parseAddress(`${word}/${next}`), ...parseAddresses(rest)];
}

/** Reads one address from one word: `ADDRESS`, `ADDRESS/PREFIX` or `ADDRESS/MASK`. Throws a UsageError. */
export function parseAddress(word: string): GivenAddress {
  const slash = word.indexOf('/');
  const address = slash === -1 ? word : word.slice(0, slash);
  if (!isIPv4Text(address)) throw wrong('an IPv4 address, such as 192.168.1.20 or 192.168.1.20/24', word);
  if (slash !== -1) return { address, prefix: parsePrefix(word.slice(slash + 1), word), maskFrom: 'given' };
  const prefix = classPrefixOf(address);
  return { address, maskFrom: 'class', ...(prefix === undefined ? {} : { prefix }) };
}

function parsePrefix(text: string, word: string): number {
  if (isIPv4Text(text)) {
    const prefix = prefixOfMask(text);
    if (prefix === undefined) throw wrong('a mask whose one bits are in one row, such as 255.255.255.0', word);
    return prefix;
  }
  const prefix = Number(text);
  if (!/^\d{1,2}$/.test(text) || prefix > 32)
    throw wrong('a prefix from 0 to 32, or a mask, such as 255.255.255.0, behind the slash', word);
  return prefix;
}

function looksLikeMask(word: string): boolean {
  return word.startsWith('255.') || word === '0.0.0.0';
}

function wrong(expected: string, found: string): UsageError {
  return new UsageError(`expected ${expected}, found ${JSON.stringify(found)}`);
}
